#pragma once
// One server-sent-events client: TCP, request, response head, events until the stream ends. HTTP by
// Boost.Beast. Reports its end once. Threading: that of the io_context, which must have one.
// Errors: an SseEnding with a text for people. Waits for events are bounded by check(), which must be called.
#include <functional>
#include <memory>
#include <string>

#include "harness/load/socket.hpp"
#include "harness/stream/sse_tracker.hpp"

namespace boost::asio {
class io_context;
}

namespace harness::stream {

class SseStream {
 public:
  using Ended = std::function<void(SseEnding, const std::string& problem)>;

  SseStream(boost::asio::io_context& context, const SsePlan& plan, SseResult& result);
  ~SseStream();
  SseStream(const SseStream&) = delete;
  SseStream& operator=(const SseStream&) = delete;

  /// `answered` when the head is there, `ended` once in any case, perhaps without it.
  void open(const load::Address& address, std::function<void()> answered, Ended ended);
  /// Before open().
  void measure(const load::Window& window);
  void check(Instant now);  ///< ends it when it has been silent, or running, for too long
  void stop();              ///< ends it as still running
  void leave();             ///< ends it as left
  [[nodiscard]] const SseTracker& tracker() const;

 private:
  class Exchange;  // keeps Beast out of every file that includes this one
  std::unique_ptr<Exchange> exchange_;
};

}  // namespace harness::stream
