#include <algorithm>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/log_folder.hpp"
#include "harness/cli/mutations_output.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/experiment/mutation_bench.hpp"
#include "harness/process/signals.hpp"

namespace harness::cli {
namespace {

using Mutations = std::vector<const workload::Mutation*>;

Result<Mutations> chosen(const workload::MutationSuite& suite, const std::vector<std::string>& ids) {
  Mutations mutations;
  for (const std::string& id : ids) {
    if (id.empty()) continue;  // what `--mutations` alone gives
    const auto mutation = workload::mutation_named(suite, id);
    if (!mutation) return tl::unexpected(mutation.error().within("--mutations"));
    mutations.push_back(*mutation);
  }
  if (!mutations.empty()) return mutations;
  for (const workload::Mutation& mutation : suite.mutations) mutations.push_back(&mutation);
  return mutations;
}

/// Each once, in the order in which they come.
std::vector<std::string> stacks_of(const Mutations& mutations) {
  std::vector<std::string> stacks;
  for (const workload::Mutation* mutation : mutations) {
    if (std::ranges::find(stacks, mutation->stack) == stacks.end()) stacks.push_back(mutation->stack);
  }
  return stacks;
}

class Planting {
 public:
  Planting(const workload::Catalog& catalog, const workload::MutationSuite& suite, bool measure)
      : catalog_(catalog), suite_(suite), measure_(measure), cpus_(machine::default_split()) {}

  Result<void> plant_in(const std::string& stack, const Mutations& mutations) {
    const auto arm = arm_named(stack);
    if (!arm) return tl::unexpected(arm.error());
    const auto peer = peer_of(*arm);
    if (!peer) return tl::unexpected(peer.error());
    const experiment::Arm* beside = *peer ? &**peer : nullptr;
    if (arm->absent) return leave_out("absent", *arm->absent, stack, mutations);
    if (beside != nullptr && beside->absent) return leave_out("absent", *beside->absent, stack, mutations);
    fmt::print(stderr, "{}: the healthy copy …\n", stack);
    auto bench = experiment::MutationBench::open(*arm, beside, {logs_.path(), cpus_});
    if (!bench) return leave_out("failed", bench.error().message, stack, mutations);
    outcome_.healthy.push_back({stack, "", bench->caught_on_healthy()});
    for (const workload::Mutation* mutation : mutations) {
      if (process::StopRequest::requested()) return {};
      fmt::print(stderr, "{}: {} …\n", stack, mutation->id);
      outcome_.rows.push_back(bench->try_out(*mutation));
    }
    return {};
  }

  [[nodiscard]] const MutationsOutcome& outcome() const { return outcome_; }

 private:
  [[nodiscard]] Result<experiment::Arm> arm_named(const std::string& id) const {
    const auto stack = workload::stack_named(catalog_, id);
    if (!stack) return tl::unexpected(stack.error());
    auto arm = experiment::arm_of(catalog_, **stack);
    if (arm) arm->watches_loop = true;  // as in harness verify, whose checks must notice
    return arm;
  }

  [[nodiscard]] Result<std::optional<experiment::Arm>> peer_of(const experiment::Arm& arm) const {
    const auto peer = suite_.peers.find(arm.stack->language);
    if (!measure_ || peer == suite_.peers.end()) return std::optional<experiment::Arm>();
    return arm_named(peer->second).map([](const experiment::Arm& found) { return std::optional(found); });
  }

  /// A row with its reason for each, not a missing one.
  Result<void> leave_out(const char* outcome, const std::string& why, const std::string& stack,
                         const Mutations& mutations) {
    outcome_.healthy.push_back({stack, why, {}});
    for (const workload::Mutation* mutation : mutations) {
      results::MutationRow& row = outcome_.rows.emplace_back(experiment::judged(*mutation, {}));
      row.outcome = outcome;
      row.detail = why;
    }
    return {};
  }

  const workload::Catalog& catalog_;
  const workload::MutationSuite& suite_;
  bool measure_;
  machine::CpuSplit cpus_;
  LogFolder logs_;  // holds the copies, too
  MutationsOutcome outcome_;
};

Result<int> plant_all(const VerifyOptions& options) {
  const auto project = find_project();
  if (!project) return tl::unexpected(project.error());
  const auto loaded = load_project_catalog(*project, {});
  if (!loaded) return tl::unexpected(loaded.error());
  const auto suite = workload::load_mutations(loaded->catalog);
  if (!suite) return tl::unexpected(suite.error());
  const auto mutations = chosen(*suite, options.mutation_ids);
  if (!mutations) return tl::unexpected(mutations.error());

  const process::StopRequest stop_request;
  Planting planting(loaded->catalog, *suite, options.measure);
  for (const std::string& stack : stacks_of(*mutations)) {
    Mutations of_stack;
    std::ranges::copy_if(*mutations, std::back_inserter(of_stack),
                         [&](const workload::Mutation* mutation) { return mutation->stack == stack; });
    if (auto planted = planting.plant_in(stack, of_stack); !planted) return tl::unexpected(planted.error());
    if (process::StopRequest::requested()) return kStopped;
  }
  const MutationsOutcome& outcome = planting.outcome();
  fmt::print("{}", options.format == "json" ? mutations_json(outcome) : mutations_text(outcome));
  if (!options.out.empty()) {
    if (auto written = write_mutations(outcome, options.out); !written)
      return tl::unexpected(written.error());
  }
  return outcome.all_as_they_should() ? kDone : kEnvironmentUnfit;
}

}  // namespace

int mutations_command(const VerifyOptions& options) {
  const auto code = plant_all(options);
  return code ? *code : report_error(code.error());
}

}  // namespace harness::cli
