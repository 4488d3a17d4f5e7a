#pragma once
// HdrHistogram's interval log, format 1.3: one line of text per stretch of time and tag, each with a
// histogram in the lossy form of hdr_payload.hpp. Times: seconds with three decimals; "Interval_Max": ms,
// from the exact max(). Threading: pure functions; one reader per thread. Errors: kUsage for what cannot be
// written, kEnvironment for what cannot be read, naming the line. Source: HdrHistogram (Tene), Java:
// HistogramLogWriter, HistogramLogReader.
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/base/error.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::stats {

struct HdrInterval {
  std::string tag;      ///< empty: none. No comma, blank or control character: readers split there
  Nanoseconds start{};  ///< since HdrLogHead::base_time if there is one
  Nanoseconds length{};
  Histogram histogram;
};

struct HdrLogHead {
  std::vector<std::string> comments;     ///< one line each; what wrote the log, for example
  std::optional<Nanoseconds> base_time;  ///< since the Unix epoch; absent: intervals start at what they say
};

/// What a log starts with, and a line of it. Errors: kUsage for a tag, comment or length that a reader would
/// take for something else; kEnvironment as to_hdr_payload().
[[nodiscard]] Result<std::string> hdr_log_head(const HdrLogHead& head);
[[nodiscard]] Result<std::string> hdr_log_line(const HdrInterval& interval);
/// The whole log, head first.
[[nodiscard]] Result<std::string> to_hdr_log(const HdrLogHead& head, std::span<const HdrInterval> intervals);

/// Reads a log interval by interval, because a line of 60 bytes becomes a histogram of 214 KiB. Formats 1.2
/// and 1.3; older ones hold other payloads. Times to the microsecond. `text` must outlive the reader. Safe
/// for any input.
class HdrLogReader {
 public:
  explicit HdrLogReader(std::string_view text) : rest_(text) {}

  /// The next interval, empty at the end. After an error the following line can still be read.
  [[nodiscard]] Result<std::optional<HdrInterval>> next();

  /// What interval starts count from; known after the first next(). From "#[BaseTime:", else from
  /// "#[StartTime:" if the first interval starts more than a year before it, as HistogramLogReader infers.
  [[nodiscard]] std::optional<Nanoseconds> base_time() const { return base_time_; }

 private:
  [[nodiscard]] Result<void> read_comment(std::string_view line);

  std::string_view rest_;
  std::size_t line_number_ = 0;
  std::optional<Nanoseconds> start_time_;
  std::optional<Nanoseconds> base_time_;
};

}  // namespace harness::stats
