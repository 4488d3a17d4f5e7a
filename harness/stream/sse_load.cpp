#include "harness/stream/sse_load.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "harness/stream/message_thread.hpp"
#include "harness/stream/sse_stream.hpp"

namespace harness::stream {
namespace {

/// More would overflow a listen backlog and be measured as the kernel's retransmission timer.
constexpr std::size_t kOpeningAtOnce = 64;

class SseSession {
 public:
  SseSession(const SsePlan& plan, const load::Address& address) : plan_(plan), address_(address) {
    for (int i = 0; i < plan.streams; ++i)
      streams_.push_back(std::make_unique<SseStream>(context_, plan, result_));
  }

  Result<SseResult> run() {
    const Instant begun = clock_.now();
    load_starts_ns.store(begun.since_start.count());
    open_more();
    pulse();
    context_.run();
    result_.length = clock_.now() - begun;
    result_.client_cpu = cpu_of_this_thread();
    for (std::size_t i = tried_; i < streams_.size(); ++i)
      result_.ledger.merge(streams_[i]->tracker().ledger(SseEnding::kConnectFailed));
    if (result_.head.count() == 0 && !stop) {
      return environment_error("http://{}:{}{}: no stream was answered: {}", plan_.host, plan_.port,
                               plan_.target, result_.first_problem);
    }
    result_.interrupted = stop;
    return std::move(result_);
  }

  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> load_starts_ns = 0;
  Published published;

 private:
  void open_more() {
    while (!stop && tried_ < streams_.size() && opening_ < kOpeningAtOnce) {
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

  void ended(const SseStream& stream, SseEnding ending, const std::string& problem) {
    --running_;
    const SseTracker& tracker = stream.tracker();
    result_.streams.add(ending);
    result_.counts.merge(tracker.counts());
    result_.ledger.merge(tracker.ledger(ending));
    for (const std::string& text : {tracker.first_problem(), problem}) {
      if (result_.first_problem.empty()) result_.first_problem = text;
    }
    open_more();
    if (running_ == 0) context_.stop();
  }

  void pulse() {
    const Instant now = clock_.now();
    std::uint64_t events = 0;
    for (std::size_t i = 0; i < tried_; ++i) {
      stop ? streams_[i]->stop() : streams_[i]->check(now);
      events += streams_[i]->tracker().counts().received;
    }
    published.publish({events, result_.ledger.failed(), running_});
    if (running_ == 0) return;
    timer_.expires_after(std::clamp<Nanoseconds>(plan_.timeout / 20, milliseconds(1), milliseconds(20)));
    timer_.async_wait([this](const boost::system::error_code& failure) {
      if (!failure) pulse();
    });
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
};

}  // namespace

Result<SseResult> run(const SsePlan& plan, load::Observer& observer) {
  if (auto valid = validate(plan); !valid) return tl::unexpected(valid.error());
  const auto address = load::resolve(plan.host, plan.port);
  if (!address) return tl::unexpected(address.error());
  SseSession session(plan, *address);
  return run_watched(session, plan.cpu, observer, [&](Instant starts) {
    load::Window window;
    window.opens = starts;
    window.closes = starts + plan.cadence.due(plan.cadence.events);
    return window;
  });
}

Result<SseResult> run(const SsePlan& plan) {
  load::Observer nobody;
  return run(plan, nobody);
}

}  // namespace harness::stream
