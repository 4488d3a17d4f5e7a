#include "harness/experiment/reading_block.hpp"

#include <algorithm>
#include <future>

#include "harness/base/digest.hpp"
#include "harness/base/file.hpp"
#include "harness/experiment/mutant_trials.hpp"
#include "harness/experiment/scratch_folder.hpp"
#include "harness/experiment/slice.hpp"
#include "harness/experiment/source_reader.hpp"
#include "harness/process/signals.hpp"
#include "harness/sources/report.hpp"
#include "harness/sources/size.hpp"

namespace harness::experiment {
namespace {

using namespace std::string_literals;

enum StreamPurpose : std::uint64_t { kMutants = 7 };  // apart from those of plan.cpp

class ReadingBlock {
 public:
  ReadingBlock(Bench& bench, const BlockPlan& plan)
      : bench_(bench),
        plan_(plan),
        pair_(bench.plan.pair_of(plan)),
        cpus_(machine::both_sides_everywhere(bench.cpus).server) {}

  Result<Ending> run() {
    for (std::size_t first = 0; first < plan_.slots.size(); first += cpus_.size()) {
      std::size_t order = first;
      for (auto& reading : begin_readings(first)) {
        bench_.listener.doing(fmt::format("{} of {}: {} of {} on {}", plan_.number, bench_.plan.blocks.size(),
                                          cell_at(order).id(), pair_.name, arm_at(order).name()));
        auto row = reading.get();
        if (process::StopRequest::requested()) return Ending::kInterrupted;
        const auto stored =
            row ? append(bench_, plan_, order, *std::move(row)) : lose(order, row.error().message);
        if (!stored) return tl::unexpected(stored.error());
        ++order;
      }
    }
    return Ending::kComplete;
  }

 private:
  const Arm& arm_at(std::size_t order) const { return bench_.plan.arms[plan_.slots[order].arm]; }
  const workload::Cell& cell_at(std::size_t order) const {
    return bench_.plan.cells[plan_.slots[order].cell];
  }
  const workload::Reading& reading_at(std::size_t order) const { return *cell_at(order).reading; }

  results::SliceRow row_at(std::size_t order) const {
    results::SliceRow row = blank_row(bench_.plan, arm_at(order), cell_at(order));
    row.pair = pair_.name;
    return row;
  }

  Result<void> lose(std::size_t order, const std::string& why) {
    ++bench_.failed_arms;
    bench_.listener.warn(fmt::format("{}: {}", pair_.name, why));
    results::SliceRow row = row_at(order);
    row.status = results::SliceStatus::kFailed;
    row.reason = why;
    return append(bench_, plan_, order, std::move(row));
  }

  std::filesystem::path language_folder(std::size_t order) const {
    return arm_at(order).stack->file.parent_path().parent_path();
  }

  Result<std::vector<std::string>> words_for(std::size_t order) const {
    if (!pair_.kernel.empty()) return std::vector{"program"s, pair_.kernel, reading_at(order).which};
    const std::string& language = arm_at(order).stack->language;
    const auto found = pair_.files.find(language);
    if (found == pair_.files.end()) return environment_error("the suite names no files of {}", language);
    std::vector<std::string> words{"files"};
    words.insert(words.end(), found->second.begin(), found->second.end());
    return words;
  }

  /// Of the slots from there on, one on each CPU.
  std::vector<std::future<Result<results::SliceRow>>> begin_readings(std::size_t first) const {
    std::vector<std::future<Result<results::SliceRow>>> readings;
    for (std::size_t order = first; order < std::min(first + cpus_.size(), plan_.slots.size()); ++order) {
      readings.push_back(std::async(
          std::launch::async, [this, order, cpu = cpus_[order - first]] { return read(order, {cpu}); }));
    }
    return readings;
  }

  Result<results::SliceRow> read(std::size_t order, const std::vector<int>& cpus) const {
    return reading_at(order).what == "source" ? read_source(order, cpus) : try_mutants(order, cpus);
  }

