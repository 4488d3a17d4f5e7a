#pragma once
// The same claim measured on several machines: do their log ratios agree? Two machines by Welch, three or
// more by random effects. Absolute rates are not comparable across machines and have no place here. Needs
// sessions that share nothing. Units: log ratios. Pure. Errors: kUsage, naming the machine's index and the
// number.
#include <cstddef>
#include <span>

#include "harness/base/error.hpp"
#include "harness/stats/interval.hpp"

namespace harness::stats {

struct Difference {
  double estimate = 0;  ///< first − second
  double low = 0;
  double high = 0;
  double level = 0;
  double standard_error = 0;
  double degrees_of_freedom = 0;
  double p = 1;  ///< two-sided, of "no difference"; without any spread its limit, 0 or 1
};

/// se² = s₁²/n₁ + s₂²/n₂, t with se⁴ / ((s₁²/n₁)²/(n₁−1) + (s₂²/n₂)²/(n₂−1)) degrees of freedom. Uses mean, n
/// and standard deviation of the two intervals, not their level.
/// Source: Welch 1947, "The generalization of Student's problem"; Satterthwaite 1946.
[[nodiscard]] Result<Difference> welch_difference(const Interval& first, const Interval& second,
                                                  double level = 0.95);

struct MachineEffect {
  double log_ratio = 0;
  double standard_error = 0;  ///< > 0: s/√n of its blocks
};

struct PooledEffect {
  double log_ratio = 0;  ///< of machines like these, on average
  double low = 0;
  double high = 0;
  double level = 0;
  double standard_error = 0;
  double between_machines = 0;  ///< τ: standard deviation of the machines' true log ratios
  double heterogeneity_p = 1;   ///< of "all the same", by Cochran's Q: χ² with k − 1 degrees of freedom
  double i_squared = 0;         ///< share of the variance that is between machines, 0 … 1
  double next_low = 0;          ///< prediction interval: the true log ratio of one more machine
  double next_high = 0;
  std::size_t machines = 0;
};

inline constexpr std::size_t kFewestMachines = 3;

/// τ² = max(0, (Q − (k−1)) / (Σw − Σw²/Σw)), w = 1/se², Q = Σw(θ − θ_w)²; I² = max(0, (Q − (k−1))/Q).
/// With w* = 1/(se² + τ²): θ = Σw*θ/Σw*, se² = max(1, Σw*(θᵢ − θ)²/(k−1)) / Σw*, t with k − 1 degrees of
/// freedom; one more machine: θ ± t_{k−2} · √(τ² + se²). The max(1, …) keeps machines that agree by luck from
/// giving an interval narrower than their own. Source: DerSimonian, Laird 1986; Higgins, Thompson 2002 (I²);
/// Hartung, Knapp 2001, and Knapp, Hartung 2003 for the maximum; Higgins, Thompson, Spiegelhalter 2009
/// (prediction).
[[nodiscard]] Result<PooledEffect> random_effects(std::span<const MachineEffect> machines,
                                                  double level = 0.95);

}  // namespace harness::stats
