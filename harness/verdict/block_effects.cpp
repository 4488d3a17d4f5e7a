#include "harness/verdict/block_effects.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <boost/container/flat_map.hpp>
#include <boost/container/small_vector.hpp>
#include <fmt/format.h>

namespace harness::verdict {
namespace {

using results::SliceStatus;
using Problems = std::vector<std::string>;

struct Side {
  std::string stack;
  workload::Cell cell;
  std::string metric;
};

/// A block has a few slices of each side.
using Few = boost::container::small_vector<double, 2>;

/// There may be thousands of blocks; their rows come in order, so that each is put at the end.
template <typename T>
using ByBlock = boost::container::flat_map<int, T>;

/// What the guards look at, of each slice that has the sensor.
struct Noise {
  Few steal_share;
  Few client_in_line_share;
  Few throttled_share;
};

struct SideBlock {
  std::size_t slices = 0;
  Few logs;
  Problems problems;
  Noise noise;
};

struct SideBlocks {
  ByBlock<SideBlock> blocks;
  std::optional<std::string> not_testable;
};

bool is_of(const std::string& suite, const workload::Claim& claim) {
  return claim.suite.empty() || suite == claim.suite;
}

std::string reason_of(SliceStatus status, const std::string& reason) {
  return reason.empty() ? std::string(text(status)) : reason;
}

/// Ties go to the alphabetically first, so that the order of rows does not matter.
std::string most_frequent(const Problems& problems) {
  std::map<std::string, std::size_t> counts;
  for (const std::string& problem : problems) ++counts[problem];
  const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  return most == counts.end() ? "" : most->first;
}

void add(const Observation& slice, double value, const std::string& metric, SideBlock& block) {
  ++block.slices;
  if (!std::isnan(slice.steal_share)) block.noise.steal_share.push_back(slice.steal_share);
  if (!std::isnan(slice.client_in_line_share))
    block.noise.client_in_line_share.push_back(slice.client_in_line_share);
  if (!std::isnan(slice.throttled_share)) block.noise.throttled_share.push_back(slice.throttled_share);
  if (slice.status != SliceStatus::kOk) {
    block.problems.push_back(reason_of(slice.status, *slice.reason));
  } else if (std::isnan(value)) {
    block.problems.push_back(fmt::format("{} was not measured", metric));
  } else if (!(value > 0)) {
    block.problems.push_back(fmt::format("{} is {}, which has no logarithm", metric, value));
  } else {
    block.logs.push_back(std::log(value));
  }
}

/// Why a stack was not measured: in this cell, or if nothing is said of it, in the others.
std::string why_not(const workload::Claim& claim, const Side& side, const Observations& rows) {
  Problems here;
  Problems elsewhere;
  for (const auto& [suite, cell, reason] : rows.absent(side.stack)) {
    if (!is_of(*suite, claim)) continue;
    (*cell == side.cell.id() ? here : elsewhere).push_back(reason_of(SliceStatus::kAbsent, *reason));
  }
  const Problems& absent = here.empty() ? elsewhere : here;
  return absent.empty() ? "not-measured" : most_frequent(absent);
}

SideBlocks side_blocks(const workload::Claim& claim, const Side& side, const Observations& rows) {
  SideBlocks result;
  const Observed& series = rows.measured(side.stack, side.cell.id());
  const std::size_t metric = rows.index_of(side.metric);
  for (std::size_t i = 0; i < series.slices.size(); ++i) {
    const Observation& slice = series.slices[i];
    if (!is_of(*slice.suite, claim)) continue;
    add(slice, series.values[i * rows.metrics() + metric], side.metric, result.blocks[slice.block]);
  }
  if (result.blocks.empty()) result.not_testable = why_not(claim, side, rows);
  return result;
}

/// How many slices a block has when nothing cut it short: the most common number, of two the larger.
std::size_t usual_slices(const SideBlocks& side) {
  std::map<std::size_t, std::size_t> counts;
  for (const auto& [number, block] : side.blocks) ++counts[block.slices];
  std::size_t usual = 0;
  std::size_t most = 0;
  for (const auto& [slices, count] : counts) {
    if (count >= most) {
      usual = slices;
      most = count;
    }
  }
  return usual;
}

/// Sorted first: a sum of doubles depends on the order of its terms.
double mean(Few values) {
  std::ranges::sort(values);
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// A block of the numerator and, unless it is a constant, of the denominator, which both sides completed.
struct CompletePair {
  const SideBlock* numerator;
  const SideBlock* denominator;  ///< null for a constant
};

ByBlock<CompletePair> complete_pairs(const SideBlocks& numerator, const SideBlocks* denominator) {
  const std::size_t numerator_slices = usual_slices(numerator);
  const std::size_t denominator_slices = denominator ? usual_slices(*denominator) : 0;
  ByBlock<CompletePair> pairs;
  for (const auto& [number, block] : numerator.blocks) {
    if (block.slices < numerator_slices) continue;
    const SideBlock* other = nullptr;
    if (denominator) {
      const auto found = denominator->blocks.find(number);
      if (found == denominator->blocks.end() || found->second.slices < denominator_slices) continue;
      other = &found->second;
    }
    pairs[number] = {&block, other};
  }
  return pairs;
}

/// Both sides of one ratio, over all blocks.
struct Sides {
  SideBlocks numerator;
  std::optional<SideBlocks> denominator;
  ByBlock<CompletePair> pairs{};  ///< into the two, by block
};

Sides sides_of(const workload::Claim& claim, const workload::Contrast& contrast, const Observations& rows) {
  const std::string& metric = claim.metric_at(contrast);
  Sides sides{side_blocks(claim, {claim.numerator, contrast.numerator_cell, metric}, rows), {}};
  if (!contrast.ideal)
    sides.denominator = side_blocks(claim, {claim.denominator, contrast.denominator_cell, metric}, rows);
  return sides;
}

/// What the claim's control gains between the same two cells, or has of the same ideal.
Sides control_sides_of(const workload::Claim& claim, const workload::Contrast& contrast,
                       const Observations& rows) {
  const std::string& stack = claim.control->stack;
  const std::string& metric = claim.metric_at(contrast);
  Sides sides{side_blocks(claim, {stack, contrast.numerator_cell, metric}, rows), {}};
  if (!contrast.ideal)
    sides.denominator = side_blocks(claim, {stack, contrast.denominator_cell, metric}, rows);
  return sides;
}

/// What both sides of a contrast grew from.
Sides sides_before_growth(const workload::Claim& claim, workload::Contrast contrast,
                          const Observations& rows) {
  contrast.numerator_cell = contrast.denominator_cell = *contrast.grown_from;
  return sides_of(claim, contrast, rows);
}

/// Of each contrast of a place, and behind each what it grew from, or that of the claim's control.
std::vector<Sides> all_sides(const workload::Claim& claim, workload::Place place, const Observations& rows) {
  std::vector<Sides> all;
  for (const workload::Contrast& contrast : place) {
    all.push_back(sides_of(claim, contrast, rows));
    if (contrast.grown_from) all.push_back(sides_before_growth(claim, contrast, rows));
    if (claim.control) all.push_back(control_sides_of(claim, contrast, rows));
  }
  return all;
}

std::optional<std::string> not_testable(const std::vector<Sides>& all) {
  for (const Sides& sides : all) {
    if (sides.numerator.not_testable) return sides.numerator.not_testable;
    if (sides.denominator && sides.denominator->not_testable) return sides.denominator->not_testable;
  }
  return {};
}

/// One block of a place: a pair for each of its ratios and of what they grew from, in the order of
/// all_sides().
struct CompleteBlock {
  int number;
  std::vector<CompletePair> pairs{};
};

/// In block order; those that every ratio completed.
std::vector<CompleteBlock> complete_blocks(std::vector<Sides>& all) {
  for (Sides& sides : all)
    sides.pairs = complete_pairs(sides.numerator, sides.denominator ? &*sides.denominator : nullptr);
  std::vector<CompleteBlock> blocks;
  for (const auto& first : all.front().pairs) {
    const int number = first.first;
    if (!std::ranges::all_of(all, [&](const Sides& sides) { return sides.pairs.contains(number); })) continue;
    CompleteBlock& block = blocks.emplace_back(CompleteBlock{number});
    for (const Sides& sides : all) block.pairs.push_back(sides.pairs.at(number));
  }
  return blocks;
}

boost::container::small_vector<const SideBlock*, 4> sides_in(const CompleteBlock& block) {
  boost::container::small_vector<const SideBlock*, 4> sides;
  for (const CompletePair& pair : block.pairs) {
    sides.push_back(pair.numerator);
    if (pair.denominator) sides.push_back(pair.denominator);
  }
  return sides;
}

std::optional<std::string> too_much(const CompleteBlock& block, Few Noise::*share, double limit,
                                    std::string_view what) {
  Few all;
  for (const SideBlock* side : sides_in(block)) {
    const Few& here = side->noise.*share;
    all.insert(all.end(), here.begin(), here.end());
  }
  if (all.empty() || mean(all) <= limit) return {};
  return fmt::format("noise: {} more than {:g} % of the time", what, 100 * limit);
}

/// Why the block is left out: symmetric in its sides, and blind to what they measured.
std::optional<std::string> noise_in(const CompleteBlock& block, const results::NoiseGuards& guards) {
  std::optional<std::string> noise;
  const auto guard = [&](Few Noise::*share, std::optional<double> limit, std::string_view what) {
    if (!noise && limit) noise = too_much(block, share, *limit, what);
  };
  guard(&Noise::steal_share, guards.steal_share, "the host took the CPUs");
  guard(&Noise::client_in_line_share, guards.client_in_line_share, "the client waited for its CPU");
  guard(&Noise::throttled_share, guards.throttled_share, "the quota of the control group stopped everything");
  return noise;
}

Problems problems_of(const CompleteBlock& block) {
  Problems problems;
  for (const SideBlock* side : sides_in(block))
    problems.insert(problems.end(), side->problems.begin(), side->problems.end());
  return problems;
}

std::size_t rows_in(const CompleteBlock& block) {
  std::size_t rows = 0;
  for (const SideBlock* side : sides_in(block)) rows += side->slices;
  return rows;
}

double log_ratio_of(const CompletePair& pair, const workload::Contrast& contrast) {
  return mean(pair.numerator->logs) -
         (pair.denominator ? mean(pair.denominator->logs) : std::log(*contrast.ideal));
}

/// What the share of the control's gain would be, as a logarithm: see workload::ScalingControl.
double log_share_of(double control_log_ratio, const workload::ScalingControl& control) {
  return control.share ? std::log1p(*control.share * std::expm1(control_log_ratio)) : 0;
}

/// By how much one side is larger than before, which has no logarithm unless it is.
double growth_of(const SideBlock& after, const SideBlock& before) {
  return std::exp(mean(after.logs)) - std::exp(mean(before.logs));
}

/// How often the growth of the denominator is in that of the numerator, as a logarithm.
tl::expected<double, std::string> log_growth_ratio_of(const CompletePair& after, const CompletePair& before,
                                                      const workload::Contrast& contrast) {
  const double numerator = growth_of(*after.numerator, *before.numerator);
  const double denominator =
      after.denominator ? growth_of(*after.denominator, *before.denominator) : *contrast.ideal;
  if (numerator > 0 && denominator > 0) return std::log(numerator) - std::log(denominator);
  return tl::unexpected(
      fmt::format("it is not more than at {}, so nothing has grown", contrast.grown_from->id()));
}

/// Why there is none; empty when there is.
std::string set_ratio(const workload::Claim& claim, workload::Place place, const CompleteBlock& block,
                      BlockEffect& effect) {
  if (claim.control) {  // of a threshold, so the place is one contrast
    effect.control_log_ratio = log_ratio_of(block.pairs[1], place.front());
    effect.log_ratio =
        log_ratio_of(block.pairs[0], place.front()) - log_share_of(*effect.control_log_ratio, *claim.control);
    return {};
  }
  Few log_ratios;
  auto pair = block.pairs.begin();
  for (const workload::Contrast& contrast : place) {
    const CompletePair& both = *pair++;
    if (!contrast.grown_from) {
      log_ratios.push_back(log_ratio_of(both, contrast));
    } else if (const auto grown = log_growth_ratio_of(both, *pair++, contrast)) {
      log_ratios.push_back(*grown);
    } else {
      return grown.error();
    }
  }
  effect.log_ratio = place.size() == 1 ? log_ratios.front() : mean(log_ratios);
  return {};
}

}  // namespace

std::vector<double> BlockEffects::log_ratios() const {
  std::vector<double> counted;
  for (const auto& block : complete) {
    if (block.log_ratio) counted.push_back(*block.log_ratio);
  }
  return counted;
}

std::vector<double> BlockEffects::control_log_ratios() const {
  std::vector<double> counted;
  for (const auto& block : complete) {
    if (block.control_log_ratio) counted.push_back(*block.control_log_ratio);
  }
  return counted;
}

std::size_t BlockEffects::n() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(complete, [](const BlockEffect& block) { return block.log_ratio.has_value(); }));
}

