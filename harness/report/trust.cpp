#include "harness/report/trust.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "harness/report/row_kind.hpp"

namespace harness::report {
namespace {

using results::SliceRow;
using results::SliceStatus;
using Figure = std::optional<double>;

void raise(Figure& most, const Figure& other) {
  if (other) most = most ? std::max(*most, *other) : *other;
}

void lower(Figure& least, const Figure& other) {
  if (other) least = least ? std::min(*least, *other) : *other;
}

void stray(Figure& worst, const Figure& ratio) {
  if (ratio && std::abs(*ratio - 1) > std::abs(worst.value_or(1) - 1)) worst = ratio;
}

void count_guards(const SliceRow& row, std::map<std::string, std::size_t>& counts) {
  if (row.guards.empty()) return;  // of a million rows nearly all; a stream costs more than the rest of a row
  std::istringstream codes(row.guards);
  for (std::string code; codes >> code;) ++counts[code];
}

}  // namespace

void Trust::add(const SliceRow& row) {
  failed += row.status == SliceStatus::kFailed;
  if (row.status != SliceStatus::kOk && row.status != SliceStatus::kInvalid) return;
  ++rows;
  invalid += row.status == SliceStatus::kInvalid;
  const RowKind kind = kind_of(row);
  ledgers += kind == RowKind::kLoad || kind == RowKind::kBeside || kind == RowKind::kConversation;
  ledgers_balanced += row.gate_ledger == results::Gate::kPass;
  raise(worst_steal_share, row.steal_share);
  for (const auto& canary : {row.canary_before_us, row.canary_after_us}) {
    lower(fastest_canary_us, canary);
    raise(slowest_canary_us, canary);
  }
  if (row.status == SliceStatus::kOk) {
    raise(busiest_client, row.client_busy_share);
    count_guards(row, suspect);
  }
  stray(worst_little, row.little_ratio);
}

void Trust::add(const Trust& other_rows) {
  rows += other_rows.rows;
  invalid += other_rows.invalid;
  failed += other_rows.failed;
  ledgers += other_rows.ledgers;
  ledgers_balanced += other_rows.ledgers_balanced;
  stray(worst_little, other_rows.worst_little);
  raise(busiest_client, other_rows.busiest_client);
  raise(worst_steal_share, other_rows.worst_steal_share);
  lower(fastest_canary_us, other_rows.fastest_canary_us);
  raise(slowest_canary_us, other_rows.slowest_canary_us);
  for (const auto& [code, number] : other_rows.suspect) suspect[code] += number;
}

Trust trust_of(std::span<const SliceRow> rows) {
  Trust trust;
  for (const SliceRow& row : rows) trust.add(row);
  return trust;
}

}  // namespace harness::report
