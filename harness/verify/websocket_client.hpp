#pragma once
// A WebSocket under the prober's full control: it sends bytes, well-formed frames or not, and reads by
// Boost.Beast, which is strict about what a server may send. Offers no extension. Threading: one thread;
// every call returns by the deadline. Errors: they stick, as a RawConnection's do: sending then does nothing,
// and what is heard says why.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/clock.hpp"
#include "harness/verify/contract.hpp"

namespace harness::verify {

struct Heard {
  enum class Kind : std::uint8_t {
    kText,
    kBinary,
    kClose,    ///< with `code`, and TCP has ended after it
    kEnd,      ///< of TCP, without a close frame
    kFailure,  ///< nothing in time, no upgrade, or frames that break the protocol: `payload` says what
  };
  Kind kind = Kind::kFailure;
  std::string payload;
  std::uint16_t code = 0;

  [[nodiscard]] bool is_text(std::string_view expected) const {
    return kind == Kind::kText && payload == expected;
  }
  [[nodiscard]] bool is_close(std::uint16_t expected) const {
    return kind == Kind::kClose && code == expected;
  }
};

/// "the text 'abc' of 3 bytes", "close 1000": for messages.
[[nodiscard]] std::string in_words(const Heard& heard);

/// How much the kernel takes before the prober reads; 0 leaves it to the system.
using ReceiveBuffer = int;

class WebSocketClient {
 public:
  /// Connects and upgrades; a refusal is heard.
  WebSocketClient(const Subject& subject, std::string_view target, Instant deadline,
                  ReceiveBuffer buffer = 0);
  ~WebSocketClient();
  WebSocketClient(WebSocketClient&&) noexcept;
  WebSocketClient& operator=(WebSocketClient&&) = delete;

  void send(std::string_view bytes);
  [[nodiscard]] Heard receive();
  /// False when anything comes within that time; it is then the next to be received.
  [[nodiscard]] bool is_silent_for(Nanoseconds time);
  /// Payloads of the pongs that came before or with what has been received so far.
  [[nodiscard]] const std::vector<std::string>& pongs() const;
  void acknowledge_lazily();  ///< as in RawConnection

 private:
  class Stream;  // keeps Beast out of every file that includes this one
  std::unique_ptr<Stream> stream_;
};

}  // namespace harness::verify
