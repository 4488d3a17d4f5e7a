#include "harness/load/session.hpp"

#include <algorithm>
#include <ctime>

#include "harness/load/crew.hpp"
#include "harness/stats/fairness.hpp"

namespace harness::load {
namespace {

constexpr Nanoseconds kPollInterval = milliseconds(50);
/// How long before it comes a moment is announced, so that workers that sleep learn of it in time. One that
/// is held up longer still counts right, see Worker::tick.
constexpr Nanoseconds kNotice = milliseconds(20);
/// In turns that is time in which nobody is measured, so it is no longer than the workers' naps take
/// (Worker::next_moment) and a scheduler that is a little late.
constexpr Nanoseconds kShortNotice = milliseconds(2);
constexpr Nanoseconds kStep = milliseconds(1);

void do_nothing() {}

/// Sleeps until `until`, and does `poll` now and then; false when the observer asked to stop first.
template <typename Poll>
bool sleep_until(Instant until, Observer& observer, Poll poll) {
  const SteadyClock clock;
  for (Instant now = clock.now(); now < until; now = clock.now()) {
    if (observer.stop_requested()) return false;
    poll();
    const Nanoseconds nap = std::min(until - now, kPollInterval);
    const timespec t{nap.count() / 1'000'000'000, nap.count() % 1'000'000'000};
    ::nanosleep(&t, nullptr);
  }
  return !observer.stop_requested();
}

/// Polls until `reached`, at most until `limit`; false when asked to stop.
template <typename Condition>
bool wait_for(Condition reached, Instant limit, Observer& observer) {
  const SteadyClock clock;
  bool undisturbed = !observer.stop_requested();
  while (undisturbed && !reached() && clock.now() < limit)
    undisturbed = sleep_until(clock.now() + kStep, observer, do_nothing);
  return undisturbed;
}

struct Course {
  Instant load_starts;
  Window window;
};

/// Greets, starts the load, waits until it is what it is going to be, and says when the window opens.
Course lead_in(const LoadPlan& plan, Nanoseconds notice, Crew& crew, Observer& observer) {
  const SteadyClock clock;
  wait_for([&] { return crew.all_greeted(); }, clock.now() + plan.lead_in_limit, observer);
  Course course;
  course.load_starts = clock.now() + notice;
  crew.start_load(course.load_starts);
  const Nanoseconds lead_in = plan.schedule ? std::max(plan.lead_in, plan.schedule->ramp) : plan.lead_in;
  sleep_until(course.load_starts + lead_in - notice, observer, do_nothing);
  // In an open loop the schedule decides how many connections are needed.
  if (!plan.schedule) {
    wait_for([&] { return crew.all_loaded(); }, course.load_starts + lead_in + plan.lead_in_limit, observer);
  }
  course.window.opens = std::max(course.load_starts + lead_in, clock.now() + notice);
  course.window.closes = course.window.opens + plan.duration;
  course.window.drain_end = course.window.closes + std::min(plan.timeout, plan.drain);
  crew.announce(course.window);
  return course;
}

/// What the turns so far were.
struct Account {
  std::vector<Window> windows;
  Nanoseconds lead_in{0};  ///< of all of them
  bool interrupted = false;
};

LoadResult summarise(const LoadPlan& plan, const Crew& crew, const Account& account) {
  LoadResult result;
  Recorder merged(plan.schedule.has_value(), plan.interval);
  for (const Window& window : account.windows) {
    merged.measure(window);
    result.window += window.length();
  }
  std::vector<std::uint32_t> answers;
  for (const auto& worker : crew.workers()) {
    merged.merge(worker->recorder());
    worker->add_answers(answers);
    result.new_connections += worker->new_connections();
    const WorkerCpu& cpu = worker->cpu();
    result.client_cpu += cpu.used;
    result.spin_margin = std::max(result.spin_margin, worker->spin_margin());
    if (cpu.wall.count() > 0) {
      result.client_busy_share =
          std::max(result.client_busy_share,
                   static_cast<double>(cpu.used.count()) / static_cast<double>(cpu.wall.count()));
      if (cpu.in_line) {
        result.client_in_line_share =
            std::max(result.client_in_line_share.value_or(0),
                     static_cast<double>(cpu.in_line->count()) / static_cast<double>(cpu.wall.count()));
      }
    }
  }
  result.ledger = merged.ledger();
  result.service = merged.service();
  result.open_loop = merged.open_loop();
  result.failures = merged.failures();
  result.connect = merged.connect();
  result.wire = merged.wire();
  result.tail = merged.tail();
  result.series = merged.series();
  result.jain_index = stats::jain_index(answers);
  result.connections_without_response =
      static_cast<std::uint64_t>(std::count(answers.begin(), answers.end(), 0U));
  result.waited_for_connection = merged.waited_for_connection();
  result.throughput_rps = merged.throughput_rps();
  result.answered_mean_ns = merged.answered_mean_ns();
  result.mean_in_flight = merged.mean_in_flight();
  result.sent_in_all = merged.sent_in_all();
  result.not_ok_in_all = merged.not_ok_in_all();
  result.bytes_in = merged.bytes_in();
  result.bytes_out = merged.bytes_out();
  result.failures_outside_window = merged.failures_outside_window();
  result.first_problem = merged.first_problem();
  if (!account.windows.empty()) {
    result.window_opened = account.windows.front().opens;
    result.lead_in = account.lead_in / static_cast<std::int64_t>(account.windows.size());
    result.turns = account.windows.size();
  }
  result.interrupted = account.interrupted;
  return result;
}

Result<std::vector<http::RequestTemplate>> templates_of(const std::vector<Ask>& asks) {
  std::vector<http::RequestTemplate> requests;
  for (const Ask& ask : asks) {
    auto request = http::make_template(ask.request);
    if (!request) return tl::unexpected(request.error());
    requests.push_back(*std::move(request));
  }
  return requests;
}

}  // namespace

struct Session::State {
  State(LoadPlan load, Address where, const std::vector<http::RequestTemplate>& requests)
      : plan(std::move(load)), address(where), crew(plan, address, requests) {}

