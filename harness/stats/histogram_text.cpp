// The one-line text form of a Histogram: "h1 min=… max=… sum=… clamped=… bucket:count …".
#include <charconv>

#include <fmt/format.h>

#include "harness/stats/histogram.hpp"

namespace harness::stats {
namespace {

/// std::from_chars has no 128-bit overload in strict C++20.
bool parse_integer(std::string_view text, WideNanoseconds& value) {
  constexpr std::size_t kMostDigits = 37;  // 10^37 fits into 127 bits, and no sum of durations comes near it
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kMostDigits) return false;
  value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return false;
    value = value * 10 + (digit - '0');
  }
  if (negative) value = -value;
  return true;
}

template <typename Integer>
bool parse_integer(std::string_view text, Integer& value) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc{} && end == text.data() + text.size();
}

std::string_view next_word(std::string_view& text) {
  const std::size_t length = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(std::min(length + 1, text.size()));
  return word;
}

/// The next word is "name=integer"; an empty integer is allowed for what was not measured.
template <typename Integer>
Result<std::optional<Integer>> next_field(std::string_view& text, std::string_view name) {
  const std::string_view word = next_word(text);
  if (!word.starts_with(name) || !word.substr(name.size()).starts_with('=')) {
    return environment_error("histogram text: expected '{}=…', found '{}'", name, word);
  }
  const std::string_view number = word.substr(name.size() + 1);
  if (number.empty()) return std::optional<Integer>{};
  Integer value{};
  if (!parse_integer(number, value)) return environment_error("histogram text: '{}' is not an integer", word);
  return std::optional<Integer>(value);
}

struct Summary {
  std::optional<std::int64_t> min, max;
  WideNanoseconds sum = 0;
  std::uint64_t clamped = 0;
};

Result<Summary> next_summary(std::string_view& text) {
  const auto min = next_field<std::int64_t>(text, "min");
  if (!min) return tl::unexpected(min.error());
  const auto max = next_field<std::int64_t>(text, "max");
  if (!max) return tl::unexpected(max.error());
  const auto sum = next_field<WideNanoseconds>(text, "sum");
  if (!sum) return tl::unexpected(sum.error());
  const auto clamped = next_field<std::uint64_t>(text, "clamped");
  if (!clamped) return tl::unexpected(clamped.error());
  if (!*sum || !*clamped) return environment_error("histogram text: sum and clamped need a value");
  if (min->has_value() != max->has_value()) {
    return environment_error("histogram text: min and max are either both given or both empty");
  }
  return Summary{*min, *max, **sum, **clamped};
}

/// Fills `counts` from "bucket:count …" and returns their total.
Result<std::uint64_t> read_buckets(std::string_view text, std::vector<std::uint64_t>& counts) {
  std::uint64_t total = 0;
  std::optional<std::uint32_t> previous;
  while (!text.empty()) {
    const std::string_view word = next_word(text);
    const std::size_t colon = word.find(':');
    std::uint32_t bucket = 0;
    std::uint64_t count = 0;
    if (colon == std::string_view::npos || !parse_integer(word.substr(0, colon), bucket) ||
        !parse_integer(word.substr(colon + 1), count)) {
      return environment_error("histogram text: '{}' is not bucket:count", word);
    }
    if (bucket >= counts.size()) {
      return environment_error("histogram text: bucket {} in '{}' is above the last, {}", bucket, word,
                               counts.size() - 1);
    }
    if (previous && bucket <= *previous) {
      return environment_error("histogram text: bucket {} comes after {}; buckets must ascend", bucket,
                               *previous);
    }
    if (count == 0) return environment_error("histogram text: empty bucket '{}' must be left out", word);
    if (__builtin_add_overflow(total, count, &total)) {
      return environment_error("histogram text: the counts up to '{}' do not fit 64 bits", word);
    }
    counts[bucket] = count;
    previous = bucket;
  }
  return total;
}

/// What record() can never have produced was damaged or edited: better no figure than a wrong one.
Result<void> check(const Summary& summary, const Histogram& read, std::uint64_t count) {
  if (count == 0) {
    if (summary.min || summary.sum != 0 || summary.clamped != 0) {
      return environment_error(
          "histogram text: no buckets, yet min, max, sum or clamped say values were there");
    }
    return {};
  }
  if (!summary.min) return environment_error("histogram text: {} values but neither min nor max", count);
  const auto filled = read.sparse();
  if (Histogram::bucket_of(Nanoseconds(*summary.min)) != filled.front().first) {
    return environment_error("histogram text: min={} is not in the first bucket, {}", *summary.min,
                             filled.front().first);
  }
  if (Histogram::bucket_of(Nanoseconds(*summary.max)) != filled.back().first || *summary.max < *summary.min) {
    return environment_error("histogram text: max={} is not in the last bucket, {}, or below min",
                             *summary.max, filled.back().first);
  }
  if ((summary.clamped > 0) != (*summary.max > Histogram::kHighest.count()) ||
      summary.clamped > filled.back().second) {
    return environment_error("histogram text: clamped={} contradicts max={} and bucket {}:{}",
                             summary.clamped, *summary.max, filled.back().first, filled.back().second);
  }
  const auto n = static_cast<WideNanoseconds>(count);
  if (summary.sum < n * *summary.min || summary.sum > n * *summary.max) {
    return environment_error("histogram text: sum={} is not between {} times min and max", summary.sum,
                             count);
  }
  return {};
}

}  // namespace

std::string to_text(const Histogram& histogram) {
  std::string text = "h1 min=";
  const auto out = std::back_inserter(text);
  if (const auto min = histogram.min()) fmt::format_to(out, "{}", min->count());
  text += " max=";
  if (const auto max = histogram.max()) fmt::format_to(out, "{}", max->count());
  fmt::format_to(out, " sum={} clamped={}", histogram.sum_, histogram.clamped_);
  for (const auto& [bucket, count] : histogram.sparse()) fmt::format_to(out, " {}:{}", bucket, count);
  return text;
}

Result<Histogram> histogram_from_text(std::string_view text) {
  if (const std::string_view version = next_word(text); version != "h1") {
    return environment_error("histogram text: version '{}' is not known, this build reads 'h1'", version);
  }
  const auto summary = next_summary(text);
  if (!summary) return tl::unexpected(summary.error());
  Histogram histogram;
  const auto count = read_buckets(text, histogram.counts_);
  if (!count) return tl::unexpected(count.error());
  if (const auto sound = check(*summary, histogram, *count); !sound) return tl::unexpected(sound.error());
  if (*count == 0) return histogram;
  histogram.count_ = *count;
  histogram.clamped_ = summary->clamped;
  histogram.min_ = *summary->min;
  histogram.max_ = *summary->max;
  histogram.sum_ = summary->sum;
  return histogram;
}

}  // namespace harness::stats
