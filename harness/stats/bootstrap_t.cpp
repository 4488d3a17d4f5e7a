#include "harness/stats/bootstrap_t.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/random.hpp"
#include "harness/stats/checked_input.hpp"

namespace harness::stats {
namespace {

using FilledBuckets = std::vector<std::pair<std::uint32_t, std::uint64_t>>;
using Copies = std::vector<std::uint32_t>;  ///< of each block in a sample

/// Quantile of any sum of blocks, without merging 214 KiB for each.
class PooledQuantile {
 public:
  PooledQuantile(std::span<const Histogram> blocks, double quantile)
      : block_count_(blocks.size()), quantile_(quantile) {
    std::vector<FilledBuckets> filled;
    for (const Histogram& block : blocks) {
      filled.push_back(block.sparse());
      for (const auto& [bucket, count] : filled.back()) buckets_.push_back(bucket);
      counts_.push_back(block.count());
      highest_.push_back(block.max().value_or(Nanoseconds(0)));
    }
    std::sort(buckets_.begin(), buckets_.end());
    buckets_.erase(std::unique(buckets_.begin(), buckets_.end()), buckets_.end());
    at_most_.resize(buckets_.size() * block_count_);
    for (std::size_t b = 0; b < block_count_; ++b) accumulate(filled[b], b);
  }

  /// The same number as quantile() of a histogram into which the blocks were merged.
  [[nodiscard]] Nanoseconds of(const Copies& copies) const {
    const auto total = static_cast<double>(dot(counts_.data(), copies));
    const auto wanted = static_cast<std::uint64_t>(std::ceil(std::nextafter(quantile_, 0.0) * total));
    std::size_t low = 0;
    std::size_t high = buckets_.size() - 1;  // holds everything
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (dot(&at_most_[middle * block_count_], copies) >= wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    Nanoseconds highest{0};
    for (std::size_t b = 0; b < block_count_; ++b) {
      if (copies[b] > 0) highest = std::max(highest, highest_[b]);
    }
    if (buckets_[low] == Histogram::bucket_of(Histogram::kHighest)) return highest;
    return std::min(Histogram::bucket_high(buckets_[low]), highest);
  }

 private:
  void accumulate(const FilledBuckets& filled, std::size_t b) {
    std::size_t i = 0;
    std::uint64_t seen = 0;
    for (const auto& [bucket, count] : filled) {
      for (; buckets_[i] < bucket; ++i) at_most_[i * block_count_ + b] = seen;
      seen += count;
    }
    for (; i < buckets_.size(); ++i) at_most_[i * block_count_ + b] = seen;
  }

  [[nodiscard]] std::uint64_t dot(const std::uint64_t* counts, const Copies& copies) const {
    std::uint64_t sum = 0;
    for (std::size_t b = 0; b < block_count_; ++b) sum += counts[b] * copies[b];
    return sum;
  }

  std::size_t block_count_;
  double quantile_;
  std::vector<std::uint32_t> buckets_;  ///< filled in any block, ascending
  std::vector<std::uint64_t> at_most_;  ///< [bucket][block]: values up to the end of the bucket
  std::vector<std::uint64_t> counts_;
  std::vector<Nanoseconds> highest_;
};

double log_of(Nanoseconds value) {
  return std::log(static_cast<double>(value.count()));
}

struct Estimate {
  double log_ratio = 0;
  double standard_error = 0;
};

class LogRatio {
 public:
  LogRatio(PooledQuantile numerator, PooledQuantile denominator)
      : numerator_(std::move(numerator)), denominator_(std::move(denominator)) {}

  [[nodiscard]] double of(const Copies& copies) const {
    return log_of(numerator_.of(copies)) - log_of(denominator_.of(copies));
  }

  /// With the jackknife over the blocks drawn: copies of one block have the same r_(−b).
  [[nodiscard]] Estimate with_error(Copies copies) const {
    const double whole = of(copies);
    const auto n = static_cast<double>(copies.size());
    double sum = 0;  // of distances from `whole`, which are small
    double squares = 0;
    for (std::uint32_t& block : copies) {
      if (block == 0) continue;
      const std::uint32_t drawn = block--;
      const double distance = of(copies) - whole;
      block = drawn;
      sum += drawn * distance;
      squares += drawn * distance * distance;
    }
    const double spread = std::max(0.0, squares - sum * sum / n);
    return {whole, std::max(kBucketError, std::sqrt((n - 1) / n * spread))};
  }