  const LoadPlan plan;
  const Address address;
  Crew crew;
  Account account;
};

Result<Session> Session::open(LoadPlan plan) {
  if (auto valid = validate(plan); !valid) return tl::unexpected(valid.error());
  const auto address = resolve(plan.host, plan.port);
  if (!address) return tl::unexpected(address.error());
  const auto requests = templates_of(plan.asks);
  if (!requests) return tl::unexpected(requests.error());
  auto state = std::make_unique<State>(std::move(plan), *address, *requests);
  if (auto connected = state->crew.connect(); !connected) return tl::unexpected(connected.error());
  return Session(std::move(state));
}

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Result<void> Session::turn(Observer& observer) {
  const LoadPlan& plan = state_->plan;
  Crew& crew = state_->crew;
  Account& account = state_->account;
  const bool first = account.windows.empty();
  if (!first && plan.schedule) return usage_error("an open loop is one turn: its schedule knows no pauses");
  if (!first && plan.interval.count() > 0) return usage_error("a series is about one turn: leave it out");

  crew.begin_turn();
  const auto [load_starts, window] = lead_in(plan, first ? kNotice : kShortNotice, crew, observer);
  account.windows.push_back(window);
  account.lead_in += window.opens - load_starts;
  bool undisturbed = sleep_until(window.opens, observer, do_nothing);
  if (undisturbed) observer.window_opened();
  undisturbed =
      undisturbed && sleep_until(window.closes, observer, [&] { observer.progress(crew.progress()); });
  if (undisturbed) observer.window_closed();
  if (!undisturbed) crew.stop();
  account.interrupted = account.interrupted || !undisturbed;
  auto ended = crew.end_turn();
  observer.drained();
  return ended;
}

LoadResult Session::finish() const {
  return summarise(state_->plan, state_->crew, state_->account);
}

}  // namespace harness::load
