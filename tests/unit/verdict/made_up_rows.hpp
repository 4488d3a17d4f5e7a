#pragma once
// Rows whose log ratios are chosen by hand, so that a test can say what must come out.
#include <cmath>
#include <string>
#include <vector>

#include "harness/results/slice_row.hpp"
#include "harness/verdict/judge.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

using Rows = std::vector<results::SliceRow>;

inline const workload::Cell kCell{"/plaintext", 64, {}};

inline results::SliceRow slice(const std::string& stack, int block, int order, double rps,
                               const workload::Cell& cell = kCell) {
  results::SliceRow row;
  row.run_id = "made-up";
  row.suite = "s";
  row.profile = "ci";
  row.block = block;
  row.order = order;
  row.cell = cell.id();
  row.target = cell.target;
  row.connections = cell.connections;
  row.stack = stack;
  row.throughput_rps = rps;
  return row;
}

/// One block per value, slices a b b a: log(rps of a / rps of b) is that value exactly.
/// The two slices of an arm differ by e^0.2 around their geometric mean.
inline Rows paired(const std::vector<double>& log_ratios, const workload::Cell& cell = kCell) {
  Rows rows;
  int block = 0;
  for (const double y : log_ratios) {
    rows.push_back(slice("a", block, 0, 1000 * std::exp(y + 0.1), cell));
    rows.push_back(slice("b", block, 1, 1000 * std::exp(-0.1), cell));
    rows.push_back(slice("b", block, 2, 1000 * std::exp(0.1), cell));
    rows.push_back(slice("a", block, 3, 1000 * std::exp(y - 0.1), cell));
    ++block;
  }
  return rows;
}

/// Six blocks around `centre` with deviations ±0.05, ±0.03, ±0.01 times `spread`.
/// s² = 2·(0.0025 + 0.0009 + 0.0001)/5 = 0.0014, s = 0.0374166, s/√6 = 0.0152753,
/// half width = 2.570582 · 0.0152753 = 0.0392662 (t_{0.975,5} = 2.570582), all times `spread`.
inline std::vector<double> six(double centre, double spread = 1) {
  std::vector<double> values;
  for (const double d : {0.05, -0.03, 0.01, -0.05, 0.03, -0.01}) values.push_back(centre + spread * d);
  return values;
}

inline constexpr double kHalfWidth = 0.0392662;

/// "a has more than `threshold` times the throughput of b."
inline workload::Claim comparison(double threshold) {
  workload::Claim claim;
  claim.id = "X1";
  claim.reading = "strict";
  claim.suite = "s";
  claim.kind = workload::ClaimKind::kComparison;
  claim.metric = "throughput_rps";
  claim.numerator = "a";
  claim.denominator = "b";
  claim.threshold = threshold;
  claim.contrasts = {{kCell, kCell, {}}};
  return claim;
}

inline results::VerdictRow judged(const workload::Claim& claim, const Rows& rows,
                                  const Context& context = {}) {
  return judge(std::vector{claim}, rows, context).at(0);
}

/// `rows` of a and b, with a control arm in each block: log(rps of a / rps of the arm) is the block's value.
inline Rows with_arm(Rows rows, const std::string& arm, const std::vector<double>& log_ratios) {
  const Rows whole = rows;
  for (const results::SliceRow& row : whole) {
    if (row.stack != "a") continue;
    results::SliceRow control = row;
    control.stack = arm;
    control.throughput_rps = *row.throughput_rps * std::exp(-log_ratios[static_cast<std::size_t>(row.block)]);
    rows.push_back(control);
  }
  return rows;
}

/// The procedure of a run that checks itself: "a" beside "a:same" and "a:slower" in kCell.
inline Context controlled(std::vector<int> looks) {
  Context context;
  context.procedure.looks = std::move(looks);
  auto& controls = context.procedure.controls.emplace();
  controls.stack = "a";
  controls.target = kCell.target;
  controls.connections = kCell.connections;
  controls.metric = "throughput_rps";
  return context;
}

/// "REFUTED too-small", "SUPPORTED".
inline std::string outcome(const results::VerdictRow& row) {
  return std::string(text(row.verdict)) + (row.reason.empty() ? "" : " " + row.reason);
}

}  // namespace harness::verdict
