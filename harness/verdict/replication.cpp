#include "harness/verdict/replication.hpp"

#include <cmath>

#include "harness/results/procedure.hpp"
#include "harness/stats/multiplicity.hpp"
#include "harness/verdict/block_effects.hpp"
#include "harness/verdict/wording.hpp"

namespace harness::verdict {
namespace {

const results::Procedure kAsForAVerdict;
const double kEquivalenceLevel = 1 - 2 * kAsForAVerdict.alpha;  // two one-sided tests at α

std::optional<stats::Interval> effect_of(const workload::Claim& claim, workload::Place place,
                                         const Observations& rows, const results::RunManifest& manifest) {
  const auto guards = results::procedure_of(manifest).noise_guards;
  const BlockEffects blocks = block_effects(claim, place, rows, guards);
  if (blocks.not_testable || blocks.n() < static_cast<std::size_t>(kAsForAVerdict.min_blocks)) return {};
  const auto interval = stats::mean_interval(blocks.log_ratios());
  return interval ? std::optional(*interval) : std::nullopt;
}

double standard_error(const stats::Interval& effect) {
  return effect.standard_deviation / std::sqrt(static_cast<double>(effect.n));
}

/// Every two of them within the margin: each must be, so no level is divided (intersection-union).
bool all_within_margin(const ReplicatedPlace& place) {
  const double margin = std::log(kReplicationMargin);
  for (std::size_t i = 0; i < place.effects.size(); ++i) {
    for (std::size_t j = i + 1; j < place.effects.size(); ++j) {
      const auto difference =
          stats::welch_difference(*place.effects[i], *place.effects[j], kEquivalenceLevel);
      if (!difference || difference->low <= -margin || difference->high >= margin) return false;
    }
  }
  return true;
}

/// p of "no difference".
double compare(ReplicatedPlace& place) {
  if (place.effects.size() == 2) {
    const auto difference = stats::welch_difference(*place.effects[0], *place.effects[1], kEquivalenceLevel);
    if (!difference) return 1;
    place.difference = *difference;
    return difference->p;
  }
  std::vector<stats::MachineEffect> machines;
  for (const auto& effect : place.effects) machines.push_back({effect->estimate, standard_error(*effect)});
  const auto pooled = stats::random_effects(machines);
  if (!pooled) return 1;
  place.pooled = *pooled;
  return pooled->heterogeneity_p;
}

double apart(const ReplicatedPlace& place) {
  if (place.difference) return std::abs(place.difference->estimate);
  return place.pooled ? place.pooled->between_machines : 0;
}

void conclude(ReplicatedPlace& place) {
  if (!place.reason.empty()) return;
  if (all_within_margin(place)) {
    place.replication = Replication::kReplicates;
  } else if (place.p_holm <= kAsForAVerdict.alpha && apart(place) > std::log(kSmallestDifference)) {
    place.replication = Replication::kDiffers;
  } else {
    place.reason = "the runs are not precise enough to tell";
  }
}

}  // namespace

std::string_view text(Replication replication) {
  switch (replication) {
    case Replication::kReplicates:
      return "REPLICATES";
    case Replication::kDiffers:
      return "DIFFERS";
    case Replication::kUnresolved:
      break;
  }
  return "UNRESOLVED";
}

std::vector<ReplicatedPlace> replicate(std::span<const workload::Claim> claims,
                                       std::span<const NamedRun> runs) {
  HARNESS_ASSERT(runs.size() >= 2);
  std::vector<Observations> observed;
  for (const NamedRun& run : runs)
    observed.push_back(observe(claims, run.run.slices, results::procedure_of(run.run.manifest)));
  std::vector<ReplicatedPlace> places;
  std::vector<double> p;
  for (const workload::Claim& claim : claims) {
    for (const workload::Place each : claim.places()) {
      ReplicatedPlace& here = places.emplace_back();
      here.claim = claim.id;
      here.reading = claim.reading;
      here.place = text_of(each);
      for (std::size_t i = 0; i < runs.size(); ++i) {
        here.effects.push_back(effect_of(claim, each, observed[i], runs[i].run.manifest));
        if (!here.effects.back()) here.reason = "too few blocks count in " + runs[i].name;
      }
      p.push_back(here.reason.empty() ? compare(here) : 1);
    }
  }
  const auto adjusted = stats::holm_adjusted(p);
  HARNESS_ASSERT(adjusted);
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i].p_holm = (*adjusted)[i];
    conclude(places[i]);
  }
  return places;
}

}  // namespace harness::verdict
