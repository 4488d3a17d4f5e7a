#include "harness/verify/contract.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "harness/verify/declared_limits.hpp"
#include "harness/verify/idle_connection.hpp"
#include "harness/verify/long_down.hpp"
#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

std::vector<Rule> joined(const std::vector<std::vector<Rule>>& groups) {
  std::vector<Rule> rules;
  for (const auto& group : groups) rules.insert(rules.end(), group.begin(), group.end());
  return rules;
}

/// With the one that counts requests: behind these a request is under way that none of them has sent.
std::vector<Rule> first_rules() {
  return joined({body_rules(), identity_rules()});
}

std::vector<Rule> further_rules() {
  return joined({compute_rules(), echo_rules(), upload_rules(), down_rules(), error_rules(), header_rules(),
                 framing_rules(), sse_rules(), stream_rules(), file_rules(), lines_rules(),
                 websocket_echo_rules(), websocket_room_rules(), websocket_game_rules()});
}

Check to_check(const char* name, Finding finding) {
  const Outcome outcome = finding.unknown  ? Outcome::kNotApplicable
                          : finding.passed ? Outcome::kPass
                                           : Outcome::kFail;
  return {name, outcome, std::move(finding.detail)};
}

/// Why it is not asked; nothing when it is.
std::optional<Check> not_asked(const Rule& rule, const Probe& probe) {
  for (const char* endpoint : rule.needs) {
    if (probe.declares(endpoint)) continue;
    return Check{rule.name, Outcome::kNotApplicable,
                 fmt::format("the manifest does not declare {}", endpoint)};
  }
  if (rule.leaves_traces && !probe.may_leave_traces())
    return Check{rule.name, Outcome::kNotApplicable, "asked by harness verify, not before a measurement"};
  if (probe.out_of_time())
    return Check{rule.name, Outcome::kFail, "not run: the server was too slow in the checks before"};
  return std::nullopt;
}

Check apply(const Rule& rule, Probe& probe) {
  if (auto check = not_asked(rule, probe)) return *std::move(check);
  probe.begin_check();
  const Instant begun = SteadyClock{}.now();
  Check check;
  try {
    check = to_check(rule.name, rule.check(probe));
  } catch (const std::exception& error) {
    check = {rule.name, Outcome::kFail, fmt::format("the check itself failed: {}", error.what())};
  }
  check.took = SteadyClock{}.now() - begun;
  return check;
}

/// Asks now, and waits for the answer in a thread of its own.
std::future<Check> give_up_check(const Probe& probe) {
  const Rule rule{"down-gives-up-504", {"/down"}, nullptr, true};
  auto check = not_asked(rule, probe);
  return std::async(check ? std::launch::deferred : std::launch::async,
                    [check, name = rule.name, subject = probe.subject()] {
                      return check ? *check : to_check(name, gives_up_on_down(subject));
                    });
}

// A new seed each time: a server must not be able to learn the questions. What failed is in the detail.
std::uint64_t new_seed() {
  return static_cast<std::uint64_t>(SteadyClock{}.now().since_start.count());
}

Examination examine_with(const Subject& subject, const workload::Stack& stack, Nanoseconds idle,
                         bool may_leave_traces) {
  auto lonely = std::make_shared<IdleConnection>(subject);
  auto probe = std::make_shared<Probe>(subject, stack, new_seed(), may_leave_traces);
  Examination examination;
  for (const Rule& rule : first_rules()) examination.checks.push_back(apply(rule, *probe));
  auto gives_up = give_up_check(*probe);
  for (const Rule& rule : further_rules()) examination.checks.push_back(apply(rule, *probe));
  examination.checks = with_declared_limits(std::move(examination.checks), stack);
  // Only now, so that what it asks is not counted in stats-counts. The Date's first: by then the clock has
  // moved on by itself.
  examination.last =
      std::async(std::launch::async, [probe, lonely, idle, gives_up = std::move(gives_up)]() mutable {
        std::vector<Check> last;
        for (const Rule& rule : date_rules()) last.push_back(apply(rule, *probe));
        last.push_back(gives_up.get());
        last.push_back(to_check("keep-alive-idle", lonely->use_again_after(idle)));
        return with_declared_limits(std::move(last), probe->stack());
      });
  return examination;
}

}  // namespace

Examination examine(const Subject& subject, const workload::Stack& stack, Nanoseconds idle) {
  return examine_with(subject, stack, idle, true);
}

std::vector<Check> Examination::all() {
  std::ranges::move(last.get(), std::back_inserter(checks));
  return std::move(checks);
}

std::vector<Check> check_contract(const Subject& subject, const workload::Stack& stack) {
  return examine_with(subject, stack, Nanoseconds(0), false).all();
}

std::vector<Check> check_workers(const Subject& subject, const workload::Stack& stack) {
  Probe probe(subject, stack, new_seed(), false);
  std::vector<Check> checks;
  for (const Rule& rule : identity_rules()) checks.push_back(apply(rule, probe));
  return with_declared_limits(std::move(checks), stack);
}

}  // namespace harness::verify
