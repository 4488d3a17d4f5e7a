#include "harness/verify/contract.hpp"

#include <exception>
#include <memory>
#include <utility>

#include "harness/verify/declared_limits.hpp"
#include "harness/verify/idle_connection.hpp"
#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

/// The Date's last: by then the clock has moved on by itself.
std::vector<Rule> all_rules() {
  std::vector<Rule> rules;
  for (const auto& group : {body_rules(), compute_rules(), echo_rules(), upload_rules(), error_rules(),
                            header_rules(), framing_rules(), websocket_echo_rules(), websocket_room_rules(),
                            websocket_game_rules(), identity_rules(), date_rules()}) {
    rules.insert(rules.end(), group.begin(), group.end());
  }
  return rules;
}

Check to_check(const char* name, Finding finding) {
  return {name, finding.passed ? Outcome::kPass : Outcome::kFail, std::move(finding.detail)};
}

Check apply(const Rule& rule, Probe& probe) {
  for (const char* endpoint : rule.needs) {
    if (probe.declares(endpoint)) continue;
    return {rule.name, Outcome::kNotApplicable, fmt::format("the manifest does not declare {}", endpoint)};
  }
  if (rule.leaves_traces && !probe.may_leave_traces())
    return {rule.name, Outcome::kNotApplicable, "asked by harness verify, not before a measurement"};
  if (probe.out_of_time())
    return {rule.name, Outcome::kFail, "not run: the server was too slow in the checks before"};
  probe.begin_check();
  try {
    return to_check(rule.name, rule.check(probe));
  } catch (const std::exception& error) {
    return {rule.name, Outcome::kFail, fmt::format("the check itself failed: {}", error.what())};
  }
}

Examination examine_with(const Subject& subject, const workload::Stack& stack, Nanoseconds idle,
                         bool may_leave_traces) {
  auto lonely = std::make_shared<IdleConnection>(subject);
  // A new seed each time: a server must not be able to learn the questions. What failed is in the detail.
  const auto seed = static_cast<std::uint64_t>(SteadyClock{}.now().since_start.count());
  Probe probe(subject, stack, seed, may_leave_traces);
  Examination examination;
  for (const Rule& rule : all_rules()) examination.checks.push_back(apply(rule, probe));
  examination.checks = with_declared_limits(std::move(examination.checks), stack);
  // Only now, so that what it asks is not counted in stats-counts.
  examination.last = std::async(std::launch::async, [lonely, idle] {
    return to_check("keep-alive-idle", lonely->use_again_after(idle));
  });
  return examination;
}

}  // namespace

Examination examine(const Subject& subject, const workload::Stack& stack, Nanoseconds idle) {
  return examine_with(subject, stack, idle, true);
}

std::vector<Check> Examination::all() {
  checks.push_back(last.get());
  return std::move(checks);
}

std::vector<Check> check_contract(const Subject& subject, const workload::Stack& stack) {
  return examine_with(subject, stack, Nanoseconds(0), false).all();
}

}  // namespace harness::verify
