#include "harness/experiment/mutant_trials.hpp"

#include <algorithm>
#include <filesystem>

#include "harness/base/clock.hpp"
#include "harness/base/digest.hpp"
#include "harness/base/file.hpp"
#include "harness/experiment/scratch_folder.hpp"
#include "harness/experiment/source_reader.hpp"
#include "harness/jobs/job_report.hpp"
#include "harness/sources/report.hpp"

namespace harness::experiment {
namespace {

namespace fs = std::filesystem;
using sources::Attempt;

/// The slowest of the unedited kernels takes less than half a second where nobody else wants the CPU; with a
/// mistake in it, it may take a few times as long and still end.
constexpr Nanoseconds kPatience = seconds(2);
constexpr int kTimesUnedited = 5;
constexpr Nanoseconds kPatienceUnedited = seconds(20);

/// The source of that kernel among the files of its language: "fib.mjs" or "fib.py".
Result<fs::path> source_of(const std::string& kernel, const fs::path& folder) {
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    if (entry.path().stem() == kernel && entry.is_regular_file()) return entry.path();
  }
  return environment_error("there is no source of {} in {}", kernel, folder.string());
}

class Trials {
 public:
  Trials(const Arm& arm, const std::vector<int>& cpus, const workload::SourcePair& pair, fs::path scratch)
      : pair_(pair),
        kernels_(arm.stack->file.parent_path().parent_path() / "kernels"),
        copies_(scratch / "kernels"),
        reader_(arm, cpus, std::move(scratch)) {}

  Result<MutantTrials> run(const workload::Reading& reading, Random random) {
    if (auto ready = prepare(); !ready) return tl::unexpected(ready.error());
    const auto output = reader_.output_of({"lex", copy_.string()}, kPatienceUnedited);
    if (!output) return tl::unexpected(output.error());
    const auto lexed = sources::parse_lexed(*output, source_);
    if (!lexed) return tl::unexpected(lexed.error());
    const auto unedited = try_unedited();
    if (!unedited) return tl::unexpected(unedited.error());
    MutantTrials trials;
    trials.source = fmt::format("kernels/{}@{}", copy_.filename().string(), sha256_hex(source_));
    const auto count = static_cast<std::size_t>(reading.mutants);
    for (const sources::Edit& edit : sources::edits_of(source_, *lexed, reading.which, count, random)) {
      const auto attempt = attempt_with(edit.text);
      if (!attempt) return tl::unexpected(attempt.error());
      const sources::Fate fate = sources::fate_of(edit, *attempt, *unedited);
      ++trials.fates[fate];
      trials.list += fmt::format("{}\t{}\t{}\t{}\n", edit.first_line, edit.what, text(fate),
                                 attempt->line ? std::to_string(*attempt->line) : "");
    }
    return trials;
  }

 private:
  /// A copy of the kernels' whole folder, for what they import.
  Result<void> prepare() {
    const auto found = source_of(pair_.kernel, kernels_);
    if (!found) return tl::unexpected(found.error());
    auto content = read_file(*found);
    if (!content) return tl::unexpected(content.error());
    source_ = *std::move(content);
    copy_ = copies_ / found->filename();
    std::error_code failure;
    fs::copy(kernels_, copies_, fs::copy_options::recursive, failure);
    if (failure)
      return environment_error("cannot copy {} to {}: {}", kernels_.string(), copies_.string(),
                               failure.message());
    return {};
  }

  std::vector<std::string> words() const { return {"try", copy_.string(), std::to_string(pair_.n)}; }

  Result<Attempt> try_unedited() {
    const Instant begun = SteadyClock().now();
    const auto output = reader_.output_of(words(), kPatienceUnedited);
    if (!output) return tl::unexpected(output.error());
    patience_ = std::max(kPatience, kTimesUnedited * (SteadyClock().now() - begun));
    auto attempt = sources::parse_attempt(*output);
    if (!attempt) return attempt;
    const auto same = attempt->lines.find("same");
    if (same == attempt->lines.end() || !jobs::agrees(same->second, pair_.line, pair_.tolerance)) {
      return environment_error("{} as it is prints '{}' for n = {}, right is '{}'", copy_.filename().string(),
                               same == attempt->lines.end() ? "nothing" : same->second, pair_.n, pair_.line);
    }
    return attempt;
  }

  /// Whatever a mistake does to the process that runs it (memory, a signal, no end) is a crash without a
  /// line.
  Result<Attempt> attempt_with(const std::string& text) const {
    if (auto written = write_file_atomically(copy_, text); !written) return tl::unexpected(written.error());
    const auto answer = reader_.ask(words(), patience_);
    if (!answer) return tl::unexpected(answer.error());
    const Attempt without_a_word{.ending = Attempt::Ending::kCrashed};
    if (answer->exit != process::Exit{}) return without_a_word;
    return sources::parse_attempt(answer->output).value_or(without_a_word);
  }

  const workload::SourcePair& pair_;
  fs::path kernels_;
  fs::path copies_;
  SourceReader reader_;
  fs::path copy_;
  std::string source_;
  Nanoseconds patience_ = kPatience;
};

}  // namespace

Result<MutantTrials> mutant_trials(const Arm& arm, const std::vector<int>& cpus,
                                   const workload::SourcePair& pair, const workload::Reading& reading,
                                   Random random) {
  const auto scratch = ScratchFolder::make();
  if (!scratch) return tl::unexpected(scratch.error());
  return Trials(arm, cpus, pair, scratch->path()).run(reading, random);
}

}  // namespace harness::experiment