  [[nodiscard]] Nanoseconds numerator(const Copies& copies) const { return numerator_.of(copies); }
  [[nodiscard]] Nanoseconds denominator(const Copies& copies) const { return denominator_.of(copies); }

 private:
  PooledQuantile numerator_;
  PooledQuantile denominator_;
};

/// τ* of each resample, ascending.
std::vector<double> studentised(const LogRatio& ratio, std::size_t blocks, const BootstrapSpec& spec,
                                double log_ratio) {
  Random random(spec.seed);
  std::vector<double> taus;
  taus.reserve(spec.resamples);
  for (std::size_t i = 0; i < spec.resamples; ++i) {
    Copies copies(blocks, 0);
    for (std::size_t drawn = 0; drawn < blocks; ++drawn) ++copies[random.below(blocks)];
    const Estimate again = ratio.with_error(copies);
    taus.push_back((again.log_ratio - log_ratio) / again.standard_error);
  }
  std::sort(taus.begin(), taus.end());
  return taus;
}

Result<void> check_arm(std::span<const Histogram> blocks, double quantile, std::string_view arm) {
  const double share = std::min(quantile, 1 - quantile);
  const double needed = std::ceil(kFewestExceedances / share * (1 - 1e-9));  // 1 − 0.9 is not quite 0.1
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (static_cast<double>(blocks[b].count()) < needed) {
      return usage_error("{} of block {} has {} values; quantile {} needs {}, so that {} lie beyond it", arm,
                         b, blocks[b].count(), quantile, needed, kFewestExceedances);
    }
    // A pooled quantile is never below the least of its blocks, in no resample.
    if (const auto own = blocks[b].quantile(quantile); own->count() <= 0) {
      return usage_error("{} of block {} has a quantile {} of {} ns, a ratio needs a positive number", arm, b,
                         quantile, own->count());
    }
  }
  return {};
}

Result<void> check(std::span<const Histogram> numerator, std::span<const Histogram> denominator,
                   double quantile, const BootstrapSpec& spec) {
  if (auto known = check_level(spec.level); !known) return known;
  if (!(quantile > 0 && quantile < 1)) {
    return usage_error("quantile {} must be between 0 and 1, such as 0.99", quantile);
  }
  if (numerator.size() != denominator.size()) {
    return usage_error(
        "paired histograms need equal numbers of blocks: {} in the numerator, {} in the denominator",
        numerator.size(), denominator.size());
  }
  if (numerator.size() < kFewestBootstrapBlocks) {
    return usage_error("a bootstrap over blocks needs at least {}, there are {}", kFewestBootstrapBlocks,
                       numerator.size());
  }
  if (auto enough = check_arm(numerator, quantile, "numerator"); !enough) return enough;
  return check_arm(denominator, quantile, "denominator");
}

}  // namespace

Result<PooledQuantileRatio> pooled_quantile_ratio(std::span<const Histogram> numerator,
                                                  std::span<const Histogram> denominator, double quantile,
                                                  const BootstrapSpec& spec) {
  if (const auto fit = check(numerator, denominator, quantile, spec); !fit)
    return tl::unexpected(fit.error());
  // The k-th smallest and k-th largest of B resamples. Source: Davison, Hinkley 1997, §5.2: k = (B + 1)·α/2.
  const auto k =
      static_cast<std::size_t>(static_cast<double>(spec.resamples + 1) * (1 - spec.level) / 2 + 1e-9);
  if (k == 0) return usage_error("{} resamples are too few for a level of {}", spec.resamples, spec.level);

  const std::size_t n = numerator.size();
  const LogRatio ratio(PooledQuantile(numerator, quantile), PooledQuantile(denominator, quantile));
  const Copies each_once(n, 1);
  const auto [log_ratio, error] = ratio.with_error(each_once);
  const std::vector<double> taus = studentised(ratio, n, spec, log_ratio);

  PooledQuantileRatio found;
  found.log_ratio = log_ratio;
  found.low = log_ratio - taus[taus.size() - k] * error;
  found.high = log_ratio - taus[k - 1] * error;
  found.level = spec.level;
  found.standard_error = error;
  found.blocks = n;
  found.numerator = ratio.numerator(each_once);
  found.denominator = ratio.denominator(each_once);
  for (std::size_t b = 0; b < n; ++b) {
    const double own = log_of(*numerator[b].quantile(quantile)) - log_of(*denominator[b].quantile(quantile));
    found.mean_of_blocks += own / static_cast<double>(n);
  }
  found.tail_heterogeneous = std::fabs(log_ratio - found.mean_of_blocks) > kTailHeterogeneous;
  return found;
}

}  // namespace harness::stats
