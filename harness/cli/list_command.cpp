#include <functional>

#include "harness/base/suggest.hpp"
#include "harness/cli/color.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/report/table.hpp"
#include "harness/workload/mutation.hpp"

namespace harness::cli {
namespace {

using report::Table;

Table left_aligned(const std::vector<std::string>& names) {
  std::vector<Table::Heading> headings;
  for (const std::string& name : names) headings.push_back({name, Table::Align::kLeft});
  return Table(std::move(headings));
}

Table suites(const workload::Catalog& catalog) {
  Table table = left_aligned({"suite", "profiles", "title"});
  for (const workload::Suite& suite : catalog.suites) {
    std::vector<std::string> profiles;
    for (const workload::Profile& profile : suite.profiles) profiles.push_back(profile.name);
    table.add({suite.id, fmt::format("{}", fmt::join(profiles, " ")), suite.title});
  }
  return table;
}

Table stacks(const workload::Catalog& catalog) {
  Table table = left_aligned({"stack", "tier", "runtime", "title", "here"});
  for (const workload::Stack& stack : catalog.stacks) {
    const auto arm = experiment::arm_of(catalog, stack);
    const std::string here = arm && arm->absent ? "absent: " + *arm->absent : "yes";
    table.add({stack.id, stack.jobs.empty() ? stack.tier : "jobs", stack.runtime, stack.title, here});
  }
  return table;
}

Table claims(const workload::Catalog& catalog) {
  Table table = left_aligned({"claim", "reading", "suite", "hypothesis"});
  for (const workload::Claim& claim : catalog.claims)
    table.add({claim.id, claim.reading, claim.suite, claim.hypothesis});
  return table;
}

Table kernels(const workload::Catalog& catalog) {
  Table table = left_aligned({"kernel", "", "what it computes", "mind"});
  for (const workload::Kernel& kernel : catalog.kernels)
    table.add({kernel.name, kernel.id, kernel.title, kernel.caveat});
  return table;
}

Table runtimes(const workload::Catalog& catalog) {
  Table table = left_aligned({"runtime", "version", "released", "program"});
  for (const workload::Runtime& runtime : catalog.runtimes) {
    table.add({runtime.id, runtime.version, runtime.released, runtime.program.string()});
  }
  return table;
}

Table endpoints(const workload::Catalog& catalog) {
  Table table = left_aligned({"endpoint", "method", "request", "response"});
  for (const workload::Endpoint& endpoint : catalog.endpoints) {
    table.add({endpoint.path, endpoint.method, endpoint.request, endpoint.response});
  }
  return table;
}

/// Of a file of its own, read only when asked for: a run needs no mutations.
Result<Table> mutations(const workload::Catalog& catalog) {
  const auto suite = workload::load_mutations(catalog);
  if (!suite) return tl::unexpected(suite.error());
  Table table = left_aligned({"mutation", "stack", "caught by", "title"});
  for (const workload::Mutation& mutation : suite->mutations) {
    const auto checks = fmt::format("{}", fmt::join(mutation.caught_by, " "));
    table.add({mutation.id, mutation.stack, checks.empty() ? "(blind spot)" : checks, mutation.title});
  }
  return table;
}

}  // namespace

int list_command(const ListOptions& options) {
  const std::vector<std::pair<std::string, std::function<Result<Table>(const workload::Catalog&)>>> lists{
      {"suites", suites},     {"stacks", stacks},       {"claims", claims},      {"kernels", kernels},
      {"runtimes", runtimes}, {"endpoints", endpoints}, {"mutations", mutations}};
  std::vector<std::string> known;
  for (const auto& [name, make] : lists) {
    known.push_back(name);
    if (name != options.what) continue;
    const auto project = find_project();
    if (!project) return report_error(project.error());
    const auto loaded = load_project_catalog(*project, {}, options.runtimes);
    if (!loaded) return report_error(loaded.error());
    const auto table = make(loaded->catalog);
    if (!table) return report_error(table.error());
    for (const std::string& line : table->lines()) fmt::print("{}\n", line);
    return kDone;
  }
  return report_error(
      {ErrorCode::kUsage, fmt::format("cannot list '{}'.{}", options.what, suggestion(options.what, known))});
}

}  // namespace harness::cli
