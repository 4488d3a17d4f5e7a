#include <algorithm>

#include "harness/base/suggest.hpp"
#include "harness/workload/readers.hpp"

namespace harness::workload {
namespace {

/// Less, and a job could not be told from the noise of a request; more, and nobody would wait for the answer.
constexpr Nanoseconds kShortest = milliseconds(5);
constexpr Nanoseconds kLongest = seconds(10);
/// More, and a server that slows down a little no longer ends one job before the next.
constexpr double kMostDuty = 0.5;
constexpr double kLeastDuty = 0.01;  // less is nothing beside a load

void check_row(TableReader& reader, const std::string& target, const Catalog& catalog) {
  const std::string row = row_of_target(target, catalog);
  if (row != target && (row == "/cpu" || row == "/cpu_off")) return;
  std::vector<std::string> known;
  for (const Kernel& kernel : catalog.kernels) {
    known.push_back("/cpu/" + kernel.name);
    known.push_back("/cpu_off/" + kernel.name);
  }
  reader.problem("targets",
                 fmt::format("'{}' is no kernel behind a request: name one of kernels.toml, without n, "
                             "as /cpu/KERNEL or /cpu_off/KERNEL.{}",
                             target, suggestion(target, known)));
}

std::vector<Nanoseconds> read_jobs(TableReader& reader, std::string_view key,
                                   const std::vector<std::string>& texts) {
  std::vector<Nanoseconds> jobs;
  for (const std::string& text : texts) {
    const auto job = parse_duration(text);
    if (!job) {
      reader.problem(key, job.error().message);
    } else if (*job < kShortest || *job > kLongest) {
      reader.problem(key, fmt::format("{} is no length for a job: give {} to {}", text, human(kShortest),
                                      human(kLongest)));
    } else {
      jobs.push_back(*job);
    }
  }
  return jobs;
}

}  // namespace

void read_beside(TableReader reader, const Catalog& catalog, LoadLine& line) {
  const auto targets = reader.string_list("targets");
  const auto jobs = read_jobs(reader, "jobs", reader.string_list("jobs"));
  const auto full_only = read_jobs(reader, "full_only", reader.optional_string_list("full_only"));
  const double duty = reader.number("duty");
  const bool bearable = duty >= kLeastDuty && duty <= kMostDuty;
  if (reader.has("duty") && !bearable)
    reader.problem("duty", fmt::format("is {}: give the share of the time that jobs take, {} to {}", duty,
                                       kLeastDuty, kMostDuty));
  reader.finish();
  if (!bearable) return;  // nothing could be said of when such jobs come
  for (const std::string& target : targets) {
    check_row(reader, target, catalog);
    for (const Nanoseconds job : jobs) line.beside.push_back({target, job, duty});
    for (const Nanoseconds job : full_only) line.beside_full_only.push_back({target, job, duty});
  }
}

}  // namespace harness::workload
