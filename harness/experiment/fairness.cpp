#include "harness/experiment/fairness.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace harness::experiment {
namespace {

using results::Gate;
using results::SliceRow;

constexpr std::pair<std::string_view, Gate SliceRow::*> kDecides[] = {
    {"nodelay", &SliceRow::gate_nodelay},
    {"keep-alive-1000", &SliceRow::gate_keepalive},
    {"keep-alive-idle", &SliceRow::gate_keepalive},
    {"connection-close", &SliceRow::gate_keepalive},
    {"response-size", &SliceRow::gate_bytes},
    {"header-set", &SliceRow::gate_headers},
    {"no-content-encoding", &SliceRow::gate_headers},
    {"date-fresh", &SliceRow::gate_headers},
    {"date-advances", &SliceRow::gate_headers},
    {"info-matches-manifest", &SliceRow::gate_info},
    {"production-settings", &SliceRow::gate_info},
    {"launched-as-declared", &SliceRow::gate_info},
    {"log-silent", &SliceRow::gate_log},
    {"backlog", &SliceRow::gate_backlog},
};

Gate outcome_of(const verify::Check& check) {
  switch (check.outcome) {
    case verify::Outcome::kPass:
      return Gate::kPass;
    case verify::Outcome::kFail:
      return Gate::kFail;
    case verify::Outcome::kNotApplicable:
      break;
  }
  return Gate::kNa;
}

}  // namespace

void describe_contract(SliceRow& row, std::span<const verify::Check> checks) {
  for (const verify::Check& check : checks) {
    row.gate_contract = std::max(row.gate_contract, outcome_of(check));
    for (const auto& [name, gate] : kDecides) {
      if (check.name == name) row.*gate = std::max(row.*gate, outcome_of(check));
    }
  }
}

std::string failures_of(std::span<const verify::Check> checks) {
  std::string text;
  for (const verify::Check& check : checks) {
    if (check.outcome == verify::Outcome::kFail)
      text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", check.name, check.detail);
  }
  return text;
}

void note_guard(SliceRow& row, const std::string& guard) {
  row.guards += (row.guards.empty() ? "" : " ") + guard;
}

void refuse(SliceRow& row, const std::string& guard, const std::string& why) {
  row.status = results::SliceStatus::kInvalid;
  row.reason = row.reason.empty() ? why : why + "; " + row.reason;
  note_guard(row, guard);
}

Gate build_class(std::span<const results::EnvRow> env, const std::string& stack) {
  const std::string build = results::value_of(env, fmt::format("stack.{}.build", stack));
  if (build.empty()) return Gate::kNa;
  return build == "plain" || build == "debug" ? Gate::kWarn : Gate::kPass;
}

}  // namespace harness::experiment
