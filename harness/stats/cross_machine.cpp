#include "harness/stats/cross_machine.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include <boost/math/distributions/chi_squared.hpp>

#include "harness/stats/checked_input.hpp"

namespace harness::stats {
namespace {

Result<void> check_machine(const Interval& machine, std::string_view which) {
  if (machine.n < 2) return usage_error("{} machine has {} blocks, at least 2 are needed", which, machine.n);
  if (!std::isfinite(machine.estimate)) {
    return usage_error("{} machine has a mean of {}", which, machine.estimate);
  }
  if (!(machine.standard_deviation >= 0) || !std::isfinite(machine.standard_deviation)) {
    return usage_error("{} machine has a standard deviation of {}", which, machine.standard_deviation);
  }
  return {};
}

Result<void> check_machines(std::span<const MachineEffect> machines) {
  if (machines.size() < kFewestMachines) {
    return usage_error("random effects need at least {} machines, there are {}", kFewestMachines,
                       machines.size());
  }
  for (std::size_t i = 0; i < machines.size(); ++i) {
    if (!std::isfinite(machines[i].log_ratio)) {
      return usage_error("machine {} has a log ratio of {}", i, machines[i].log_ratio);
    }
    if (!(machines[i].standard_error > 0) || !std::isfinite(machines[i].standard_error)) {
      return usage_error("machine {} has a standard error of {}, a weight needs a positive number", i,
                         machines[i].standard_error);
    }
  }
  return {};
}

struct WeightedMean {
  double mean = 0;
  double weights = 0;  ///< Σw
  double squares = 0;  ///< Σw(θ − mean)²
};

WeightedMean weighted_mean(std::span<const MachineEffect> machines, std::span<const double> weights) {
  WeightedMean found;
  double sum = 0;
  for (std::size_t i = 0; i < machines.size(); ++i) {
    found.weights += weights[i];
    sum += weights[i] * machines[i].log_ratio;
  }
  found.mean = sum / found.weights;
  for (std::size_t i = 0; i < machines.size(); ++i) {
    const double distance = machines[i].log_ratio - found.mean;
    found.squares += weights[i] * distance * distance;
  }
  return found;
}

std::vector<double> weights_of(std::span<const MachineEffect> machines, double between_variance) {
  std::vector<double> weights;
  for (const MachineEffect& machine : machines)
    weights.push_back(1 / (machine.standard_error * machine.standard_error + between_variance));
  return weights;
}

/// Σw − Σw²/Σw, written as Σᵢ wᵢ·(sum of the others)/Σw: one weight may be far larger than all others.
double spare_weight(std::span<const double> weights) {
  double sum = 0;
  double total = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    double others = 0;
    for (std::size_t j = 0; j < weights.size(); ++j) others += j == i ? 0 : weights[j];
    sum += weights[i] * others;
    total += weights[i];
  }
  return sum / total;
}

bool all_finite(const PooledEffect& effect) {
  return std::isfinite(effect.low) && std::isfinite(effect.high) && std::isfinite(effect.next_low) &&
         std::isfinite(effect.next_high);
}

}  // namespace

Result<Difference> welch_difference(const Interval& first, const Interval& second, double level) {
  if (const auto known = check_level(level); !known) return tl::unexpected(known.error());
  if (const auto fit = check_machine(first, "the first"); !fit) return tl::unexpected(fit.error());
  if (const auto fit = check_machine(second, "the second"); !fit) return tl::unexpected(fit.error());
  const auto n1 = static_cast<double>(first.n);
  const auto n2 = static_cast<double>(second.n);
  const double error1 = first.standard_deviation / std::sqrt(n1);
  const double error2 = second.standard_deviation / std::sqrt(n2);
  Difference found;
  found.estimate = first.estimate - second.estimate;
  found.level = level;
  found.standard_error = std::hypot(error1, error2);
  if (found.standard_error > 0) {
    const double share1 = error1 / found.standard_error;
    const double share2 = error2 / found.standard_error;
    found.degrees_of_freedom = 1 / (std::pow(share1, 4) / (n1 - 1) + std::pow(share2, 4) / (n2 - 1));
    const double t = std::fabs(found.estimate) / found.standard_error;
    found.p = 2 * t_upper_tail(t, found.degrees_of_freedom);
  } else {
    found.degrees_of_freedom = n1 + n2 - 2;
    found.p = found.estimate == 0 ? 1 : 0;
  }
  const double half = t_quantile((1 + level) / 2, found.degrees_of_freedom) * found.standard_error;
  found.low = found.estimate - half;
  found.high = found.estimate + half;
  if (!std::isfinite(found.low) || !std::isfinite(found.high)) {
    return usage_error("the difference of {} and {} is too large for double arithmetic", first.estimate,
                       second.estimate);
  }
  return found;
}

Result<PooledEffect> random_effects(std::span<const MachineEffect> machines, double level) {
  if (const auto known = check_level(level); !known) return tl::unexpected(known.error());
  if (const auto fit = check_machines(machines); !fit) return tl::unexpected(fit.error());
  const auto freedom = static_cast<double>(machines.size() - 1);
  const std::vector<double> own_weights = weights_of(machines, 0);
  const double heterogeneity = weighted_mean(machines, own_weights).squares;
  const double surplus = std::max(0.0, heterogeneity - freedom);
  const double variance = surplus / spare_weight(own_weights);
  const WeightedMean pooled = weighted_mean(machines, weights_of(machines, variance));

  PooledEffect found;
  found.log_ratio = pooled.mean;
  found.level = level;
  found.standard_error = std::sqrt(std::max(1.0, pooled.squares / freedom) / pooled.weights);
  found.between_machines = std::sqrt(variance);
  found.i_squared = surplus > 0 ? surplus / heterogeneity : 0;
  found.machines = machines.size();
  const double half = t_quantile((1 + level) / 2, freedom) * found.standard_error;
  found.low = found.log_ratio - half;
  found.high = found.log_ratio + half;
  const double next =
      t_quantile((1 + level) / 2, freedom - 1) * std::hypot(found.between_machines, found.standard_error);
  found.next_low = found.log_ratio - next;
  found.next_high = found.log_ratio + next;
  if (!all_finite(found) || !std::isfinite(found.i_squared)) {
    return usage_error(
        "the log ratios or standard errors of the {} machines are too far apart for double arithmetic",
        machines.size());
  }
  found.heterogeneity_p =
      boost::math::cdf(boost::math::complement(boost::math::chi_squared(freedom), heterogeneity));
  return found;
}

}  // namespace harness::stats
