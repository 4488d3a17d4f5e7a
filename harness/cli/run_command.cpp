#include <algorithm>
#include <ctime>
#include <random>

#include <unistd.h>

#include "harness/base/digest.hpp"
#include "harness/base/suggest.hpp"
#include "harness/cli/check_reference.hpp"
#include "harness/cli/color.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/progress.hpp"
#include "harness/cli/project.hpp"
#include "harness/experiment/environment.hpp"
#include "harness/experiment/run.hpp"
#include "harness/machine/fitness.hpp"
#include "harness/process/signals.hpp"
#include "harness/report/terminal.hpp"
#include "harness/verdict/certificate.hpp"
#include "harness/verdict/claim_check.hpp"
#include "harness/verdict/judge.hpp"
#include "harness/verdict/still_wanted.hpp"

namespace harness::cli {
namespace {

constexpr const char* kStamp = "%Y-%m-%dT%H:%M:%SZ";

std::string utc_now(const char* format) {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[64];
  return {text, std::strftime(text, sizeof text, format, &utc)};
}

/// Everything a run needs, decided and checked before anything is started. Moving it keeps the plan's
/// pointers valid: they point at elements of the catalog's vectors.
struct Prepared {
  Project project;
  workload::Catalog catalog;
  std::vector<workload::Claim> claims;
  machine::CpuSplit cpus;
  std::vector<machine::Fact> facts;
  experiment::Checkout checkout;
  experiment::Plan plan;
  std::optional<results::StoredRun> reference;  ///< of --check
};

Result<std::vector<workload::Claim>> claims_of(const workload::Catalog& catalog, const RunOptions& options) {
  std::vector<std::string> known;
  std::vector<workload::Claim> chosen;
  for (const workload::Claim& claim : catalog.claims) {
    if (claim.suite != options.suite) continue;
    known.push_back(claim.id);
    const auto& wanted = options.claims;
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), claim.id) != wanted.end())
      chosen.push_back(claim);
  }
  known.erase(std::unique(known.begin(), known.end()), known.end());
  for (const std::string& id : options.claims) {
    if (std::find(known.begin(), known.end(), id) == known.end()) {
      return usage_error("--claims: unknown claim '{}' for suite '{}'.{}", id, options.suite,
                         suggestion(id, known));
    }
  }
  return chosen;
}

Result<machine::CpuSplit> cpus_of(const RunOptions& options) {
  if (options.cpus.empty()) return machine::default_split();
  return machine::parse_cpu_split(options.cpus).map_error([](const Error& e) { return e.within("--cpus"); });
}

Result<Prepared> prepare(const RunOptions& options) {
  Prepared ready;
  auto project = find_project();
  if (!project) return tl::unexpected(project.error());
  ready.project = *std::move(project);
  auto loaded = load_project_catalog(ready.project, options.stacks);
  if (!loaded) return tl::unexpected(loaded.error());
  ready.catalog = std::move(loaded->catalog);

  const auto suite = workload::suite_named(ready.catalog, options.suite);
  if (!suite) return tl::unexpected(suite.error().within("--suite"));
  const auto profile = workload::profile_named(**suite, options.profile);
  if (!profile) return tl::unexpected(profile.error().within("--profile"));
  auto arms = experiment::arms_of(ready.catalog, **suite, loaded->stack_ids);
  if (!arms) return tl::unexpected(arms.error().within("--stacks"));
  if ((*profile)->verdicts) {
    auto controls = experiment::control_arms(**suite, *arms);
    arms->insert(arms->end(), controls.begin(), controls.end());
  }
  auto claims = claims_of(ready.catalog, options);
  if (!claims) return tl::unexpected(claims.error());
  if (auto judgeable = verdict::check_metrics(*claims); !judgeable) return tl::unexpected(judgeable.error());
  ready.claims = *std::move(claims);
  if (!options.check.empty() && !(*profile)->verdicts) {
    return usage_error("--check: profile '{}' of suite '{}' judges nothing; take one that does, such as ci",
                       options.profile, options.suite);
  }
  if (!options.check.empty()) {
    auto reference = read_reference(options.check, options.suite);
    if (!reference) return tl::unexpected(reference.error().within("--check"));
    ready.reference = *std::move(reference);
  }
  auto cpus = cpus_of(options);
  if (!cpus) return tl::unexpected(cpus.error());
  ready.cpus = *std::move(cpus);

  if (auto raised = machine::raise_fd_limit(); !raised) return tl::unexpected(raised.error());
  ready.facts = machine::describe();
  ready.checkout = experiment::inspect_checkout(ready.project.root);
  ready.plan =
      experiment::make_plan(**suite, **profile, *std::move(arms),
                            options.seed.value_or(std::random_device{}()), experiment::connections_allowed());
  if (ready.plan.blocks.empty()) {
    return environment_error(
        "none of the arms can be launched here; run ./scripts/setup. The first reason: {}",
        ready.plan.arms.front().absent.value_or("the suite has no arms"));
  }
  return ready;
}

