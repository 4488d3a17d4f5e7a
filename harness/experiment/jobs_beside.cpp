#include "harness/experiment/jobs_beside.hpp"

#include <algorithm>
#include <cmath>

#include "workloads/native/reference/contract_cpu.hpp"
#include <fmt/format.h>
#include <time.h>

#include "harness/experiment/fairness.hpp"
#include "harness/process/signals.hpp"

namespace harness::experiment {
namespace {

constexpr int kTimesAlone = 3;
constexpr int kRounds = 40;  // twice as many as it takes to double from 1 to the largest n there is
constexpr double kNearEnough = 0.1;

Nanoseconds median(std::vector<Nanoseconds> times) {
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  return *middle;
}

double off_by(Nanoseconds took, Nanoseconds wanted) {
  return std::abs(to_seconds(took) / to_seconds(wanted) - 1);
}

}  // namespace

std::vector<Nanoseconds> moments_of(const workload::Interference& jobs, Nanoseconds window) {
  const Nanoseconds period = jobs.period();
  const std::int64_t count = window / period;
  const Nanoseconds first = (window - (count - 1) * period - jobs.job) / 2;
  std::vector<Nanoseconds> moments;
  for (std::int64_t i = 0; i < count; ++i) moments.push_back(first + i * period);
  return moments;
}

int next_size(int n, Nanoseconds took, Nanoseconds wanted, Sizes sizes) {
  const double factor = std::min(2.0, to_seconds(wanted) / std::max(to_seconds(took), 1e-9));
  const double next = std::min(std::ceil(factor * n), static_cast<double>(sizes.largest));
  return std::max(static_cast<int>(next), sizes.smallest);
}

JobsBeside::JobsBeside(std::uint16_t port, const workload::Interference& jobs, Nanoseconds window,
                       Nanoseconds patience)
    : jobs_(jobs), window_(window), client_(port, patience) {}

JobsBeside::~JobsBeside() {
  end();
}

std::string JobsBeside::target_of(int n) const {
  return fmt::format("{}?n={}", jobs_.target, n);
}

Result<Nanoseconds> JobsBeside::ask_alone(int n, int times) {
  std::vector<Nanoseconds> took;
  for (int i = 0; i < times; ++i) {
    const auto answer = client_.get(target_of(n));
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 200)
      return environment_error("{} is answered with status {}", target_of(n), answer->status);
    took.push_back(answer->took);
  }
  return median(std::move(took));
}

Result<void> JobsBeside::size() {
  const kernels::Kernel* kernel = contract::kernel_of_path(jobs_.target);
  if (!kernel) return usage_error("{}: there is no such kernel in C++", jobs_.target);
  int n = kernel->smallest;
  for (int round = 1;; ++round) {
    auto took = ask_alone(n, 1);
    // That it is far too short is plain to see; that it is too long may be the machine's doing.
    if (took && 2 * *took > jobs_.job) took = ask_alone(n, kTimesAlone);
    if (!took) return tl::unexpected(took.error());
    const int next = next_size(n, *took, jobs_.job, {kernel->smallest, kernel->largest});
    const bool near_enough = off_by(*took, jobs_.job) <= kNearEnough;
    if (near_enough || next == n || round == kRounds) return settle_on(n, *took);
    n = next;
  }
}

Result<void> JobsBeside::settle_on(int n, Nanoseconds took) {
  target_ = target_of(n);
  alone_ = took;
  auto expectation = load::contract_expectation(target_);
  if (!expectation) return tl::unexpected(expectation.error());
  expectation_ = *std::move(expectation);
  return {};
}

Result<void> JobsBeside::warm_up(Nanoseconds enough) {
  const SteadyClock clock;
  const Instant until = clock.now() + enough;
  do {
    if (auto sized = size(); !sized) return sized;
  } while (clock.now() < until && !process::StopRequest::requested());
  return {};
}

void JobsBeside::begin() {
  HARNESS_ASSERT(!thread_.joinable() && expectation_);
  thread_ = std::thread([this, opened = SteadyClock().now()] { run(opened); });
}

void JobsBeside::end() {
  ending_ = true;
  if (thread_.joinable()) thread_.join();
}

bool JobsBeside::wait_until(Instant due) const {
  constexpr Nanoseconds kLook = milliseconds(10);
  const SteadyClock clock;
  for (Instant now = clock.now(); now < due; now = clock.now()) {
    if (ending_) return false;
    const Nanoseconds nap = std::min(due - now, kLook);
    const timespec t{0, nap.count()};
    ::nanosleep(&t, nullptr);
  }
  return true;
}

void JobsBeside::run(Instant opened) {
  for (const Nanoseconds moment : moments_of(jobs_, window_)) {
    ++ledger_.scheduled;
    if (wait_until(opened + moment)) {
      ask();
    } else {
      ++ledger_.never_dispatched;
    }
  }
}

void JobsBeside::ask() {
  const auto answer = client_.get(target_);
  if (!answer) {
    ledger_.resolve(load::Outcome::kResetBeforeByte);
    if (first_problem_.empty()) first_problem_ = answer.error().message;
    return;
  }
  took_.push_back(answer->took);
  const auto outcome = expectation_->check(answer->status, answer->body, answer->body.size(), 0);
  ledger_.resolve(outcome);
  if (outcome != load::Outcome::kOk && first_problem_.empty())
    first_problem_ = expectation_->explain(answer->status, answer->body, answer->body.size());
}

std::string JobsBeside::what_is_wrong() const {
  if (off_by(alone_, jobs_.job) > kJobTolerance)
    return fmt::format("a job beside took {} alone instead of {}", human(alone_), human(jobs_.job));
  if (ledger_.ok != ledger_.scheduled || ledger_.scheduled == 0) {
    return fmt::format("{} of {} jobs beside have no right answer{}{}", ledger_.scheduled - ledger_.ok,
                       ledger_.scheduled, first_problem_.empty() ? "" : ": ", first_problem_);
  }
  return {};
}

void JobsBeside::describe(results::SliceRow& row) const {
  row.beside_target = target_;
  row.beside_alone_us = to_microseconds(alone_);
  if (!took_.empty()) row.beside_job_us = to_microseconds(median(took_));
  row.beside_jobs = ledger_.scheduled;
  row.beside_failed = ledger_.scheduled - ledger_.ok;
  const std::string wrong = what_is_wrong();
  row.gate_beside = wrong.empty() ? results::Gate::kPass : results::Gate::kFail;
  if (!wrong.empty()) refuse(row, "JOBS_BESIDE", wrong);
}

}  // namespace harness::experiment
