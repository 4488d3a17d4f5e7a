#include "harness/verify/contract.hpp"

#include <exception>

#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

std::vector<Rule> all_rules() {
  std::vector<Rule> rules;
  for (const auto& group :
       {body_rules(), echo_rules(), error_rules(), header_rules(), framing_rules(), identity_rules()}) {
    rules.insert(rules.end(), group.begin(), group.end());
  }
  rules.push_back(date_advances_rule());  // last: by now the clock has moved on by itself
  return rules;
}

Check apply(const Rule& rule, Probe& probe) {
  for (const char* endpoint : rule.needs) {
    if (probe.declares(endpoint)) continue;
    return {rule.name, Outcome::kNotApplicable, fmt::format("the manifest does not declare {}", endpoint)};
  }
  if (probe.out_of_time())
    return {rule.name, Outcome::kFail, "not run: the server was too slow in the checks before"};
  probe.begin_check();
  try {
    Finding finding = rule.check(probe);
    return {rule.name, finding.passed ? Outcome::kPass : Outcome::kFail, std::move(finding.detail)};
  } catch (const std::exception& error) {
    return {rule.name, Outcome::kFail, fmt::format("the check itself failed: {}", error.what())};
  }
}

}  // namespace

std::vector<Check> check_contract(const Subject& subject, const workload::Stack& stack) {
  // A new seed each time: a server must not be able to learn the questions. What failed is in the detail.
  const auto seed = static_cast<std::uint64_t>(SteadyClock{}.now().since_start.count());
  Probe probe(subject, stack, seed);
  std::vector<Check> checks;
  for (const Rule& rule : all_rules()) checks.push_back(apply(rule, probe));
  return checks;
}

}  // namespace harness::verify
