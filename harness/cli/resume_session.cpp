#include <algorithm>
#include <array>
#include <set>
#include <span>

#include "harness/base/file.hpp"
#include "harness/cli/run_session.hpp"
#include "harness/results/csv.hpp"
#include "harness/verdict/still_wanted.hpp"

namespace harness::cli {
namespace {

namespace fs = std::filesystem;
using results::EnvRow;
using results::SliceRow;

/// What figures may depend on: with another of these the rows to come would not belong to those that are
/// there. Everything else in env.csv may change between two sessions (load, free memory, what was
/// calibrated).
constexpr auto kMustBeEqual =
    std::to_array<std::string_view>({"machine_id", "cpu_model", "cpus_online", "threads_per_core", "kernel",
                                     "harness.", "run.", "runtime.", "sha256."});

bool must_be_equal(const std::string& key) {
  return std::ranges::any_of(kMustBeEqual, [&](std::string_view each) {
    return each.ends_with('.') ? key.starts_with(each) : key == each;
  });
}

using Facts = std::set<std::pair<std::string, std::string>>;

Facts facts_of(std::span<const EnvRow> env) {
  Facts facts;
  for (const EnvRow& row : env) {
    if (must_be_equal(row.key)) facts.insert({row.key, row.value});
  }
  return facts;
}

/// "kernel 6.1", or "nothing".
std::string first_missing(const Facts& facts, const Facts& of) {
  for (const auto& fact : of) {
    if (!facts.contains(fact)) return fact.first + " " + fact.second;
  }
  return "nothing";
}

Result<void> check_unchanged(std::span<const EnvRow> before, std::span<const EnvRow> now) {
  const Facts facts_before = facts_of(before);
  const Facts facts_now = facts_of(now);
  if (facts_before == facts_now) return {};
  return environment_error(
      "what this run was begun with has changed: then {}, now {}. What follows would not belong to it; start "
      "a new run",
      first_missing(facts_now, facts_before), first_missing(facts_before, facts_now));
}

/// "0,2" → "0+2": on the command line a comma parts the two sides.
std::string joined(std::string cpus) {
  std::ranges::replace(cpus, ',', '+');
  return cpus;
}

RunOptions options_of(const results::RunManifest& manifest, const RunOptions& given) {
  RunOptions options = given;
  options.suite = manifest.suite;
  options.profile = manifest.profile;
  options.stacks = manifest.stacks;
  options.runtimes = manifest.runtimes;
  options.claims = manifest.claims;
  options.budget = manifest.budget;
  if (manifest.procedure) options.spare_blocks = manifest.procedure->spare_blocks;
  options.seed = manifest.seed;
  options.cpus =
      fmt::format("server={},client={}", joined(manifest.cpus.server), joined(manifest.cpus.client));
  return options;
}

Result<void> check_resumable(const results::RunManifest& manifest) {
  if (manifest.status == results::RunStatus::kComplete)
    return usage_error("this run is complete; there is nothing left to measure");
  if (manifest.schema != results::kSchema) {
    return environment_error("this run has schema {}, this harness writes {}; start a new run",
                             manifest.schema, results::kSchema);
  }
  if (manifest.suite.empty())
    return environment_error("this run ended before it was planned; start a new run");
  return {};
}

/// Under log/, where nothing reads it. Their histograms give way to those of the block that is measured anew.
Result<void> set_aside(std::span<const SliceRow> rows, const fs::path& folder) {
  if (rows.empty()) return {};
  const auto text = results::csv_text(rows);
  if (!text) return tl::unexpected(text.error());
  fs::path file = folder / "log" / fmt::format("b{:02}-unfinished.csv", rows.back().block);
  for (int again = 2; fs::exists(file); ++again)
    file.replace_filename(fmt::format("b{:02}-unfinished-{}.csv", rows.back().block, again));
  return write_file_atomically(file, *text);
}

Result<Session> resume(const RunOptions& given) {
  const fs::path path = given.resume;
  if (auto readable = results::read_run(path); !readable) return tl::unexpected(readable.error());
  auto folder = results::RunFolder::reopen(path);
  if (!folder) return tl::unexpected(folder.error());
  auto stored = results::read_run(path);  // again: another harness may have ended in between
  if (!stored) return tl::unexpected(stored.error());
  if (auto resumable = check_resumable(stored->manifest); !resumable)
    return tl::unexpected(resumable.error());
  auto ready = prepare(options_of(stored->manifest, given));
  if (!ready) return tl::unexpected(ready.error());
  auto env = environment_of(*ready);
  if (auto unchanged = check_unchanged(stored->env, env); !unchanged)
    return tl::unexpected(unchanged.error());
  const auto before = experiment::finished(ready->plan, stored->slices, [&](std::span<const SliceRow> rows) {
    return verdict::still_wanted(ready->claims, rows, context_of(*ready, stored->manifest));
  });
  if (!before) return tl::unexpected(before.error());

  // Of a run without a whole block nothing is kept: it begins again, with its rows for what is absent.
  const auto rest = std::ranges::stable_partition(
      stored->slices, [&](const SliceRow& row) { return before->blocks > 0 && row.block <= before->blocks; });
  if (auto aside = set_aside({rest.begin(), rest.end()}, path); !aside) return tl::unexpected(aside.error());
  if (auto kept = folder->keep_only({stored->slices.begin(), rest.begin()}); !kept)
    return tl::unexpected(kept.error());

  for (const char* verdicts : {"verdicts.csv", "controls.csv", "causes.csv"}) fs::remove(path / verdicts);

  results::RunManifest manifest = std::move(stored->manifest);
  manifest.status = results::RunStatus::kPartial;
  manifest.finished_utc.reset();
  manifest.stored_rows = 0;
  manifest.notes.push_back(fmt::format("resumed {} after block {}", utc_stamp(), before->blocks));
  if (auto written = folder->write_manifest(manifest); !written) return tl::unexpected(written.error());
  return Session{*std::move(ready), *std::move(folder), std::move(manifest), std::move(stored->env), *before};
}

}  // namespace

Result<Session> resume_session(const RunOptions& options) {
  return resume(options).map_error([](const Error& error) { return error.within("--resume"); });
}

}  // namespace harness::cli