std::filesystem::path folder_for(const RunOptions& options, const Prepared& ready) {
  if (!options.out.empty()) return options.out;
  // The last part keeps runs apart that start in the same second from the same commit.
  const std::string sha = ready.checkout.sha.empty() ? "nogit" : ready.checkout.sha.substr(0, 8);
  std::filesystem::path folder = ready.project.runs() / fmt::format("{}_{}_{}", utc_now("%Y-%m-%dT%H-%M-%SZ"),
                                                                    machine::machine_id(ready.facts), sha);
  while (std::filesystem::exists(folder)) folder += "-" + std::to_string(::getpid());
  return folder;
}

results::Procedure procedure_of(const experiment::Plan& plan) {
  results::Procedure procedure;
  procedure.looks = plan.profile->looks;
  procedure.spare_blocks = plan.profile->spare_blocks;
  const bool controlled = std::ranges::any_of(
      plan.arms, [](const experiment::Arm& arm) { return arm.control != experiment::Control::kNone; });
  if (controlled) procedure.controls = experiment::controls_of(*plan.suite->controls);
  return procedure;
}

results::RunManifest manifest_of(const Prepared& ready, const results::RunFolder& folder) {
  results::RunManifest manifest;
  manifest.run_id = folder.path().filename().string();
  manifest.suite = ready.plan.suite->id;
  manifest.profile = ready.plan.profile->name;
  manifest.seed = ready.plan.seed;
  manifest.started_utc = utc_now(kStamp);
  manifest.harness_version = version();
  manifest.git_sha = ready.checkout.sha + (ready.checkout.clean ? "" : "-modified");
  manifest.build_type = build_type();
  manifest.claims_sha256 = sha256_hex(ready.catalog.claims_text);
  manifest.procedure = procedure_of(ready.plan);
  manifest.cpus = {machine::to_cpu_list(ready.cpus.server), machine::to_cpu_list(ready.cpus.client)};
  manifest.planned_blocks = ready.plan.wanted_blocks();
  manifest.planned_rows = ready.plan.wanted_slices();
  for (const experiment::Untestable& cell : ready.plan.untestable) {
    manifest.notes.push_back(fmt::format("NOT_TESTABLE_HERE: {}: {}", cell.cell.id(), cell.reason));
  }
  return manifest;
}

