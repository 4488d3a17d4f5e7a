#include "harness/results/export_google_benchmark.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>
#include <tuple>

#include <nlohmann/json.hpp>

#include "harness/stats/median.hpp"

namespace harness::results {
namespace {

using Json = nlohmann::ordered_json;

/// Figures of a slice that are above zero, in this order; their geometric mean is a block's.
constexpr auto kFigures = std::to_array<std::pair<const char*, std::optional<double> SliceRow::*>>(
    {{"items_per_second", &SliceRow::throughput_rps},
     {"cpu_time", &SliceRow::server_cpu_us_per_request},
     {"service_p50_us", &SliceRow::service_p50_us},
     {"service_p99_us", &SliceRow::service_p99_us},
     {"response_p50_us", &SliceRow::response_p50_us},
     {"response_p99_us", &SliceRow::response_p99_us}});

/// What a block says of an arm in a cell.
struct BlockFigures {
  std::uint64_t requests = 0;
  std::map<std::string, double> values;  ///< by the names of kFigures; absent: not measured
};

std::optional<double> geometric_mean(const std::vector<const SliceRow*>& slices,
                                     std::optional<double> SliceRow::*figure) {
  std::vector<double> logs;
  for (const SliceRow* slice : slices) {
    const auto& value = slice->*figure;
    if (!value || !(*value > 0)) return {};
    logs.push_back(std::log(*value));
  }
  std::ranges::sort(logs);  // a sum depends on the order of its terms, a block must not on that of its rows
  double sum = 0;
  for (const double log : logs) sum += log;
  return std::exp(sum / static_cast<double>(logs.size()));
}

/// Nothing for a block that does not count, one that was cut short among them.
std::optional<BlockFigures> figures_of(const std::vector<const SliceRow*>& slices, std::size_t whole) {
  if (slices.size() < whole) return {};
  BlockFigures block;
  for (const SliceRow* slice : slices) {
    if (slice->status != SliceStatus::kOk) return {};
    block.requests += slice->ok.value_or(0);
  }
  for (const auto& [name, figure] : kFigures) {
    if (const auto mean = geometric_mean(slices, figure)) block.values[name] = *mean;
  }
  if (!block.values.contains("items_per_second") || !block.values.contains("cpu_time")) return {};
  return block;
}

/// An arm in a cell: cells in the order of reports, then stacks by name.
struct Family {
  std::string label;
  std::map<int, std::vector<const SliceRow*>> slices;  ///< by block
};
using FamilyKey = std::tuple<std::string, int, std::optional<double>, std::string, std::string>;

std::map<FamilyKey, Family> families_of(const std::vector<SliceRow>& rows) {
  std::map<FamilyKey, Family> families;
  for (const SliceRow& row : rows) {
    if (row.status == SliceStatus::kAbsent) continue;
    Family& family = families[{row.target, row.connections, row.rate_rps, row.cell, row.stack}];
    if (family.label.empty() && !row.runtime.empty())
      family.label = row.runtime + (row.runtime_version.empty() ? "" : " " + row.runtime_version);
    family.slices[row.block].push_back(&row);
  }
  return families;
}

/// The numbers a text starts with: "2.66 2.40 4.89 1/80 28513" begins with the load of 1, 5 and 15 minutes.
template <typename Number>
std::vector<Number> numbers_in(const std::string& text) {
  std::istringstream words(text);
  std::vector<Number> numbers;
  for (Number number{}; numbers.size() < 3 && words >> number;) numbers.push_back(number);
  return numbers;
}

Json context_of(const StoredRun& run, std::size_t left_out) {
  const RunManifest& manifest = run.manifest;
  Json context;
  context["date"] = manifest.started_utc;
  context["host_name"] = value_of(run.env, "machine_id");
  context["executable"] = "harness run --suite " + manifest.suite + " --profile " + manifest.profile;
  if (const auto cpus = numbers_in<int>(value_of(run.env, "cpus_online")); !cpus.empty())
    context["num_cpus"] = cpus.front();
  context["load_avg"] = numbers_in<double>(value_of(run.env, "load_average"));
  context["library_build_type"] = manifest.build_type == "Release" ? "release" : "debug";
  context["json_schema_version"] = 1;
  context["harness_version"] = manifest.harness_version;
  context["harness_git_sha"] = manifest.git_sha;
  context["harness_run"] = manifest.run_id;
  context["harness_status"] = text(manifest.status);
  context["harness_blocks_left_out"] = std::to_string(left_out);
  return context;
}

void set_figures(const BlockFigures& block, std::uint64_t iterations, const std::string& label, Json& entry) {
  constexpr double kMicrosecondsPerSecond = 1e6;
  entry["iterations"] = iterations;
  entry["real_time"] = kMicrosecondsPerSecond / block.values.at("items_per_second");
  entry["cpu_time"] = block.values.at("cpu_time");
  entry["time_unit"] = "us";
  for (const auto& [name, figure] : kFigures) {
    if (name != std::string_view("cpu_time") && block.values.contains(name))
      entry[name] = block.values.at(name);
  }
  entry["label"] = label;
}

/// Of each figure that all blocks have.
BlockFigures median_of(const std::vector<BlockFigures>& blocks) {
  BlockFigures middle;
  for (const auto& [name, figure] : kFigures) {
    std::vector<double> values;
    for (const BlockFigures& block : blocks) {
      if (block.values.contains(name)) values.push_back(block.values.at(name));
    }
    if (values.size() == blocks.size()) middle.values[name] = stats::median(std::move(values));
  }
  return middle;
}

class Document {
 public:
  explicit Document(BlocksShown shown) : shown_(shown) {}