  Result<results::SliceRow> read_source(std::size_t order, const std::vector<int>& cpus) const {
    const auto scratch = ScratchFolder::make();
    if (!scratch) return tl::unexpected(scratch.error());
    const auto words = words_for(order);
    if (!words) return tl::unexpected(words.error());
    const SourceReader reader(arm_at(order), cpus, scratch->path());
    const auto output = reader.output_of(*words, bench_.plan.suite->timeout);
    if (!output) return tl::unexpected(output.error());
    const auto report = sources::parse_source_report(*output);
    if (!report) return tl::unexpected(report.error());
    results::SliceRow row = row_at(order);
    describe(*report, row);
    if (auto named = name_sources(*report, language_folder(order), row); !named)
      return tl::unexpected(named.error());
    return row;
  }

  static void describe(const sources::SourceReport& report, results::SliceRow& row) {
    const sources::Size size = sources::size_of(report.text);
    row.runtime_version = report.version;
    row.code_lines = size.lines;
    row.code_lines_beside_brackets = size.lines_beside_brackets;
    row.code_lines_with_braces = size.lines_with_braces;
    row.code_gzip_bytes = size.gzip_bytes;
    row.code_tokens = report.tokens;
    row.code_blocks = report.blocks;
    row.code_braced_blocks = report.braced_blocks;
    row.code_sha256 = sha256_hex(report.text);
  }

  /// The digests are of what is there, not of what the program says it has read.
  static Result<void> name_sources(const sources::SourceReport& report, const std::filesystem::path& folder,
                                   results::SliceRow& row) {
    for (const std::string& path : report.sources) {
      const auto content = read_file(folder / path);
      if (!content) return tl::unexpected(content.error());
      row.code_sources +=
          fmt::format("{}{}@{}", row.code_sources.empty() ? "" : " ", path, sha256_hex(*content));
    }
    return {};
  }

  Result<results::SliceRow> try_mutants(std::size_t order, const std::vector<int>& cpus) const {
    const Random random = random_stream(bench_.plan.seed, {kMutants, static_cast<std::uint64_t>(plan_.number),
                                                           plan_.slots[order].cell, plan_.slots[order].arm});
    const auto trials = mutant_trials(arm_at(order), cpus, pair_, reading_at(order), random);
    if (!trials) return tl::unexpected(trials.error());
    const auto kept =
        write_file_atomically(bench_.folder.log_path(fmt::format("b{:02}-s{:03}-{}.tsv", plan_.number, order,
                                                                 arm_at(order).file_name())),
                              trials->list);
    if (!kept) return tl::unexpected(kept.error());
    results::SliceRow row = row_at(order);
    row.code_sources = trials->source;
    count(*trials, row);
    return row;
  }

  static void count(const MutantTrials& trials, results::SliceRow& row) {
    const auto of = [&](sources::Fate fate) {
      const auto found = trials.fates.find(fate);
      return found == trials.fates.end() ? 0 : found->second;
    };
    row.mutants_rejected_near = of(sources::Fate::kRejectedNear);
    row.mutants_rejected_elsewhere = of(sources::Fate::kRejectedElsewhere);
    row.mutants_crashed_near = of(sources::Fate::kCrashedNear);
    row.mutants_crashed_elsewhere = of(sources::Fate::kCrashedElsewhere);
    row.mutants_wrong = of(sources::Fate::kWrong);
    row.mutants_unchanged = of(sources::Fate::kUnchanged);
    row.mutants = 0;
    for (const auto& [fate, number] : trials.fates) *row.mutants += number;
  }

  Bench& bench_;
  const BlockPlan& plan_;
  const workload::SourcePair& pair_;
  const std::vector<int> cpus_;  ///< nothing is timed, so each reads one of the slots
};

}  // namespace

Result<Ending> run_reading_block(Bench& bench, const BlockPlan& block) {
  return ReadingBlock(bench, block).run();
}

}  // namespace harness::experiment