std::string counted(std::size_t number, std::string_view thing) {
  return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

/// "5 arms and 2 controls", of those that can be launched.
std::string arms_text(const experiment::Plan& plan) {
  const auto& launched = plan.blocks.front().launch;
  const auto controls = static_cast<std::size_t>(std::ranges::count_if(
      launched, [&](std::size_t arm) { return plan.arms[arm].control != experiment::Control::kNone; }));
  const std::string arms = counted(launched.size() - controls, "arm");
  return controls == 0 ? arms : fmt::format("{} and {} controls", arms, controls);
}

std::string blocks_text(const workload::Profile& profile) {
  std::string text = counted(static_cast<std::size_t>(profile.blocks), "block");
  if (profile.looks.size() > 1) text = "at most " + text;
  if (profile.spare_blocks > 0) text += fmt::format(" (and up to {} for lost ones)", profile.spare_blocks);
  return text;
}

void announce(const Prepared& ready, const results::RunFolder& folder) {
  const experiment::Plan& plan = ready.plan;
  fmt::print(stderr, "{}: {} × {}, {} = {} slices, about {}\n", plan.suite->id, arms_text(plan),
             counted(plan.cells.size(), "cell"), blocks_text(*plan.profile), plan.wanted_slices(),
             human(std::chrono::round<seconds>(plan.expected_duration())));
  fmt::print(stderr, "server on CPU {}, load on CPU {} · seed {} · rows go to {}\n",
             machine::to_cpu_list(ready.cpus.server), machine::to_cpu_list(ready.cpus.client), plan.seed,
             folder.path().string());
  if (ready.cpus.server == ready.cpus.client) {
    fmt::print(stderr,
               "warning: server and load share CPU {}; results will be marked client-bound where they are\n",
               machine::to_cpu_list(ready.cpus.server));
  }
  for (const experiment::Arm& arm : plan.arms) {
    if (arm.absent && arm.control == experiment::Control::kNone)
      fmt::print(stderr, "absent: {}: {}\n", arm.name(), *arm.absent);
  }
  for (const experiment::Untestable& cell : plan.untestable) {
    fmt::print(stderr, "NOT_TESTABLE_HERE: {}: {}\n", cell.cell.id(), cell.reason);
  }
}

verdict::Context context_of(const Prepared& ready, const results::RunManifest& manifest) {
  verdict::Context context;
  context.run_id = manifest.run_id;
  context.procedure = results::procedure_of(manifest);
  context.may_judge = ready.plan.profile->verdicts;
  context.claims_sha256 = manifest.claims_sha256.value_or("");
  return context;
}

/// From the rows as stored. When they cannot be read the run ends, and concluding it says why.
std::set<results::Series> still_wanted(const Prepared& ready, const results::RunFolder& folder,
                                       const results::RunManifest& manifest) {
  const auto stored = results::read_run(folder.path());
  if (!stored) return {};
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
  if (ready.plan.profile->verdicts) {
    if (auto written = folder.write_verdicts(stored->verdicts); !written)
      return tl::unexpected(written.error());
  }
  if (!stored->controls.empty()) {
    if (auto written = folder.write_controls(stored->controls); !written)
      return tl::unexpected(written.error());
  }
  manifest.status = status;
  manifest.finished_utc = utc_now(kStamp);
  manifest.stored_rows = static_cast<std::uint64_t>(std::count_if(
      stored->slices.begin(), stored->slices.end(),
      [](const results::SliceRow& row) { return row.status != results::SliceStatus::kAbsent; }));
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

/// Rows are allowed to be invalid one by one (noise happens); that a claim could not be judged because of
/// them, that nothing valid was measured, or that a server differed from itself, is a failed measurement.
bool measured_but_invalid(const results::StoredRun& run) {
  const bool any_valid = std::any_of(run.slices.begin(), run.slices.end(), [](const results::SliceRow& row) {
    return row.status == results::SliceStatus::kOk;
  });
  return !any_valid || has_alarm(run) ||
         std::any_of(run.verdicts.begin(), run.verdicts.end(),
                     [](const results::VerdictRow& row) { return row.reason == "invalid-rows"; });
}

/// Why a complete run has other than the wanted number of blocks.
std::string blocks_note(const experiment::Plan& plan, int measured) {
  const int wanted = plan.profile->blocks;
  if (measured < wanted)
    return fmt::format("ended after {} of at most {} blocks: further ones could not change a verdict",
                       measured, wanted);
  if (measured > wanted)
    return counted(static_cast<std::size_t>(measured - wanted), "further block") +
           " replaced what was lost to invalid rows";
  return {};
}

Result<int> run(const RunOptions& options) {
  auto ready = prepare(options);
  if (!ready) return tl::unexpected(ready.error());
  auto folder = results::RunFolder::create(folder_for(options, *ready));
  if (!folder) {
    Error error = options.out.empty() ? folder.error() : folder.error().within("--out");
    return tl::unexpected(std::move(error));
  }
  results::RunManifest manifest = manifest_of(*ready, *folder);
  if (auto written = folder->write_manifest(manifest); !written) return tl::unexpected(written.error());
  const auto env = experiment::describe_environment(ready->plan, ready->cpus, ready->facts, ready->checkout,
                                                    {version(), build_type()}, ready->catalog);
  if (auto written = folder->write_env(env); !written) return tl::unexpected(written.error());
  announce(*ready, *folder);

  const process::StopRequest stop_request;
  Result<experiment::Outcome> outcome;
  {
    Progress progress(ready->plan.wanted_slices(), ready->plan.expected_duration());
    outcome = experiment::run(ready->plan, ready->cpus, *folder, env, progress,
                              [&] { return still_wanted(*ready, *folder, manifest); });
  }
  const auto status = !outcome                                              ? results::RunStatus::kFailed
                      : outcome->ending == experiment::Ending::kInterrupted ? results::RunStatus::kInterrupted
                                                                            : results::RunStatus::kComplete;
  if (status == results::RunStatus::kComplete) {
    if (const std::string note = blocks_note(ready->plan, outcome->blocks); !note.empty())
      manifest.notes.push_back(note);
    manifest.planned_rows = outcome->slices;
  }
  const auto stored = conclude(*ready, *folder, manifest, status);
  if (!stored) return tl::unexpected(stored.error());
  fmt::print("{}", report::terminal_report(*stored, {may_color(stdout), width_of(stdout)}));
  fmt::print("stored       {}\n", folder->path().string());
  if (!outcome) return tl::unexpected(outcome.error());
  if (outcome->ending == experiment::Ending::kInterrupted) {
    fmt::print(stderr, "stopped: what was measured is kept; harness report {} shows it\n",
               folder->path().string());
    return kStopped;
  }
  if (outcome->failed_arms > 0) return kEnvironmentUnfit;
  if (ready->reference && !has_alarm(*stored)) return check_against(*ready->reference, *stored);
  return measured_but_invalid(*stored) ? kMeasuredButInvalid : kDone;
}

}  // namespace

int run_command(const RunOptions& options) {
  const auto code = run(options);
  return code ? *code : report_error(code.error());
}

}  // namespace harness::cli
