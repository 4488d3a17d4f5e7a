#include "harness/cli/run_all.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/project.hpp"
#include "harness/cli/run_session.hpp"
#include "harness/cli/stored_runs.hpp"

namespace harness::cli {
namespace {

namespace fs = std::filesystem;

/// On a noisy day suites take their spare blocks, and a run of all by ci does not end within the hour: of one
/// of 64 minutes they were nine.
constexpr int kSpareBlocksOfCi = 1;

/// What names arms, claims or another run of one suite means nothing for all of them.
Result<void> check_options(const RunOptions& options) {
  const std::array<std::pair<const char*, bool>, 4> given{{{"--stacks", !options.stacks.empty()},
                                                           {"--claims", !options.claims.empty()},
                                                           {"--check", !options.check.empty()},
                                                           {"--budget", !options.budget.empty()}}};
  for (const auto& [name, is_given] : given) {
    if (is_given) return usage_error("{} is for one suite: name it with --suite", name);
  }
  return {};
}

/// Those that a claim is about; where nothing is judged, every one of them.
std::vector<std::string> suites_of(const workload::Catalog& catalog, const std::string& profile) {
  std::vector<std::string> ids;
  for (const workload::Suite& suite : catalog.suites) {
    const auto has = std::ranges::find(suite.profiles, profile, &workload::Profile::name);
    if (has == suite.profiles.end()) continue;
    const bool judged =
        std::ranges::find(catalog.claims, suite.id, &workload::Claim::suite) != catalog.claims.end();
    if (judged || !has->verdicts) ids.push_back(suite.id);
  }
  return ids;
}

bool is_complete(const fs::path& folder) {
  const auto run = results::read_run(folder);
  return run && run->manifest.status == results::RunStatus::kComplete;
}

/// Taken up where it was left: a suite that is complete is kept, one that was interrupted goes on.
RunOptions for_suite(const RunOptions& asked, const std::string& suite, const fs::path& folder) {
  if (fs::exists(folder / "run.json")) {
    RunOptions resumed;
    resumed.resume = folder.string();
    return resumed;
  }
  RunOptions options = asked;
  options.suite = suite;
  options.out = folder.string();
  if (!options.spare_blocks && options.profile == "ci") options.spare_blocks = kSpareBlocksOfCi;
  return options;
}

Result<void> print_scoreboard(const fs::path& out, const std::vector<std::string>& suites) {
  std::vector<results::StoredRun> runs;
  for (const std::string& suite : suites) {
    auto run = results::read_run(out / suite);
    if (run) runs.push_back(*std::move(run));
  }
  const auto board = scoreboard_of(runs);
  if (!board) return tl::unexpected(board.error());
  fmt::print("\n{}stored       {}\n", report::scoreboard_text(*board), out.string());
  return {};
}

fs::path folder_of(const RunOptions& options, const Project& project) {
  if (!options.out.empty()) return fs::absolute(options.out);
  std::string stamp = utc_stamp();
  std::ranges::replace(stamp, ':', '-');
  return project.runs() / (stamp + "_all");
}

}  // namespace

Result<int> run_all(const RunOptions& options, const std::function<int(const RunOptions&)>& run_one) {
  if (auto sound = check_options(options); !sound) return tl::unexpected(sound.error());
  const auto project = find_project();
  if (!project) return tl::unexpected(project.error());
  const auto catalog = workload::load_catalog(project->workloads(), project->build);
  if (!catalog) return tl::unexpected(catalog.error());
  const fs::path out = folder_of(options, *project);
  const auto suites = suites_of(*catalog, options.profile);
  if (suites.empty()) return usage_error("--profile: no suite has a profile '{}'", options.profile);
  int worst = kDone;
  for (std::size_t i = 0; i < suites.size(); ++i) {
    const fs::path folder = out / suites[i];
    const bool complete = is_complete(folder);
    fmt::print(stderr, "\nsuite {} of {}: {}{}\n", i + 1, suites.size(), suites[i],
               complete ? " is complete" : "");
    if (complete) continue;
    const int code = run_one(for_suite(options, suites[i], folder));
    if (code == kStopped) {
      fmt::print(stderr, "stopped: harness run --suite all --profile {} --out {} goes on\n", options.profile,
                 out.string());
      return code;
    }
    worst = std::max(worst, code);
  }
  if (auto printed = print_scoreboard(out, suites); !printed) return tl::unexpected(printed.error());
  return worst;
}

}  // namespace harness::cli
