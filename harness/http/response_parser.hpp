#pragma once
// Incremental HTTP/1.x response parser for one keep-alive connection: bytes in, one response at a time out.
// No sockets; keeps no header fields. Grammar by Boost.Beast, framing per RFC 9112 §6.3.
// Threading: one per connection. Allocates while its buffers grow to their working size, then no more.
// Errors: a malformed response is data, not an Error: Status::kMalformed and problem().
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace harness::http {

class KnownHeader;

class ResponseParser {
 public:
  static constexpr std::size_t kHeaderLimit =
      std::size_t{64} * 1024;  ///< status line and fields of one response, bytes

  enum class Status { kNeedMore, kComplete, kMalformed };
  struct Fed {
    Status status = Status::kNeedMore;
    std::size_t consumed = 0;  ///< of the bytes just handed over; those after it belong to the next response
  };

  /// Bodies are kept up to `body_keep_limit` bytes; what is beyond is counted and dropped. With `known`,
  /// which must outlive the parser, a header that was parsed before is recognised instead of parsed again.
  explicit ResponseParser(std::size_t body_keep_limit = std::size_t{1} << 20, KnownHeader* known = nullptr);
  ~ResponseParser();
  ResponseParser(ResponseParser&&) noexcept;
  ResponseParser& operator=(ResponseParser&&) noexcept;

  /// Forgets the last response and awaits the next. A response to HEAD has no body, whatever it declares.
  void expect(bool head_request);

  /// Hand over only bytes that are new. Consumes up to the end of ONE response and then nothing until the
  /// next expect(). Interim responses (100 Continue, 103) are skipped; 101 is a response, and the last.
  Fed feed(std::string_view bytes);

  /// The peer closed. Completes a body that only closing delimits; anything else unfinished is kMalformed.
  Status finish_at_eof();

  [[nodiscard]] bool started() const;  ///< at least one byte came since expect(), interim ones included

  // Meaningful after kComplete:
  [[nodiscard]] int status_code() const;
  [[nodiscard]] bool keep_alive() const;            ///< another response may follow on this connection
  [[nodiscard]] std::string_view body() const;      ///< without chunk framing; valid until expect()
  [[nodiscard]] std::uint64_t body_length() const;  ///< all of it, also what was not kept

  [[nodiscard]] const char* problem() const;  ///< static text after kMalformed, otherwise ""

 private:
  class Exchange;  // keeps Beast out of every file that includes this one
  std::unique_ptr<Exchange> exchange_;
};

}  // namespace harness::http
