#include <algorithm>
#include <deque>
#include <filesystem>
#include <iterator>
#include <optional>

#include "harness/base/clock.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/given_runtimes.hpp"
#include "harness/cli/log_folder.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/cli/verify_output.hpp"
#include "harness/experiment/downstream.hpp"
#include "harness/experiment/inspection.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/process/signals.hpp"
#include "harness/verify/fairness.hpp"

namespace harness::cli {
namespace {

// Longer than what some servers allow by default, as uvicorn's 5 s.
constexpr auto kIdle = seconds(10);

/// A stack that has been examined but for the connection that has to be idle for a while: its server waits
/// and takes no CPU time, so the next one may be examined meanwhile.
struct Visit {
  Verified verified;
  // In this order: the server goes first when a visit is given up, and its end ends the wait.
  std::optional<verify::Examination> examination;
  std::optional<process::Server> server;
  [[nodiscard]] bool waits(Nanoseconds patience) const {
    return examination && examination->last.wait_for(patience) != std::future_status::ready;
  }
};

/// `starts`: so often it is only started and stopped.
Visit begin_visit(const experiment::Arm& arm, const LogFolder& logs, int starts) {
  Visit visit;
  const Instant began = SteadyClock{}.now();
  visit.verified.stack = arm.name();
  visit.verified.tier = arm.stack->tier;
  if (arm.absent) {
    visit.verified.not_testable = arm.stack->not_testable_here.has_value();
    visit.verified.absent = !visit.verified.not_testable;
    visit.verified.launch_problem = "absent: " + *arm.absent;
    return visit;
  }
  const auto log = [&](const char* stream) {
    return logs.path() / fmt::format("{}.{}", arm.file_name(), stream);
  };
  const experiment::LaunchPlace place{machine::default_split().server, 0, log("stdout"), log("stderr")};
  if (starts > 0) {
    visit.verified.checks.push_back(experiment::survives_starts(arm, place, starts));
    visit.verified.took = SteadyClock{}.now() - began;
    return visit;
  }
  auto server = experiment::launch(arm, place);
  if (!server) {
    visit.verified.launch_problem = server.error().message;
    return visit;
  }
  visit.server = *std::move(server);
  const auto subject = experiment::subject_of(*visit.server, *arm.stack);
  visit.examination = verify::examine(subject, *arm.stack, kIdle);
  std::ranges::move(verify::check_fairness(subject, *arm.stack),
                    std::back_inserter(visit.examination->checks));
  visit.verified.took = SteadyClock{}.now() - began;
  return visit;
}

Verified end_visit(Visit& visit) {
  auto& [verified, examination, server] = visit;
  if (server) {
    verified.checks = examination->all();
    const Instant waited = SteadyClock{}.now();
    verified.checks.push_back(experiment::log_silent(*server));
    verified.checks.push_back(experiment::stops_cleanly(*server));
    verified.took += SteadyClock{}.now() - waited;
  }
  return std::move(verified);
}

/// Of the servers.
std::vector<std::string> all_ids(const workload::Catalog& catalog) {
  std::vector<std::string> ids;
  for (const workload::Stack& stack : catalog.stacks) {
    if (stack.jobs.empty()) ids.push_back(stack.id);
  }
  return ids;
}

/// Visits in the order they began, each ended as soon as those before it are.
class Tour {
 public:
  explicit Tour(bool print) : print_(print) {}
  void add(Visit visit) {
    open_.push_back(std::move(visit));
    while (!open_.empty() && !open_.front().waits(Nanoseconds(0))) end_first();
  }
  /// False when the user would not wait for it.
  [[nodiscard]] bool end() {
    while (!open_.empty()) {
      if (process::StopRequest::requested()) return false;
      if (!open_.front().waits(milliseconds(100))) end_first();
    }
    return true;
  }
  [[nodiscard]] const std::vector<Verified>& verified() const { return verified_; }

 private:
  void end_first() {
    verified_.push_back(end_visit(open_.front()));
    open_.pop_front();
    if (print_) print_checks(verified_.back());
  }

  bool print_;
  std::deque<Visit> open_;
  std::vector<Verified> verified_;
};

Result<int> verify_all(const VerifyOptions& options) {
  const auto project = find_project();
  if (!project) return tl::unexpected(project.error());
  const auto loaded = load_project_catalog(*project, options.stacks, options.runtimes);
  if (!loaded) return tl::unexpected(loaded.error());
  const bool chosen = !loaded->stack_ids.empty();
  const auto ids = with_given_arms(chosen ? loaded->stack_ids : all_ids(loaded->catalog), options.runtimes,
                                   loaded->catalog);

  const process::StopRequest stop_request;
  const LogFolder logs;
  const bool text = options.format == "text";
  const Instant began = SteadyClock{}.now();
  Tour tour(text);
  for (const std::string& id : ids) {
    if (process::StopRequest::requested()) return kStopped;
    const auto stack = workload::stack_named(loaded->catalog, id);
    if (!stack) return tl::unexpected(stack.error().within("--stacks"));
    if (!(*stack)->jobs.empty()) {
      return usage_error(
          "--stacks: '{}' runs jobs, it is no server: harness run --suite cpu holds each of its jobs to "
          "the line of kernels.toml",
          id);
    }
    auto arm = experiment::arm_of(loaded->catalog, **stack);
    if (!arm) return tl::unexpected(arm.error());
    arm->watches_loop = true;  // or what it would say of it could not be checked
    fmt::print(stderr, "verifying {} …\n", id);
    tour.add(begin_visit(*arm, logs, options.starts));
  }
  if (!tour.end()) return kStopped;
  const auto& all = tour.verified();
  text ? print_summary(all, SteadyClock{}.now() - began) : print_json(all);
  const auto failures = std::ranges::count_if(
      all, [chosen](const Verified& each) { return !each.passed() && (chosen || !each.absent); });
  if (failures > 0) {
    fmt::print(stderr, "{} of {} stacks do not {}\n", failures, ids.size(),
               options.starts > 0 ? "survive being started and stopped" : "keep the contract");
  }
  const bool nobody_ran = std::ranges::all_of(all, &Verified::absent);
  return failures > 0 || nobody_ran ? kEnvironmentUnfit : kDone;
}

}  // namespace

int verify_command(const VerifyOptions& options) {
  if (options.mutations) return mutations_command(options);
  const auto code = verify_all(options);
  return code ? *code : report_error(code.error());
}

}  // namespace harness::cli
