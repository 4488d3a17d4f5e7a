#include "harness/stream/sse_load.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "harness/stream/message_thread.hpp"
#include "harness/stream/sse_stream.hpp"
#include "harness/stream/window_cpu.hpp"

namespace harness::stream {
namespace {

/// More would overflow a listen backlog and be measured as the kernel's retransmission timer.
constexpr std::size_t kOpeningAtOnce = 64;

/// After the window, so that whoever watches finds the streams still open.
constexpr Nanoseconds kLinger = milliseconds(30);
constexpr Nanoseconds kLongestNap = milliseconds(20);
constexpr Nanoseconds kSoon = microseconds(200);

load::Window window_of(const SsePlan& plan, Instant load_starts) {
  load::Window window;
  window.opens = load_starts + (plan.stay ? plan.stay->lead_in : Nanoseconds(0));
  window.closes = window.opens + (plan.stay ? plan.stay->duration : plan.cadence.due(plan.cadence.events));
  window.drain_end = window.closes + (plan.stay ? std::min(plan.timeout, plan.stay->drain) : Nanoseconds(0));
  return window;
}

class SseSession {
 public:
  SseSession(const SsePlan& plan, const load::Address& address) : plan_(plan), address_(address) {
    for (int i = 0; i < plan.streams; ++i)
      streams_.push_back(std::make_unique<SseStream>(context_, plan, result_));
  }

  Result<SseResult> run() {
    begun_ = clock_.now();
    if (plan_.stay) begin_stay();
    load_starts_ns.store(begun_.since_start.count());
    open_more();
    pulse();
    context_.run();
    result_.length = clock_.now() - begun_;
    result_.client_cpu = cpu_of_this_thread();
    for (std::size_t i = tried_; i < streams_.size(); ++i)
      keep_books(streams_[i]->tracker(), SseEnding::kConnectFailed);
    if (result_.head.count() == 0 && !stop) {
      return environment_error("http://{}:{}{}: no stream was answered: {}", plan_.host, plan_.port,
                               plan_.target, result_.first_problem);
    }
    if (plan_.stay) describe_stay();
    result_.interrupted = stop;
    return std::move(result_);
  }

  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> load_starts_ns = 0;
  Published published;

 private:
  void begin_stay() {
    window_ = window_of(plan_, begun_);
    moments_ = opening_moments(plan_);
    cpu_.emplace();
    result_.stay.emplace();
    for (const auto& stream : streams_) stream->measure(window_);
  }

  [[nodiscard]] bool may_open(std::size_t stream) const {
    return !plan_.stay || clock_.now() >= begun_ + moments_[stream];
  }

  void open_more() {
    while (!stop && !leaving_ && tried_ < streams_.size() && opening_ < kOpeningAtOnce && may_open(tried_)) {
      const std::size_t i = tried_++;
      ++opening_;
      ++running_;
      ++result_.streams.tried;
      const auto is_opening = std::make_shared<bool>(true);
      const auto no_longer = [this, is_opening] { opening_ -= std::exchange(*is_opening, false) ? 1U : 0U; };
      streams_[i]->open(
          address_,
          [this, no_longer] {
            no_longer();
            open_more();
          },
          [this, no_longer, i](SseEnding ending, const std::string& problem) {
            no_longer();
            ended(*streams_[i], ending, problem);
          });
    }
  }

  void keep_books(const SseTracker& tracker, SseEnding ending) {
    result_.ledger.merge(tracker.ledger(ending));
    if (!plan_.stay) return;
    result_.stay->ledger.merge(tracker.ledger_of_window(ending));
    result_.stay->early += tracker.early();
    result_.stay->bytes_in += tracker.bytes_in_window();
  }

  void ended(const SseStream& stream, SseEnding ending, const std::string& problem) {
    --running_;
    const SseTracker& tracker = stream.tracker();
    result_.streams.add(ending);
    result_.counts.merge(tracker.counts());
    keep_books(tracker, ending);
    for (const std::string& text : {tracker.first_problem(), problem}) {
      if (result_.first_problem.empty()) result_.first_problem = text;
    }
    open_more();
    if (is_over()) context_.stop();
  }

  [[nodiscard]] bool is_over() const {
    return running_ == 0 && (tried_ == streams_.size() || stop || leaving_);
  }

  void pulse() {
    const Instant now = clock_.now();
    if (plan_.stay) {
      cpu_->sample(now, window_);
      open_more();
    }
    if (now >= next_look_ || stop) look(now);
    if (is_over()) return;
    timer_.expires_at(std::chrono::steady_clock::time_point(next_pulse(now).since_start));
    timer_.async_wait([this](const boost::system::error_code& failure) {
      if (!failure) pulse();
    });
  }

  void look(Instant now) {
    next_look_ = now + std::clamp<Nanoseconds>(plan_.timeout / 20, milliseconds(1), kLongestNap);
    std::uint64_t events = 0;
    for (std::size_t i = 0; i < tried_; ++i) {
      stop ? streams_[i]->stop() : streams_[i]->check(now);
      events += streams_[i]->tracker().counts().received;
    }
    published.publish({events, result_.ledger.failed(), running_});
    if (plan_.stay && now >= window_.closes + kLinger && (all_came() || now >= window_.drain_end)) leave();
  }

  /// What is lost for certain is not waited for.
  [[nodiscard]] bool all_came() const {
    return std::all_of(streams_.begin(), streams_.end(), [](const auto& stream) {
      return stream->tracker().ledger_of_window(SseEnding::kLeft).in_flight_at_end == 0;
    });
  }

  void leave() {
    leaving_ = true;
    for (std::size_t i = 0; i < tried_; ++i) streams_[i]->leave();
  }

  [[nodiscard]] Instant next_pulse(Instant now) const {
    Instant next = next_look_;
    if (!plan_.stay) return next;
    // Not at once again: a moment may have passed while too many streams were being opened.
    if (tried_ < streams_.size()) next = std::min(next, std::max(begun_ + moments_[tried_], now + kSoon));
    for (const Instant edge : {window_.opens, window_.closes}) {
      if (edge > now) next = std::min(next, edge);
    }
    return next;
  }

  void describe_stay() {
    result_.stay->window = window_.length();
    const auto spent = cpu_->spent();
    if (!spent) return;
    result_.stay->client_cpu = spent->cpu;
    result_.stay->client_busy_share = spent->busy_share;
    result_.stay->client_in_line_share = spent->in_line_share;
  }

  const SsePlan& plan_;
  const load::Address& address_;
  SteadyClock clock_;
  boost::asio::io_context context_{1};
  boost::asio::steady_timer timer_{context_};
  SseResult result_;
  std::vector<std::unique_ptr<SseStream>> streams_;
  std::size_t tried_ = 0;
  std::size_t opening_ = 0;
  std::size_t running_ = 0;
  Instant begun_;
  Instant next_look_;
  // Of a stay:
  load::Window window_;
  std::vector<Nanoseconds> moments_;
  std::optional<WindowCpu> cpu_;
  bool leaving_ = false;
};

}  // namespace

Result<SseResult> run(const SsePlan& plan, load::Observer& observer) {
  if (auto valid = validate(plan); !valid) return tl::unexpected(valid.error());
  const auto address = load::resolve(plan.host, plan.port);
  if (!address) return tl::unexpected(address.error());
  SseSession session(plan, *address);
  return run_watched(session, plan.cpu, observer, [&](Instant starts) { return window_of(plan, starts); });
}

Result<SseResult> run(const SsePlan& plan) {
  load::Observer nobody;
  return run(plan, nobody);
}

}  // namespace harness::stream