  void add(const std::string& name, const Family& family) {
    std::vector<BlockFigures> blocks;
    std::size_t whole = 0;
    for (const auto& [number, slices] : family.slices) whole = std::max(whole, slices.size());
    for (const auto& [number, slices] : family.slices) {
      if (auto block = figures_of(slices, whole)) {
        blocks.push_back(*std::move(block));
      } else {
        ++left_out_;
      }
    }
    if (blocks.empty()) return;
    if (shown_ == BlocksShown::kMedian) {
      Json entry = head(name + "_median", name, "aggregate", blocks.size());
      entry["aggregate_name"] = "median";
      entry["aggregate_unit"] = "time";
      set_figures(median_of(blocks), blocks.size(), family.label, entry);
      benchmarks_.push_back(std::move(entry));
    } else {
      for (std::size_t i = 0; i < blocks.size(); ++i) {
        Json entry = head(name, name, "iteration", blocks.size());
        entry["repetition_index"] = i;
        set_figures(blocks[i], blocks[i].requests, family.label, entry);
        benchmarks_.push_back(std::move(entry));
      }
    }
    ++families_;
  }

  [[nodiscard]] const Json& benchmarks() const { return benchmarks_; }
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  [[nodiscard]] Json head(const std::string& name, const std::string& run_name, const char* type,
                          std::size_t repetitions) const {
    return {{"name", name},         {"family_index", families_}, {"per_family_instance_index", 0},
            {"run_name", run_name}, {"run_type", type},          {"repetitions", repetitions},
            {"threads", 1}};
  }

  BlocksShown shown_;
  Json benchmarks_ = Json::array();
  std::size_t families_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace

Result<std::string> google_benchmark_json(const StoredRun& run, BlocksShown shown) {
  Document document(shown);
  for (const auto& [key, family] : families_of(run.slices))
    document.add(std::get<4>(key) + " " + std::get<3>(key), family);
  if (document.benchmarks().empty())
    return environment_error("no block of this run counts, so there is nothing to export");
  const Json whole = {{"context", context_of(run, document.left_out())},
                      {"benchmarks", document.benchmarks()}};
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace harness::results
