#include "harness/jobs/job_report.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>

#include <nlohmann/json.hpp>

#include "harness/base/printable.hpp"
#include "harness/base/shallow_json.hpp"

namespace harness::jobs {
namespace {

using Json = nlohmann::json;

/// Collects the first thing that is wrong, so that reading a report reads as what it consists of.
class Fields {
 public:
  explicit Fields(const Json& json) : json_(json) {}

  std::string text(const char* name) {
    const Json* value = find(
        name, [](const Json& found) { return found.is_string(); }, "a text");
    return value ? value->get<std::string>() : "";
  }
  std::uint64_t count(const char* name) {
    const Json* value = find(
        name, [](const Json& found) { return found.is_number_unsigned(); }, "a whole number");
    return value ? value->get<std::uint64_t>() : 0;
  }
  Nanoseconds duration(const char* name) {
    const Json* value = find(name, is_time, "a whole number of nanoseconds, a month at most");
    return Nanoseconds(value ? value->get<std::int64_t>() : 0);
  }
  std::vector<Nanoseconds> durations(const char* name) {
    const auto is_series = [](const Json& found) {
      return found.is_array() && !found.empty() && std::ranges::all_of(found, is_time);
    };
    const Json* value = find(name, is_series, "a list of whole numbers of nanoseconds, a month at most");
    std::vector<Nanoseconds> series;
    if (value == nullptr) return series;
    for (const Json& each : *value) series.emplace_back(each.get<std::int64_t>());
    return series;
  }
  std::vector<double> rates(const char* name) {
    const auto are_rates = [](const Json& found) {
      return found.is_array() && !found.empty() && std::ranges::all_of(found, [](const Json& each) {
               return each.is_number() && each.get<double>() > 0;
             });
    };
    const Json* value = find(name, are_rates, "a list of numbers above 0");
    return value ? value->get<std::vector<double>>() : std::vector<double>();
  }
  [[nodiscard]] bool has(const char* name) const { return json_.contains(name); }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  /// Two of them can be added.
  static bool is_time(const Json& found) {
    constexpr std::uint64_t kMonthNs = 31ULL * 24 * 3600 * 1'000'000'000;
    return found.is_number_unsigned() && found.get<std::uint64_t>() <= kMonthNs;
  }

  template <typename Test>
  const Json* find(const char* name, Test is_right, const char* expected) {
    const auto found = json_.find(name);
    if (found != json_.end() && is_right(*found)) return &*found;
    if (problem_.empty()) {
      problem_ = fmt::format("'{}' is {}, expected {}", name,
                             found == json_.end() ? "missing" : found->dump(), expected);
    }
    return nullptr;
  }

  const Json& json_;
  std::string problem_;
};

std::string_view last_line(std::string_view output) {
  while (!output.empty() && output.back() == '\n') output.remove_suffix(1);
  const auto end = output.rfind('\n');
  return end == std::string_view::npos ? output : output.substr(end + 1);
}

}  // namespace

Result<JobReport> parse_job_report(std::string_view output) {
  const std::string_view line = last_line(output);
  const Json json = parse_shallow(line, 2);
  if (!json.is_object()) {
    constexpr std::size_t kShown = 80;
    return environment_error("a job must print one JSON object as its last line, not '{}'",
                             printable(line.substr(0, kShown)));
  }
  Fields fields(json);
  JobReport report{.kernel = fields.text("kernel"),
                   .flavour = fields.text("flavour"),
                   .n = fields.count("n"),
                   .line = fields.text("line"),
                   .tag = fields.text("tag"),
                   .version = fields.text("version"),
                   .max_rss_kib = fields.count("max_rss_kib"),
                   .setup = fields.duration("setup_ns"),
                   .iterations = fields.durations("iteration_ns"),
                   .iterations_cpu = {}};
  if (fields.has("worker_rates_per_s")) {
    report.worker_rates = fields.rates("worker_rates_per_s");
  } else {
    report.iterations_cpu = fields.durations("iteration_cpu_ns");
  }
  if (fields.has("wrong_iterations")) report.wrong = fields.count("wrong_iterations");
  if (fields.has("loop_ns")) report.loop = fields.duration("loop_ns");
  if (!fields.problem().empty()) return environment_error("a job's report: {}", fields.problem());
  if (report.wrong > report.iterations.size()) {
    return environment_error("a job's report: 'wrong_iterations' is {} of {}", report.wrong,
                             report.iterations.size());
  }
  if (report.loop && *report.loop < sum(report.iterations)) {
    return environment_error(
        "a job's report: 'loop_ns' is {}, but what was done in it took {}; it begins before the first "
        "iteration and ends after the last one",
        report.loop->count(), sum(report.iterations).count());
  }
  return report;
}

bool agrees(std::string_view line, std::string_view right, double tolerance) {
  if (tolerance == 0) return line == right;
  std::istringstream seen{std::string(line)};
  std::istringstream expected{std::string(right)};
  double value = 0;
  double wanted = 0;
  while (expected >> wanted) {
    if (!(seen >> value) || std::abs(value - wanted) > tolerance * std::abs(wanted)) return false;
  }
  return expected.eof() && !(seen >> value) && seen.eof();
}

Nanoseconds sum(const std::vector<Nanoseconds>& iterations) {
  return std::accumulate(iterations.begin(), iterations.end(), Nanoseconds(0),
                         [](Nanoseconds total, Nanoseconds each) {
                           return total > Nanoseconds::max() - each ? Nanoseconds::max() : total + each;
                         });
}

Nanoseconds steady(const std::vector<Nanoseconds>& iterations) {
  if (iterations.empty()) return Nanoseconds(0);
  std::vector<Nanoseconds> later(iterations.begin() + static_cast<std::ptrdiff_t>(iterations.size() / 2),
                                 iterations.end());
  std::ranges::sort(later);
  const std::size_t middle = later.size() / 2;
  return later.size() % 2 == 1 ? later[middle] : (later[middle - 1] + later[middle]) / 2;
}

}  // namespace harness::jobs
