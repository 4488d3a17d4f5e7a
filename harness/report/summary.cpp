#include "harness/report/summary.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <sstream>
#include <tuple>

#include <fmt/format.h>

namespace harness::report {
namespace {

using results::SliceRow;
using results::SliceStatus;

/// The middle value; the mean of the two middle ones when their number is even.
std::optional<double> median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

template <typename Field>
std::optional<double> median_of(const std::vector<const SliceRow*>& rows, Field field) {
  std::vector<double> values;
  for (const SliceRow* row : rows) {
    if (row->status != SliceStatus::kOk) continue;
    if (const auto& value = std::invoke(field, *row)) values.push_back(static_cast<double>(*value));
  }
  return median(std::move(values));
}

std::string most_frequent(const std::vector<const SliceRow*>& rows) {
  std::map<std::string, int> counts;
  for (const SliceRow* row : rows) {
    if (!row->limited_by.empty()) ++counts[row->limited_by];
  }
  if (counts.empty()) return {};
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

std::uint64_t errors_of(const SliceRow& row) {
  if (!row.conversation.empty()) return row.scheduled.value_or(0) - row.ok.value_or(0);
  return row.http_error.value_or(0) + row.connect_failed.value_or(0) + row.reset_before_byte.value_or(0) +
         row.reset_mid_body.value_or(0) + row.bad_response.value_or(0) + row.timeout.value_or(0) +
         row.shed.value_or(0);
}

std::optional<double> answers_per_canary(const SliceRow& row) {
  if (!row.throughput_rps || !row.canary_before_us || !row.canary_after_us) return {};
  return *row.throughput_rps * 1e-6 * (*row.canary_before_us + *row.canary_after_us) / 2;
}

JobSummary job_of(const std::vector<const SliceRow*>& rows) {
  return {median_of(rows, &SliceRow::job_wall_s),
          median_of(rows, &SliceRow::job_first_s),
          median_of(rows, &SliceRow::job_steady_s),
          median_of(rows, &SliceRow::job_steady_cpu_s),
          median_of(rows, &SliceRow::job_rate_per_s),
          median_of(rows, &SliceRow::job_max_rss_kib),
          rows.front()->job_tag};
}

StackSummary summary_of(const std::vector<const SliceRow*>& rows) {
  StackSummary summary;
  summary.stack = rows.front()->stack;
  summary.runtime = rows.front()->runtime +
                    (rows.front()->runtime_version.empty() ? "" : " " + rows.front()->runtime_version);
  for (const SliceRow* row : rows) {
    summary.valid += row->status == SliceStatus::kOk;
    summary.invalid += row->status == SliceStatus::kInvalid;
    summary.failed += row->status == SliceStatus::kFailed;
    summary.absent += row->status == SliceStatus::kAbsent;
    summary.errors += errors_of(*row);
    if (summary.reason.empty()) summary.reason = row->reason;
  }
  summary.limited_by = most_frequent(rows);
  summary.throughput_rps = median_of(rows, &SliceRow::throughput_rps);
  summary.answers_per_canary = median_of(rows, answers_per_canary);
  const bool open_loop = rows.front()->rate_rps.has_value();
  summary.p50_us = median_of(rows, open_loop ? &SliceRow::response_p50_us : &SliceRow::service_p50_us);
  summary.p99_us = median_of(rows, open_loop ? &SliceRow::response_p99_us : &SliceRow::service_p99_us);
  summary.server_cpu_us_per_request = median_of(rows, &SliceRow::server_cpu_us_per_request);
  summary.server_pss_kib = median_of(rows, &SliceRow::server_pss_kib);
  summary.server_busy_share = median_of(rows, &SliceRow::server_busy_share);
  summary.last_member_us = median_of(rows, &SliceRow::last_member_p50_us);
  summary.job = job_of(rows);
  summary.launch = {median_of(rows, &SliceRow::start_ready_s), median_of(rows, &SliceRow::start_first_s)};
  return summary;
}

RowKind kind_of(const SliceRow& row) {
  if (row.job_wall_s) return RowKind::kJob;
  if (!row.conversation.empty()) return RowKind::kConversation;
  return row.start_first_s ? RowKind::kLaunch : RowKind::kLoad;
}

/// A row of a job that failed says nothing that only jobs say; another one of its cell may.
RowKind kind_of(const std::map<std::string, std::vector<const SliceRow*>>& stacks) {
  for (const auto& [stack, rows] : stacks) {
    for (const SliceRow* row : rows) {
      if (kind_of(*row) != RowKind::kLoad) return kind_of(*row);
    }
  }
  return RowKind::kLoad;
}

std::optional<double> larger(std::optional<double> a, std::optional<double> b) {
  if (!a || !b) return a ? a : b;
  return std::max(*a, *b);
}

std::optional<double> smaller(std::optional<double> a, std::optional<double> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

void count_guards(const SliceRow& row, std::map<std::string, std::size_t>& counts) {
  if (row.guards.empty()) return;  // of a million rows nearly all; a stream costs more than the rest of a row
  std::istringstream codes(row.guards);
  for (std::string code; codes >> code;) ++counts[code];
}

}  // namespace

std::string state_of(const StackSummary& stack) {
  if (stack.absent > 0) return "absent";
  if (stack.valid > 0 && stack.invalid + stack.failed == 0) return stack.limited_by;
  const std::size_t all = stack.valid + stack.invalid + stack.failed;
  return fmt::format("{}{} of {} invalid",
                     stack.limited_by.empty() || stack.valid == 0 ? "" : stack.limited_by + ", ",
                     stack.invalid + stack.failed, all);
}

std::vector<CellSummary> summarise(std::span<const SliceRow> rows) {
  using CellKey = std::tuple<std::string, int, std::optional<double>, std::string, std::string>;
  std::map<CellKey, std::map<std::string, std::vector<const SliceRow*>>> grouped;
  for (const SliceRow& row : rows)
    grouped[{row.target, row.connections, row.rate_rps, row.arrivals, row.cell}][row.stack].push_back(&row);

  std::vector<CellSummary> cells;
  for (const auto& [key, stacks] : grouped) {
    const auto& [target, connections, rate_rps, arrivals, name_of_cell] = key;
    const SliceRow& any = *stacks.begin()->second.front();
    CellSummary cell{name_of_cell,    target,           connections, rate_rps, arrivals,
                     kind_of(stacks), any.conversation, any.rooms,   {}};
    for (const auto& [name, of_stack] : stacks) cell.stacks.push_back(summary_of(of_stack));
    cells.push_back(std::move(cell));
  }
  return cells;
}

std::vector<CellSummary> summarise(const results::StoredRun& run) {
  std::vector<CellSummary> cells = summarise(run.slices);
  const auto& procedure = run.manifest.procedure;
  if (!procedure || !procedure->controls) return cells;
  for (CellSummary& cell : cells) {
    std::erase_if(cell.stacks, [&](const StackSummary& summary) {
      return summary.stack == procedure->controls->same_arm() ||
             summary.stack == procedure->controls->slower_arm();
    });
  }
  std::erase_if(cells, [](const CellSummary& cell) { return cell.stacks.empty(); });
  return cells;
}

Trust trust_of(std::span<const SliceRow> rows) {
  Trust trust;
  for (const SliceRow& row : rows) {
    trust.failed += row.status == SliceStatus::kFailed;
    if (row.status != SliceStatus::kOk && row.status != SliceStatus::kInvalid) continue;
    ++trust.rows;
    trust.invalid += row.status == SliceStatus::kInvalid;
    trust.ledgers += kind_of(row) == RowKind::kLoad || kind_of(row) == RowKind::kConversation;
    trust.ledgers_balanced += row.gate_ledger == results::Gate::kPass;
    trust.worst_steal_share = larger(trust.worst_steal_share, row.steal_share);
    for (const auto& canary : {row.canary_before_us, row.canary_after_us}) {
      trust.fastest_canary_us = smaller(trust.fastest_canary_us, canary);
      trust.slowest_canary_us = larger(trust.slowest_canary_us, canary);
    }
    if (row.status == SliceStatus::kOk) {
      trust.busiest_client = larger(trust.busiest_client, row.client_busy_share);
      count_guards(row, trust.suspect);
    }
    if (row.little_ratio && std::abs(*row.little_ratio - 1) > std::abs(trust.worst_little.value_or(1) - 1)) {
      trust.worst_little = row.little_ratio;
    }
  }
  return trust;
}

}  // namespace harness::report
