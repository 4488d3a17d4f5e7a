#include "harness/stream/sse_stream.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace harness::stream {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

/// How long the end of the body is waited for once the last event has come.
constexpr Nanoseconds kEndGrace = seconds(1);
constexpr std::string_view kEventStream = "text/event-stream";

}  // namespace

class SseStream::Exchange {
 public:
  Exchange(asio::io_context& context, const SsePlan& plan, SseResult& result)
      : plan_(plan), result_(result), tracker_(plan.cadence), tcp_(context) {}

  void open(const load::Address& address, std::function<void()> answered, Ended ended) {
    answered_ = std::move(answered);
    ended_ = std::move(ended);
    state_ = State::kOpening;
    started_ = clock_.now();
    asio::ip::tcp::endpoint endpoint;
    endpoint.resize(address.length);
    std::memcpy(endpoint.data(), &address.storage, address.length);
    tcp_.expires_after(plan_.connect_patience);
    tcp_.async_connect(endpoint, [this](const error_code& failure) {
      if (failure)
        return end(SseEnding::kConnectFailed, fmt::format("cannot connect: {}", failure.message()));
      request();
    });
  }

  void check(Instant now) {
    if (state_ != State::kStreaming) return;
    const Nanoseconds silent = now - tracker_.last_event();
    if (tracker_.at_the_end()) {
      if (silent < std::min(kEndGrace, plan_.timeout)) return;
      ++result_.left_open;
      return end(SseEnding::kToTheEnd, "");
    }
    if (silent >= plan_.timeout)
      return end(SseEnding::kStalled, fmt::format("no event for {}", human(plan_.timeout)));
    if (now >= deadline_)
      end(SseEnding::kStillRunning, fmt::format("the stream is more than {} behind", human(plan_.timeout)));
  }
  void measure(const load::Window& window) { tracker_.measure(window); }
  void stop() { end(SseEnding::kStillRunning, "stopped"); }
  void leave() { end(SseEnding::kLeft, ""); }
  [[nodiscard]] const SseTracker& tracker() const { return tracker_; }

 private:
  enum class State : std::uint8_t { kNew, kOpening, kStreaming, kEnded };

  void request();
  void read_head();
  void read();
  void take_body(Instant at);
  void end(SseEnding ending, const std::string& problem);

  const SsePlan& plan_;
  SseResult& result_;
  SteadyClock clock_;
  State state_ = State::kNew;
  Instant started_;
  Instant requested_;
  Instant deadline_;
  SseTracker tracker_;
  std::function<void()> answered_;
  Ended ended_;
  http::request<http::empty_body> request_;
  http::response_parser<http::buffer_body> response_;
  beast::flat_buffer incoming_;
  std::array<char, 4096> body_{};
  beast::basic_stream<asio::ip::tcp, asio::io_context::executor_type> tcp_;
};

void SseStream::Exchange::request() {
  if (state_ == State::kEnded) return;
  error_code ignored;
  tcp_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  result_.connect.record(clock_.now() - started_);
  request_.method(http::verb::get);
  request_.target(plan_.target);
  request_.set(http::field::host, plan_.host_header);
  request_.set(http::field::accept, beast::string_view(kEventStream.data(), kEventStream.size()));
  tcp_.expires_after(plan_.timeout);
  requested_ = clock_.now();
  deadline_ = requested_ + plan_.timeout + plan_.cadence.due(plan_.cadence.events) + plan_.timeout;
  tracker_.requested(requested_);
  http::async_write(tcp_, request_, [this](const error_code& failure, std::size_t) {
    if (failure) return end(SseEnding::kBroken, fmt::format("the request failed: {}", failure.message()));
    read_head();
  });
}

void SseStream::Exchange::read_head() {
  response_.body_limit(boost::none);
  http::async_read_header(tcp_, incoming_, response_, [this](const error_code& failure, std::size_t) {
    if (failure == beast::error::timeout) {
      return end(SseEnding::kNoAnswer, fmt::format("no response head within {}", human(plan_.timeout)));
    }
    if (failure) return end(SseEnding::kBroken, fmt::format("no response: {}", failure.message()));
    const auto& head = response_.get();
    const std::string type(head[http::field::content_type]);
    if (head.result() != http::status::ok || !type.starts_with(kEventStream)) {
      return end(SseEnding::kRefused,
                 fmt::format("the server answered with status {} and type '{}' instead of 200 {}",
                             head.result_int(), type, kEventStream));
    }
    result_.head.record(clock_.now() - requested_);
    state_ = State::kStreaming;
    tcp_.expires_never();  // check() knows better: bytes are not events
    // Not eager: an eager parser asks for more bytes instead of handing over what it has.
    response_.eager(false);
    answered_();
    read();
  });
}

void SseStream::Exchange::read() {
  if (state_ != State::kStreaming) return;
  response_.get().body().data = body_.data();
  response_.get().body().size = body_.size();
  http::async_read_some(tcp_, incoming_, response_, [this](const error_code& failure, std::size_t) {
    if (state_ != State::kStreaming) return;
    take_body(clock_.now());
    if (!failure || failure == http::error::need_buffer) {
      if (!response_.is_done()) return read();
      return end(tracker_.at_the_end() ? SseEnding::kToTheEnd : SseEnding::kEndedEarly,
                 tracker_.at_the_end() ? "" : "the server ended the stream before its last event");
    }
    if (tracker_.at_the_end()) return end(SseEnding::kToTheEnd, "");
    const bool is_http = failure.category() == http::make_error_code(http::error::partial_message).category();
    const bool broken =
        is_http && failure != http::error::partial_message && failure != http::error::end_of_stream;
    end(broken ? SseEnding::kBroken : SseEnding::kEndedEarly,
        fmt::format("the stream broke off: {}", failure.message()));
  });
}

void SseStream::Exchange::take_body(Instant at) {
  const std::string_view bytes(body_.data(), body_.size() - response_.get().body().size);
  result_.bytes_in += bytes.size();
  tracker_.feed(bytes, at, result_.times);
}

void SseStream::Exchange::end(SseEnding ending, const std::string& problem) {
  if (state_ == State::kEnded) return;
  state_ = State::kEnded;
  tcp_.close();
  ended_(ending, problem);
}

SseStream::SseStream(asio::io_context& context, const SsePlan& plan, SseResult& result)
    : exchange_(std::make_unique<Exchange>(context, plan, result)) {}
SseStream::~SseStream() = default;
void SseStream::open(const load::Address& address, std::function<void()> answered, Ended ended) {
  exchange_->open(address, std::move(answered), std::move(ended));
}
void SseStream::check(Instant now) {
  exchange_->check(now);
}
void SseStream::measure(const load::Window& window) {
  exchange_->measure(window);
}
void SseStream::stop() {
  exchange_->stop();
}
void SseStream::leave() {
  exchange_->leave();
}
const SseTracker& SseStream::tracker() const {
  return exchange_->tracker();
}

}  // namespace harness::stream
