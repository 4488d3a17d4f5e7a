#pragma once
// A contract response as bytes: status line, the four headers and the body in one string, for one write.
// Not a router: see contract_routes.hpp. Threading: pure functions. Errors: none.
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace harness::contract {

inline constexpr std::string_view kPlainText = "text/plain; charset=utf-8";
inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kEventStream = "text/event-stream";
inline constexpr std::string_view kBytes = "application/octet-stream";

inline constexpr std::size_t kDateLength = 29;

struct Reply {
  int status = 200;
  std::string_view content_type = kPlainText;
  std::string body;
  std::string_view allow = {};  ///< a 405 says here which method it would have answered
  std::string fields{};         ///< further header lines, each with its CRLF
};

/// A body that follows in pieces is not in the Reply.
enum class BodyFollows : std::uint8_t { kNo, kInChunks, kSized, kUntilTheEnd };

struct Framing {
  const char* connection = nullptr;  ///< value of a Connection header; none when null
  bool head_only = false;            ///< the answer to HEAD: Content-Length as if, but no body
  BodyFollows follows = BodyFollows::kNo;
  std::uint64_t length = 0;  ///< of the body that follows kSized
};

[[nodiscard]] std::string_view reason(int status);

/// Appends the response to `out`. `date` is an IMF-fixdate.
void append_response(std::string& out, const Reply& reply, std::string_view date, Framing framing = {});

/// "Sun, 06 Nov 1994 08:49:37 GMT". Source: RFC 9110 §5.6.7 (IMF-fixdate).
[[nodiscard]] std::string imf_fixdate(std::time_t time);

/// The other direction; nothing when the text is anything else, e.g. an obsolete date form or a wrong
/// weekday.
[[nodiscard]] std::optional<std::time_t> parse_imf_fixdate(std::string_view text);

}  // namespace harness::contract
