#include "harness/stats/hdr_log.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "harness/base/printable.hpp"
#include "harness/stats/hdr_payload.hpp"

namespace harness::stats {
namespace {

constexpr std::string_view kVersionLine = "#[Histogram log format version ";
constexpr std::string_view kStartTimeLine = "#[StartTime: ";
constexpr std::string_view kBaseTimeLine = "#[BaseTime: ";
constexpr std::string_view kLegendStart = "\"StartTimestamp\"";
constexpr std::string_view kTagField = "Tag=";

bool is_control(char character) {
  return static_cast<unsigned char>(character) < 0x20 || character == 0x7f;
}

bool may_be_a_tag(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == ',' || c == ' ' || is_control(c); });
}

Result<void> check(const HdrInterval& interval) {
  if (!may_be_a_tag(interval.tag)) {
    return usage_error("hdr log: tag '{}' has a comma, a blank or a control character", interval.tag);
  }
  if (interval.length < Nanoseconds::zero()) {
    return usage_error("hdr log: an interval cannot be {} ns long", interval.length.count());
  }
  return {};
}

std::string_view next_part(std::string_view& text, char separator) {
  const std::size_t length = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, length);
  text.remove_prefix(std::min(length + 1, text.size()));
  return part;
}

std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

Result<Nanoseconds> parse_seconds(std::string_view name, std::string_view text) {
  constexpr double kMostSeconds = 9e9;  // the year 2255, and what 64 bits of nanoseconds can hold
  const auto number = parse_number(text);
  if (!number || std::abs(*number) > kMostSeconds) {
    return environment_error("{} '{}' is not a number of seconds", name, text);
  }
  // A double cannot tell nanoseconds apart this long after the epoch, but microseconds it can.
  return microseconds(std::llround(*number * 1e6));
}

Result<HdrInterval> parse_interval(std::string_view line) {
  HdrInterval interval;
  if (line.starts_with(kTagField)) interval.tag = next_part(line, ',').substr(kTagField.size());
  if (!may_be_a_tag(interval.tag)) {
    return environment_error("tag '{}' has a blank or a control character", printable(interval.tag));
  }
  if (std::ranges::count(line, ',') != 3) {
    return environment_error(
        "an interval has 4 fields (StartTimestamp, Interval_Length, Interval_Max, "
        "Interval_Compressed_Histogram), here are {}",
        std::ranges::count(line, ',') + 1);
  }
  const auto start = parse_seconds("StartTimestamp", next_part(line, ','));
  if (!start) return tl::unexpected(start.error());
  const auto length = parse_seconds("Interval_Length", next_part(line, ','));
  if (!length) return tl::unexpected(length.error());
  if (*length < Nanoseconds::zero()) return environment_error("Interval_Length is negative");
  if (const auto max = next_part(line, ','); !parse_number(max)) {
    return environment_error("Interval_Max '{}' is not a number", max);
  }
  auto histogram = histogram_from_hdr_payload(line);
  if (!histogram) return tl::unexpected(histogram.error());
  interval.start = *start;
  interval.length = *length;
  interval.histogram = std::move(*histogram);
  return interval;
}

}  // namespace

Result<std::string> hdr_log_head(const HdrLogHead& head) {
  std::string log;
  const auto out = std::back_inserter(log);
  for (const std::string& comment : head.comments) {
    // '[' starts a line with a meaning: a comment must not be able to set the base time.
    if (comment.starts_with('[') || std::ranges::any_of(comment, is_control)) {
      return usage_error("hdr log: comment '{}' starts with '[' or has a control character", comment);
    }
    fmt::format_to(out, "#{}\n", comment);
  }
  fmt::format_to(out, "{}1.3]\n", kVersionLine);
  if (head.base_time) {
    // Without the second line some readers guess from the first interval whether starts are absolute.
    for (const std::string_view name : {kStartTimeLine, kBaseTimeLine}) {
      fmt::format_to(out, "{}{:.3f} (seconds since epoch)]\n", name, to_seconds(*head.base_time));
    }
  }
  log += "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n";
  return log;
}

Result<std::string> hdr_log_line(const HdrInterval& interval) {
  if (const auto sound = check(interval); !sound) return tl::unexpected(sound.error());
  const auto payload = to_hdr_payload(interval.histogram);
  if (!payload) return tl::unexpected(payload.error().within("hdr log"));
  const std::string tag = interval.tag.empty() ? "" : fmt::format("{}{},", kTagField, interval.tag);
  return fmt::format("{}{:.3f},{:.3f},{:.3f},{}\n", tag, to_seconds(interval.start),
                     to_seconds(interval.length),
                     to_milliseconds(interval.histogram.max().value_or(Nanoseconds::zero())), *payload);
}

Result<std::string> to_hdr_log(const HdrLogHead& head, std::span<const HdrInterval> intervals) {
  auto log = hdr_log_head(head);
  for (const HdrInterval& interval : intervals) {
    const auto line = log ? hdr_log_line(interval) : log;
    if (!line) return line;
    *log += *line;
  }
  return log;
}

Result<void> HdrLogReader::read_comment(std::string_view line) {
  if (line.starts_with(kVersionLine)) {
    line.remove_prefix(kVersionLine.size());
    const std::string_view version = next_part(line, ']');
    if (version == "1.2" || version == "1.3") return {};
    return environment_error("log format '{}' is not known, this build reads 1.2 and 1.3", version);
  }
  for (const auto& [name, time] :
       {std::pair{kStartTimeLine, &start_time_}, std::pair{kBaseTimeLine, &base_time_}}) {
    if (!line.starts_with(name)) continue;
    line.remove_prefix(name.size());
    const auto seconds_since_epoch = parse_seconds(name, next_part(line, ' '));
    if (!seconds_since_epoch) return tl::unexpected(seconds_since_epoch.error());
    *time = *seconds_since_epoch;
    return {};
  }
  return {};
}

Result<std::optional<HdrInterval>> HdrLogReader::next() {
  while (!rest_.empty()) {
    std::string_view line = next_part(rest_, '\n');
    ++line_number_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with(kLegendStart)) continue;
    const auto where = [this] { return fmt::format("hdr log line {}", line_number_); };
    if (line.starts_with('#')) {
      const auto read = read_comment(line);
      if (!read) return tl::unexpected(read.error().within(where()));
      continue;
    }
    auto interval = parse_interval(line);
    if (!interval) return tl::unexpected(interval.error().within(where()));
    constexpr Nanoseconds kYear = std::chrono::hours(24 * 365);
    if (!base_time_ && start_time_ && interval->start < *start_time_ - kYear) base_time_ = start_time_;
    return std::optional<HdrInterval>(std::move(*interval));
  }
  return std::optional<HdrInterval>{};
}

}  // namespace harness::stats
