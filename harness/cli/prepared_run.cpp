#include "harness/cli/prepared_run.hpp"

#include <algorithm>
#include <iterator>
#include <random>

#include "harness/base/suggest.hpp"
#include "harness/cli/check_reference.hpp"
#include "harness/cli/given_runtimes.hpp"
#include "harness/experiment/budget.hpp"
#include "harness/machine/fitness.hpp"
#include "harness/verdict/claim_check.hpp"

namespace harness::cli {
namespace {

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

/// The one that is named; else that of the claims; else what the article is about first.
Result<std::string> suite_of(const workload::Catalog& catalog, const RunOptions& options) {
  if (!options.suite.empty()) return options.suite;
  std::vector<std::string> suites;
  for (const workload::Claim& claim : catalog.claims) {
    const bool wanted = std::ranges::find(options.claims, claim.id) != options.claims.end();
    if (wanted && std::ranges::find(suites, claim.suite) == suites.end()) suites.push_back(claim.suite);
  }
  if (suites.size() > 1) {
    return usage_error("--claims: these are measured by several suites ({}): name one with --suite",
                       fmt::join(suites, ", "));
  }
  return suites.empty() ? "concurrency" : suites.front();
}

Result<machine::CpuSplit> cpus_of(const RunOptions& options, const workload::Suite& suite) {
  auto split = options.cpus.empty() ? Result<machine::CpuSplit>(machine::default_split())
                                    : machine::parse_cpu_split(options.cpus);
  if (!split) return tl::unexpected(split.error().within("--cpus"));
  if (suite.drives_load() && suite.envelope == "2cpu") return machine::both_sides_everywhere(*split);
  return split;
}

/// Server and load on one CPU slow each other, and two workers on one are one: what such a run compared would
/// look as sound as any other.
Result<void> check_cpus(const machine::CpuSplit& cpus, const workload::Suite& suite) {
  constexpr std::string_view kRemedy =
      "give the harness two CPUs (taskset, cpuset, --cpus server=0,client=1), or take --profile smoke, which "
      "judges nothing";
  std::vector<int> all;
  std::ranges::set_union(cpus.server, cpus.client, std::back_inserter(all));
  if (suite.envelope == "2cpu" && all.size() < 2) {
    return environment_error("suite '{}' needs two CPUs, and there is CPU {} only: {}", suite.id,
                             machine::to_cpu_list(all), kRemedy);
  }
  const bool serves = !suite.runs_jobs() && !suite.reads_sources();
  if (suite.envelope == "1cpu" && serves && cpus.shared()) {
    return environment_error("servers on CPU {} and load on CPU {} would slow each other: {}",
                             machine::to_cpu_list(cpus.server), machine::to_cpu_list(cpus.client), kRemedy);
  }
  return {};
}

/// The profile as it stands in the catalog, which is this run's own copy: options may take looks and spare
/// blocks from it.
workload::Profile& editable(const workload::Profile& profile, const workload::Suite& of,
                            workload::Catalog& catalog) {
  const auto suite = std::ranges::find(catalog.suites, of.id, &workload::Suite::id);
  return *std::ranges::find(suite->profiles, profile.name, &workload::Profile::name);
}

Result<void> plan_run(const RunOptions& options, const workload::Suite& suite,
                      const workload::Profile& profile, std::vector<experiment::Arm> arms, std::uint64_t seed,
                      Prepared& ready) {
  const int connections = experiment::connections_allowed();
  if (options.budget.empty()) {
    ready.plan = experiment::make_plan(suite, profile, std::move(arms), seed, connections);
    return {};
  }
  const auto budget = parse_duration(options.budget);
  if (!budget) return tl::unexpected(budget.error());
  auto fitted = experiment::fit_into(*budget, suite, editable(profile, suite, ready.catalog), std::move(arms),
                                     seed, connections, ready.claims);
  if (!fitted) return tl::unexpected(fitted.error());
  ready.plan = std::move(fitted->plan);
  ready.claims = std::move(fitted->claims);
  ready.left_out = std::move(fitted->left_out);
  return {};
}

}  // namespace

Result<Prepared> prepare(const RunOptions& asked) {
  Prepared ready;
  RunOptions options = asked;
  auto project = find_project();
  if (!project) return tl::unexpected(project.error());
  ready.project = *std::move(project);
  auto loaded = load_project_catalog(ready.project, options.stacks, options.runtimes);
  if (!loaded) return tl::unexpected(loaded.error());
  ready.catalog = std::move(loaded->catalog);

  auto suite_id = suite_of(ready.catalog, options);
  if (!suite_id) return tl::unexpected(suite_id.error());
  options.suite = *std::move(suite_id);
  const auto suite = workload::suite_named(ready.catalog, options.suite);
  if (!suite) return tl::unexpected(suite.error().within("--suite"));
  const auto profile = workload::profile_named(**suite, options.profile);
  if (!profile) return tl::unexpected(profile.error().within("--profile"));
  if (options.spare_blocks) {
    workload::Profile& own = editable(**profile, **suite, ready.catalog);
    own.spare_blocks = std::min(own.spare_blocks, *options.spare_blocks);
  }
  const auto& stacks = loaded->stack_ids.empty() ? (*suite)->stacks : loaded->stack_ids;
  auto arms =
      experiment::arms_of(ready.catalog, **suite, with_given_arms(stacks, options.runtimes, ready.catalog));
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
  auto cpus = cpus_of(options, **suite);
  if (!cpus) return tl::unexpected(cpus.error());
  ready.cpus = *std::move(cpus);
  if (options.profile != "smoke") {
    if (auto enough = check_cpus(ready.cpus, **suite); !enough) return tl::unexpected(enough.error());
  }

  if (auto raised = machine::raise_fd_limit(); !raised) return tl::unexpected(raised.error());
  ready.facts = machine::describe();
  ready.checkout = experiment::inspect_checkout(ready.project.root);
  const std::uint64_t seed = options.seed.value_or(std::random_device{}());
  if (auto planned = plan_run(options, **suite, **profile, *arms, seed, ready); !planned)
    return tl::unexpected(planned.error().within("--budget"));
  if (ready.plan.blocks.empty()) {
    return environment_error(
        "none of the arms can be launched here; run ./scripts/setup. The first reason: {}",
        ready.plan.arms.empty() ? "there are none" : ready.plan.arms.front().absent.value_or("no cell fits"));
  }
  return ready;
}

std::vector<results::EnvRow> environment_of(const Prepared& ready) {
  return experiment::describe_environment(ready.plan, ready.cpus, ready.facts, ready.checkout,
                                          {version(), build_type()}, ready.catalog);
}

}  // namespace harness::cli