std::size_t BlockEffects::noisy() const {
  return static_cast<std::size_t>(std::ranges::count(complete, true, &BlockEffect::noisy));
}

BlockEffects BlockEffects::first(std::size_t blocks) const {
  BlockEffects early = *this;
  early.complete.resize(std::min(blocks, complete.size()));
  return early;
}

BlockEffects BlockEffects::until_counted(std::size_t n) const {
  std::size_t blocks = 0;
  for (std::size_t counted = 0; counted < n && blocks < complete.size(); ++blocks)
    counted += complete[blocks].log_ratio ? 1 : 0;
  return first(blocks);
}

BlockEffects block_effects(const workload::Claim& claim, workload::Place place, const Observations& rows,
                           const std::optional<results::NoiseGuards>& guards) {
  std::vector<Sides> all = all_sides(claim, place, rows);
  BlockEffects result;
  result.not_testable = not_testable(all);

  Problems all_problems;
  for (const CompleteBlock& complete : complete_blocks(all)) {
    Problems problems = problems_of(complete);
    BlockEffect& block = result.complete.emplace_back();
    block.number = complete.number;
    if (problems.empty() && guards) {
      if (const auto noise = noise_in(complete, *guards)) {
        block.noisy = true;
        problems.assign(rows_in(complete), *noise);  // once for each row, as rows that failed a gate say it
      }
    }
    if (problems.empty()) {
      const std::string none = set_ratio(claim, place, complete, block);
      if (!none.empty()) problems.assign(rows_in(complete), none);
    }
    all_problems.insert(all_problems.end(), problems.begin(), problems.end());
  }
  result.lost_to = most_frequent(all_problems);
  return result;
}

}  // namespace harness::verdict
