#include "harness/verdict/block_effects.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "harness/results/metric.hpp"

namespace harness::verdict {
namespace {

using results::SliceRow;
using results::SliceStatus;
using Problems = std::vector<std::string>;

struct Side {
  std::string stack;
  workload::Cell cell;
};

/// What the guards look at, of each slice that has the sensor.
struct Noise {
  std::vector<double> steal_share;
  std::vector<double> client_in_line_share;
};

struct SideBlock {
  std::size_t slices = 0;
  std::vector<double> logs;
  Problems problems;
  Noise noise;
};

struct SideBlocks {
  std::map<int, SideBlock> blocks;
  std::optional<std::string> not_testable;
};

bool is_of(const SliceRow& row, const workload::Claim& claim) {
  return claim.suite.empty() || row.suite == claim.suite;
}

std::string reason_of(const SliceRow& row) {
  return row.reason.empty() ? std::string(text(row.status)) : row.reason;
}

/// Ties go to the alphabetically first, so that the order of rows does not matter.
std::string most_frequent(const Problems& problems) {
  std::map<std::string, std::size_t> counts;
  for (const std::string& problem : problems) ++counts[problem];
  const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  return most == counts.end() ? "" : most->first;
}

void add(const SliceRow& row, const std::string& metric, SideBlock& block) {
  ++block.slices;
  if (row.steal_share) block.noise.steal_share.push_back(*row.steal_share);
  if (row.client_in_line_share) block.noise.client_in_line_share.push_back(*row.client_in_line_share);
  if (row.status != SliceStatus::kOk) {
    block.problems.push_back(reason_of(row));
    return;
  }
  const auto value = results::metric(row, metric);
  if (!value) {
    block.problems.push_back(fmt::format("{} was not measured", metric));
  } else if (!(*value > 0)) {
    block.problems.push_back(fmt::format("{} is {}, which has no logarithm", metric, *value));
  } else {
    block.logs.push_back(std::log(*value));
  }
}

/// Why a stack was not measured: in this cell, or if nothing is said of it, in the others.
std::string why_not(const workload::Claim& claim, const Side& side, const RowIndex& rows) {
  Problems here;
  Problems elsewhere;
  for (const SliceRow* row : rows.absent(side.stack)) {
    if (is_of(*row, claim)) (row->cell == side.cell.id() ? here : elsewhere).push_back(reason_of(*row));
  }
  const Problems& absent = here.empty() ? elsewhere : here;
  return absent.empty() ? "not-measured" : most_frequent(absent);
}

SideBlocks side_blocks(const workload::Claim& claim, const Side& side, const RowIndex& rows) {
  SideBlocks result;
  for (const SliceRow* row : rows.measured(side.stack, side.cell.id())) {
    if (is_of(*row, claim)) add(*row, claim.metric, result.blocks[row->block]);
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
double mean(std::vector<double> values) {
  std::ranges::sort(values);
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Blocks of the numerator and, unless it is a constant, of the denominator that both sides completed.
struct CompletePair {
  const SideBlock* numerator;
  const SideBlock* denominator;  ///< null for a constant
};

std::vector<CompletePair> complete_pairs(const SideBlocks& numerator, const SideBlocks* denominator) {
  const std::size_t numerator_slices = usual_slices(numerator);
  const std::size_t denominator_slices = denominator ? usual_slices(*denominator) : 0;
  std::vector<CompletePair> pairs;
  for (const auto& [number, block] : numerator.blocks) {
    if (block.slices < numerator_slices) continue;
    const SideBlock* other = nullptr;
    if (denominator) {
      const auto found = denominator->blocks.find(number);
      if (found == denominator->blocks.end() || found->second.slices < denominator_slices) continue;
      other = &found->second;
    }
    pairs.push_back({&block, other});
  }
  return pairs;
}

std::optional<std::string> too_much(std::vector<double> above, const std::vector<double>* below, double limit,
                                    std::string_view what) {
  if (below) above.insert(above.end(), below->begin(), below->end());
  if (above.empty() || mean(above) <= limit) return {};
  return fmt::format("noise: {} more than {:g} % of the time", what, 100 * limit);
}

/// Why the block is left out: symmetric in its sides, and blind to what they measured.
std::optional<std::string> noise_in(const CompletePair& pair, const results::NoiseGuards& guards) {
  const Noise& above = pair.numerator->noise;
  const Noise* below = pair.denominator ? &pair.denominator->noise : nullptr;
  auto stolen = too_much(above.steal_share, below ? &below->steal_share : nullptr, guards.steal_share,
                         "the host took the CPUs");
  if (stolen || !guards.client_in_line_share) return stolen;
  return too_much(above.client_in_line_share, below ? &below->client_in_line_share : nullptr,
                  *guards.client_in_line_share, "the client waited for its CPU");
}

Problems problems_of(const CompletePair& pair) {
  Problems problems = pair.numerator->problems;
  if (pair.denominator)
    problems.insert(problems.end(), pair.denominator->problems.begin(), pair.denominator->problems.end());
  return problems;
}

double log_ratio_of(const CompletePair& pair, const workload::Contrast& contrast) {
  return mean(pair.numerator->logs) -
         (pair.denominator ? mean(pair.denominator->logs) : std::log(*contrast.ideal));
}

}  // namespace

std::vector<double> BlockEffects::log_ratios() const {
  std::vector<double> counted;
  for (const auto& block : complete) {
    if (block.log_ratio) counted.push_back(*block.log_ratio);
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

BlockEffects block_effects(const workload::Claim& claim, const workload::Contrast& contrast,
                           const RowIndex& rows, const std::optional<results::NoiseGuards>& guards) {
  BlockEffects result;
  const SideBlocks numerator = side_blocks(claim, {claim.numerator, contrast.numerator_cell}, rows);
  std::optional<SideBlocks> denominator;
  if (!contrast.ideal) denominator = side_blocks(claim, {claim.denominator, contrast.denominator_cell}, rows);
  result.not_testable = numerator.not_testable;
  if (!result.not_testable && denominator) result.not_testable = denominator->not_testable;

  Problems all_problems;
  for (const CompletePair& pair : complete_pairs(numerator, denominator ? &*denominator : nullptr)) {
    Problems problems = problems_of(pair);
    BlockEffect& block = result.complete.emplace_back();
    if (problems.empty() && guards) {
      if (const auto noise = noise_in(pair, *guards)) {
        block.noisy = true;
        // Once for each row, as rows that failed a gate say it.
        problems.assign(pair.numerator->slices + (pair.denominator ? pair.denominator->slices : 0), *noise);
      }
    }
    if (problems.empty()) block.log_ratio = log_ratio_of(pair, contrast);
    all_problems.insert(all_problems.end(), problems.begin(), problems.end());
  }
  result.lost_to = most_frequent(all_problems);
  return result;
}

}  // namespace harness::verdict
