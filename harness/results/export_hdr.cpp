#include "harness/results/export_hdr.hpp"

#include <algorithm>
#include <ctime>
#include <limits>

#include "harness/base/file.hpp"
#include "harness/stats/hdr_log.hpp"

namespace harness::results {
namespace {

namespace fs = std::filesystem;

std::optional<Nanoseconds> epoch_of(const std::string& utc) {
  std::tm moment{};
  const char* end = ::strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%SZ", &moment);
  if (end == nullptr || *end != '\0') return {};
  return seconds(::timegm(&moment));
}

/// A histogram is a file of its own folder: a name that leads out of it is refused.
Result<stats::Histogram> read_histogram(const fs::path& folder, const std::string& name) {
  if (fs::path(name).filename() != name || name == "." || name == "..") {
    return environment_error("slices.csv: column 'histogram' is '{}', which is no name of a file in {}", name,
                             (folder / "histograms").string());
  }
  const fs::path file = folder / "histograms" / name;
  const auto text = read_file(file);
  if (!text) {
    return environment_error(
        "{}; stored references come without histograms, the runs under results/runs have them",
        text.error().message);
  }
  auto histogram = stats::histogram_from_text(std::string_view(*text).substr(0, text->find('\n')));
  if (!histogram) return tl::unexpected(histogram.error().within(file.string()));
  return histogram;
}

std::string tag_of(const SliceRow& row) {
  std::string tag = row.stack + "@" + row.cell;
  for (char& c : tag) {
    if (c == ' ' || c == ',') c = '_';
  }
  return tag;
}

bool is_exported(const SliceRow& row) {
  constexpr double kLongest = 1e6;  // seconds; a slice takes a few
  return row.status == SliceStatus::kOk && row.start_mono_ns.value_or(-1) >= 0 && !row.histogram.empty() &&
         row.duration_s.value_or(-1) >= 0 && *row.duration_s <= kLongest;
}

std::string comment_of(const StoredRun& run, std::size_t exported) {
  return fmt::format("harness {} run {}: {} of {} slices, those that are ok", run.manifest.harness_version,
                     run.manifest.run_id, exported, run.slices.size());
}

}  // namespace

Result<std::string> hdr_log_of(const StoredRun& run, const fs::path& folder) {
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  for (const SliceRow& row : run.slices) {
    if (is_exported(row)) first = std::min(first, *row.start_mono_ns);
  }
  const auto exported = static_cast<std::size_t>(std::ranges::count_if(run.slices, is_exported));
  if (exported == 0) return environment_error("no slice of this run is ok and has a histogram");

  auto log = stats::hdr_log_head({{comment_of(run, exported)}, epoch_of(run.manifest.started_utc)});
  if (!log) return log;
  // One by one: each of them takes 214 KiB until it is a line.
  for (const SliceRow& row : run.slices) {
    if (!is_exported(row)) continue;
    auto histogram = read_histogram(folder, row.histogram);
    if (!histogram) return tl::unexpected(histogram.error());
    const auto line = stats::hdr_log_line({tag_of(row), Nanoseconds(*row.start_mono_ns - first),
                                           from_seconds(*row.duration_s), *std::move(histogram)});
    if (!line) return tl::unexpected(line.error());
    *log += *line;
  }
  return log;
}

}  // namespace harness::results
