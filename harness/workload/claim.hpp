#pragma once
// A sentence of the article made falsifiable, declared before any data is seen (workloads/claims.toml).
// The effect of every claim is a ratio, judged on the log scale per block:
//   metric(numerator arm, numerator cell) / metric(denominator arm, denominator cell)   or
//   metric(numerator arm, numerator cell) / ideal
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/workload/suite.hpp"

namespace harness::workload {

/// Two cells, or a cell and a constant, whose ratio the claim is about.
struct Contrast {
  Cell numerator_cell;
  Cell denominator_cell;        ///< unused when `ideal` is set
  std::optional<double> ideal;  ///< a constant to divide by, e.g. 1024 / 0.05 s
  std::string metric{};  ///< another than the claim's, of a claim that must hold in each of several; or empty
  /// Each side counts by how much more it has than its stack has in this cell of the same block: what so many
  /// connections add to a server. Of all of them together, so both sides must have the same number.
  std::optional<Cell> grown_from{};
};

/// Contrasts that are judged as one, by the mean of their logarithms: a single one, unless the claim is about
/// an average.
using Place = std::span<const Contrast>;

/// What the machine gives to somebody else who does the same, in the same block: a claim about scaling is
/// worth something only where there is something to be had. With a share s and the control's own ratio C, the
/// effect is divided by 1 + s (C - 1): what that share of the control's gain would be. So "reaches less than
/// a quarter of what native threads gain" is an effect below 1 at s = 0.25, and at s = 1 two gains are
/// compared. As a difference it is D = (S - 1) - s (C - 1), with S the stack's own ratio: D is below 0
/// exactly where the effect, S / (1 + s (C - 1)), is below 1. Of a claim about an ideal the control's ratio
/// is to the same ideal, and it has no share.
struct ScalingControl {
  std::string stack;
  std::optional<double> share;  ///< 0 < s <= 1; absent: the control only proves that there is headroom
  double at_least = 1;  ///< the lower end of its ratio's interval, or nothing is decided: "no-headroom"
  std::optional<double> at_most{};  ///< in place of at_least: the upper end, where less is better
};

/// One knob between an arm of a claim and another that differs from it by nothing else: what becomes of the
/// claim's ratio when that one takes the arm's place. Shown beside a verdict, never part of one.
struct Cause {
  std::string knob;            ///< "JIT compilers off"
  std::string arm;             ///< stack id: numerator or denominator of the claim, or both
  std::string turned;          ///< stack id: the same with the knob turned
  std::optional<Cell> cell{};  ///< where the turned one is measured; absent: where the arm is
  std::string explanation{};   ///< one line of why the knob is one
};

enum class Direction {
  kAbove,  ///< the claim says: effect > threshold
  kBelow,  ///< the claim says: effect < threshold
};

enum class ClaimKind {
  kComparison,  ///< two stacks; a refutation is "opposite", "equivalent" or "too-small"
  kThreshold,   ///< one stack against a limit; a refutation is "opposite"
};

struct Claim {
  std::string id;          ///< "SP8"
  std::string reading;     ///< "strict" | "steelman" | "waits" | "T0" | "T1": which of the claim's readings
  std::string quote;       ///< the article's words, short
  std::string hypothesis;  ///< one falsifiable sentence
  std::string suite;
  ClaimKind kind = ClaimKind::kThreshold;
  std::string metric;       ///< a column of slices.csv, or a derived one: results/metric.cpp
  std::string numerator;    ///< stack id
  std::string denominator;  ///< stack id; empty when every contrast has an ideal
  Direction direction = Direction::kAbove;
  double threshold = 1;  ///< a ratio
  /// Refuted only beyond this one, on the far side of the threshold. Between the two the claim neither holds
  /// nor fails, and no number of blocks would decide it.
  std::optional<double> refuted_beyond{};
  double equivalence_margin = 1.10;
  std::optional<ScalingControl> control{};
  std::vector<Contrast> contrasts;     ///< judged one by one, then universally: all must agree
  bool on_average = false;             ///< instead: all contrasts are one place
  std::vector<std::string> also_show;  ///< stacks whose same figure is printed beside the verdict
  std::string explanation;             ///< one line of why it is read this way
  std::vector<Cause> causes{};         ///< of causes.toml, in its order
  [[nodiscard]] std::string name() const { return id + " " + reading; }
  [[nodiscard]] const std::string& metric_at(const Contrast& contrast) const {
    return contrast.metric.empty() ? metric : contrast.metric;
  }
  [[nodiscard]] std::vector<Place> places() const;  ///< into `contrasts`
};

}  // namespace harness::workload
