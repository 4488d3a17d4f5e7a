#include <algorithm>

#include "harness/cli/check_reference.hpp"
#include "harness/cli/color.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/progress.hpp"
#include "harness/cli/run_all.hpp"
#include "harness/cli/run_announcement.hpp"
#include "harness/cli/run_session.hpp"
#include "harness/experiment/run.hpp"
#include "harness/process/signals.hpp"
#include "harness/report/terminal.hpp"
#include "harness/verdict/causes.hpp"
#include "harness/verdict/certificate.hpp"
#include "harness/verdict/judge.hpp"
#include "harness/verdict/still_wanted.hpp"

namespace harness::cli {
namespace {

/// From the rows as stored.
Result<std::set<results::Series>> still_wanted(const Prepared& ready, const results::RunFolder& folder,
                                               const results::RunManifest& manifest) {
  const auto stored = results::read_run(folder.path());
  if (!stored) return tl::unexpected(stored.error());
  return verdict::still_wanted(ready.claims, stored->slices, context_of(ready, manifest));
}

/// Ends the record: verdicts from the rows as stored, the manifest's last word, and the report.
Result<results::StoredRun> conclude(const Prepared& ready, results::RunFolder& folder,
                                    results::RunManifest manifest, results::RunStatus status) {
  auto stored = results::read_run(folder.path());
  if (!stored) return stored;
  const verdict::Context context = context_of(ready, manifest);
  stored->verdicts = verdict::judge(ready.claims, stored->slices, context);
  stored->controls = verdict::certificate(stored->slices, context);
  stored->causes = verdict::causes(ready.claims, stored->slices, context);
  if (ready.plan.profile->verdicts) {
    if (auto written = folder.write_verdicts(stored->verdicts); !written)
      return tl::unexpected(written.error());
  }
  if (!stored->controls.empty()) {
    if (auto written = folder.write_controls(stored->controls); !written)
      return tl::unexpected(written.error());
  }
  if (!stored->causes.empty()) {
    if (auto written = folder.write_causes(stored->causes); !written) return tl::unexpected(written.error());
  }
  manifest.status = status;
  manifest.finished_utc = utc_stamp();
  manifest.stored_rows = stored->counted.measured;
  if (auto written = folder.write_manifest(manifest); !written) return tl::unexpected(written.error());
  stored->manifest = std::move(manifest);
  stored->notes.clear();
  return stored;
}

/// A server was seen to differ from itself: the run's own test of itself has failed.
bool has_alarm(const results::StoredRun& run) {
  return std::ranges::find(run.controls, results::ControlOutcome::kAlarm, &results::ControlRow::outcome) !=
         run.controls.end();
}

/// A server or the harness gave up, perhaps in an earlier session.
bool has_failed_rows(const results::StoredRun& run) {
  return std::ranges::find(run.slices, results::SliceStatus::kFailed, &results::SliceRow::status) !=
         run.slices.end();
}

/// Rows are allowed to be invalid one by one (noise happens); that a claim could not be judged because of
/// them, that nothing valid was measured, or that a server differed from itself, is a failed measurement.
/// That the host was busy with others is not: those verdicts say so.
bool measured_but_invalid(const results::StoredRun& run) {
  const bool any_valid = std::any_of(run.slices.begin(), run.slices.end(), [](const results::SliceRow& row) {
    return row.status == results::SliceStatus::kOk;
  });
  return !any_valid || has_alarm(run) ||
         std::any_of(run.verdicts.begin(), run.verdicts.end(),
                     [](const results::VerdictRow& row) { return row.reason == verdict::kInvalidRows; });
}

/// Why a complete run has other than the wanted number of blocks.
std::string blocks_note(const experiment::Plan& plan, int measured) {
  const int wanted = plan.profile->blocks;
  if (measured < wanted)
    return fmt::format("ended after {} of at most {} blocks: further ones could not change a verdict",
                       measured, wanted);
  if (measured > wanted)
    return counted(static_cast<std::size_t>(measured - wanted), "further block") +
           " replaced what was lost to invalid rows or noise";
  return {};
}

results::RunStatus status_of(const Result<experiment::Outcome>& outcome) {
  if (!outcome) return results::RunStatus::kFailed;
  return outcome->ending == experiment::Ending::kInterrupted ? results::RunStatus::kInterrupted
                                                             : results::RunStatus::kComplete;
}

Result<int> run(const RunOptions& options, experiment::KnownServers& known) {
  auto session = options.resume.empty() ? begin_session(options) : resume_session(options);
  if (!session) return tl::unexpected(session.error());
  auto& [ready, folder, manifest, env, before] = *session;
  announce(*session);

  const process::StopRequest stop_request;
  Result<experiment::Outcome> outcome;
  {
    const std::size_t wanted = ready.plan.wanted_slices();
    const std::size_t left = wanted - std::min(before.slices, wanted);
    const double share = static_cast<double>(left) / static_cast<double>(std::max<std::size_t>(wanted, 1));
    Progress progress(left, from_seconds(share * to_seconds(ready.plan.expected_duration())));
    outcome = experiment::run(ready.plan, before, ready.cpus, folder, manifest.run_id, env, known, progress,
                              [&] { return still_wanted(ready, folder, manifest); });
  }
  const auto status = status_of(outcome);
  if (status == results::RunStatus::kComplete) {
    if (const std::string note = blocks_note(ready.plan, outcome->blocks); !note.empty())
      manifest.notes.push_back(note);
    manifest.planned_rows = outcome->slices;
  }
  const auto stored = conclude(ready, folder, manifest, status);
  if (!stored) return tl::unexpected(stored.error());
  const std::string path = folder.path().string();
  fmt::print("{}", report::terminal_report(*stored, {may_color(stdout), width_of(stdout)}));
  fmt::print("stored       {}\n", path);
  if (!outcome) return tl::unexpected(outcome.error());
  if (status == results::RunStatus::kInterrupted) {
    fmt::print(stderr,
               "stopped: what was measured is kept; harness report {0} shows it, harness run --resume "
               "{0} goes on\n",
               path);
    return kStopped;
  }
  if (outcome->failed_arms > 0 || has_failed_rows(*stored)) return kEnvironmentUnfit;
  if (ready.reference && !has_alarm(*stored)) return check_against(*ready.reference, *stored);
  return measured_but_invalid(*stored) ? kMeasuredButInvalid : kDone;
}

}  // namespace

int run_command(const RunOptions& options) {
  experiment::KnownServers known;
  const auto run_one = [&](const RunOptions& one) {
    const auto code = run(one, known);
    return code ? *code : report_error(code.error());
  };
  if (options.suite != "all") return run_one(options);
  const auto code = run_all(options, run_one);
  return code ? *code : report_error(code.error());
}

}  // namespace harness::cli
