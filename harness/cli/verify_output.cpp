#include "harness/cli/verify_output.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "harness/report/table.hpp"
#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

using nlohmann::ordered_json;
using report::Table;
using verify::Check;
using verify::Outcome;

const char* to_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPass:
      return "pass";
    case Outcome::kFail:
      return "FAIL";
    case Outcome::kNotApplicable:
      break;
  }
  return "n/a";
}

const char* verdict_on(const Verified& verified) {
  if (verified.not_testable) return "n/a";
  if (verified.absent) return "absent";
  return verified.passed() ? "ok" : "FAIL";
}

ordered_json to_json(const Verified& verified) {
  ordered_json json{
      {"stack", verified.stack}, {"passed", verified.passed()}, {"launch_problem", verified.launch_problem}};
  json["checks"] = ordered_json::array();
  for (const Check& check : verified.checks) {
    json["checks"].push_back({{"name", check.name},
                              {"outcome", to_text(check.outcome)},
                              {"detail", check.detail},
                              {"seconds", to_seconds(check.took)}});
  }
  return json;
}

}  // namespace

std::size_t Verified::count(Outcome outcome) const {
  return static_cast<std::size_t>(std::count_if(
      checks.begin(), checks.end(), [outcome](const Check& check) { return check.outcome == outcome; }));
}

bool Verified::passed() const {
  return not_testable || (launch_problem.empty() && count(Outcome::kFail) == 0);
}

void print_checks(const Verified& verified) {
  fmt::print("{}  {}\n", report::padded_right(verdict_on(verified), 6), verified.stack);
  if (!verified.launch_problem.empty()) fmt::print("      {}\n", verified.launch_problem);
  for (const Check& check : verified.checks) {
    fmt::print("      {}  {}  {}\n", report::padded_right(to_text(check.outcome), 4),
               report::padded_right(check.name, 24), check.detail);
  }
}

void print_summary(std::span<const Verified> all, Nanoseconds took) {
  using enum Table::Align;
  Table table({{"", kLeft},
               {"stack", kLeft},
               {"tier", kLeft},
               {"passed", kRight},
               {"failed", kRight},
               {"not declared", kRight},
               {"seconds", kRight}});
  for (const Verified& each : all) {
    const bool ran = each.launch_problem.empty();
    const auto figure = [ran](auto value) { return ran ? fmt::format("{}", value) : std::string("–"); };
    table.add({verdict_on(each), each.stack, each.tier, figure(each.count(Outcome::kPass)),
               figure(each.count(Outcome::kFail)), figure(each.count(Outcome::kNotApplicable)),
               figure(fmt::format("{:.1f}", to_seconds(each.took)))});
  }
  fmt::print("\n");
  for (const std::string& line : table.lines()) fmt::print("{}\n", line);
  fmt::print("{} {} in {}\n", all.size(), all.size() == 1 ? "stack" : "stacks", human(took));
}

void print_json(std::span<const Verified> all) {
  ordered_json json = ordered_json::array();
  for (const Verified& each : all) json.push_back(to_json(each));
  fmt::print("{}\n", json.dump(2, ' ', false, ordered_json::error_handler_t::replace));
}

}  // namespace harness::cli
