#include "harness/cli/run_session.hpp"

#include <algorithm>
#include <ctime>
#include <iterator>

#include <unistd.h>

#include "harness/base/digest.hpp"
#include "harness/cli/given_runtimes.hpp"
#include "harness/workload/claims_of_suite.hpp"

namespace harness::cli {
namespace {

std::string utc_now(const char* format) {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[64];
  return {text, std::strftime(text, sizeof text, format, &utc)};
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

results::Procedure procedure_of(const experiment::Plan& plan, const machine::CpuSplit& cpus) {
  results::Procedure procedure;
  procedure.looks = plan.profile->looks;
  if (plan.suite->reads_sources()) return procedure;  // one look at all pairs, and no noise in any of them
  procedure.spare_blocks = plan.profile->spare_blocks;
  procedure.noise_guards.emplace();
  if (cpus.shared()) procedure.noise_guards->client_in_line_share.reset();
  const bool controlled = std::ranges::any_of(
      plan.arms, [](const experiment::Arm& arm) { return arm.control != experiment::Control::kNone; });
  if (controlled) procedure.controls = experiment::controls_of(*plan.suite->controls);
  return procedure;
}

/// A path means the same wherever the run is resumed.
std::vector<std::string> lasting(std::vector<std::string> stacks) {
  for (std::string& stack : stacks) {
    if (stack.ends_with(".toml")) stack = std::filesystem::absolute(stack).string();
  }
  return stacks;
}

results::RunManifest manifest_of(const RunOptions& options, const Prepared& ready,
                                 const results::RunFolder& folder) {
  results::RunManifest manifest;
  manifest.run_id = folder.path().filename().string();
  manifest.suite = ready.plan.suite->id;
  manifest.profile = ready.plan.profile->name;
  manifest.stacks = lasting(options.stacks);
  manifest.runtimes = lasting_runtimes(options.runtimes);
  manifest.claims = options.claims;
  if (ready.plan.profile->verdicts)
    std::ranges::transform(ready.claims, std::back_inserter(manifest.judged), &workload::Claim::name);
  manifest.budget = options.budget;
  manifest.seed = ready.plan.seed;
  manifest.started_utc = utc_stamp();
  manifest.harness_version = version();
  manifest.git_sha = ready.checkout.sha + (ready.checkout.clean ? "" : "-modified");
  manifest.build_type = build_type();
  manifest.claims_sha256 = sha256_hex(ready.catalog.claims_text);
  manifest.suite_claims_sha256 =
      sha256_hex(workload::claims_of_suite(ready.catalog.claims_text, manifest.suite));
  manifest.procedure = procedure_of(ready.plan, ready.cpus);
  manifest.cpus = {machine::to_cpu_list(ready.cpus.server), machine::to_cpu_list(ready.cpus.client)};
  manifest.planned_blocks = ready.plan.wanted_blocks();
  manifest.planned_rows = ready.plan.wanted_slices();
  for (const std::string& thing : ready.left_out)
    manifest.notes.push_back(fmt::format("--budget {} left out {}", options.budget, thing));
  for (const experiment::Untestable& cell : ready.plan.untestable) {
    manifest.notes.push_back(fmt::format("NOT_TESTABLE_HERE: {}: {}", cell.cell.id(), cell.reason));
  }
  return manifest;
}

}  // namespace

std::string utc_stamp() {
  return utc_now("%Y-%m-%dT%H:%M:%SZ");
}

verdict::Context context_of(const Prepared& ready, const results::RunManifest& manifest) {
  verdict::Context context;
  context.run_id = manifest.run_id;
  context.procedure = results::procedure_of(manifest);
  context.may_judge = ready.plan.profile->verdicts;
  context.claims_sha256 = manifest.claims_sha256.value_or("");
  return context;
}

Result<Session> begin_session(const RunOptions& options) {
  auto ready = prepare(options);
  if (!ready) return tl::unexpected(ready.error());
  auto folder = results::RunFolder::create(folder_for(options, *ready));
  if (!folder) {
    Error error = options.out.empty() ? folder.error() : folder.error().within("--out");
    return tl::unexpected(std::move(error));
  }
  results::RunManifest manifest = manifest_of(options, *ready, *folder);
  if (auto written = folder->write_manifest(manifest); !written) return tl::unexpected(written.error());
  auto env = environment_of(*ready);
  if (auto written = folder->write_env(env); !written) return tl::unexpected(written.error());
  return Session{*std::move(ready), *std::move(folder), std::move(manifest), std::move(env), {}};
}

}  // namespace harness::cli
