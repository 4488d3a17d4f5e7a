#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "harness/base/digest.hpp"
#include "harness/cli/compare_output.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/report/summary.hpp"
#include "harness/verdict/judge.hpp"

namespace harness::cli {
namespace {

using verdict::NamedRun;

Result<std::vector<NamedRun>> read_all(const std::vector<std::string>& folders) {
  std::vector<NamedRun> runs;
  for (const std::string& folder : folders) {
    auto run = results::read_run(folder);
    if (!run) return tl::unexpected(run.error());
    if (const auto whole = results::check_whole(*run); !whole)
      return tl::unexpected(whole.error().within(folder));
    runs.push_back({folder, *std::move(run)});
  }
  return runs;
}

/// The claims these runs were about, as they are written now.
std::vector<workload::Claim> claims_of(const workload::Catalog& catalog, const NamedRun& run) {
  std::vector<workload::Claim> claims;
  for (const workload::Claim& claim : catalog.claims) {
    if (claim.suite == run.run.manifest.suite) claims.push_back(claim);
  }
  return claims;
}

std::vector<ClaimVerdicts> verdicts_of(const std::vector<workload::Claim>& claims,
                                       const std::vector<NamedRun>& runs) {
  std::vector<ClaimVerdicts> all;
  for (const workload::Claim& claim : claims) all.push_back({claim.id + " " + claim.reading, {}});
  for (const NamedRun& run : runs) {
    verdict::Context context;
    context.procedure = results::procedure_of(run.run.manifest);
    const auto rows = verdict::judge(claims, run.run.slices, context);
    for (std::size_t i = 0; i < rows.size(); ++i)
      all[i].verdicts.emplace_back(results::text(rows[i].verdict));
  }
  return all;
}

std::optional<double> null_server_rps(const results::StoredRun& run, const std::string& load_shape) {
  const std::string key = "floor." + load_shape + ".throughput_rps";
  const auto row = std::ranges::find(run.env, key, &results::EnvRow::key);
  if (row == run.env.end()) return {};
  const double rps = std::strtod(row->value.c_str(), nullptr);
  return rps > 0 ? std::optional(rps) : std::nullopt;
}

const report::StackSummary* find(const std::vector<report::CellSummary>& cells, const std::string& cell,
                                 const std::string& stack) {
  for (const report::CellSummary& each : cells) {
    if (each.cell != cell) continue;
    for (const report::StackSummary& summary : each.stacks) {
      if (summary.stack == stack) return &summary;
    }
  }
  return nullptr;
}

/// In the order of the first run.
std::vector<AbsoluteRate> rates_of(const std::vector<NamedRun>& runs) {
  std::vector<std::vector<report::CellSummary>> summaries;
  for (const NamedRun& run : runs)
    summaries.push_back(report::compared_cells(report::summary_of(run.run.slices), run.run.manifest));
  std::vector<AbsoluteRate> rates;
  for (const report::CellSummary& cell : summaries.front()) {
    const std::string load_shape = cell.cell.substr(std::min(cell.target.size() + 1, cell.cell.size()));
    for (const report::StackSummary& stack : cell.stacks) {
      AbsoluteRate& rate = rates.emplace_back(AbsoluteRate{cell.cell, stack.stack, {}, {}, {}});
      for (std::size_t i = 0; i < runs.size(); ++i) {
        const report::StackSummary* const here = find(summaries[i], cell.cell, stack.stack);
        const auto rps = here ? here->throughput_rps : std::nullopt;
        const auto null_rps = null_server_rps(runs[i].run, load_shape);
        rate.rps.push_back(rps);
        rate.per_null_rps.push_back(rps && null_rps ? std::optional(*rps / *null_rps) : std::nullopt);
        rate.per_canary.push_back(here ? here->answers_per_canary : std::nullopt);
      }
    }
  }
  return rates;
}

Result<Comparison> compare(const CompareOptions& options) {
  const auto project = find_project();
  if (!project) return tl::unexpected(project.error());
  const auto catalog = workload::load_catalog(project->workloads(), project->build);
  if (!catalog) return tl::unexpected(catalog.error());
  const auto runs = read_all(options.runs);
  if (!runs) return tl::unexpected(runs.error());
  if (auto comparable = verdict::check_comparable(*runs); !comparable)
    return tl::unexpected(comparable.error());
  const auto& stored_hash = runs->front().run.manifest.claims_sha256;
  if (const std::string now = sha256_hex(catalog->claims_text); stored_hash && *stored_hash != now) {
    fmt::print(stderr,
               "warning: these runs were made under another workloads/claims.toml (sha256 {}, now {})\n",
               stored_hash->substr(0, 8), now.substr(0, 8));
  }
  const auto claims = claims_of(*catalog, runs->front());
  return Comparison{options.runs, verdicts_of(claims, *runs), verdict::replicate(claims, *runs),
                    rates_of(*runs), verdict::other_facts(*runs)};
}

}  // namespace

std::optional<bool> AbsoluteRate::units_agree() const {
  constexpr double kApart = 1.15;
  std::vector<double> quotients;
  for (std::size_t i = 0; i < rps.size(); ++i) {
    if (!per_null_rps[i] || !per_canary[i]) return {};
    quotients.push_back(*per_null_rps[i] / *per_canary[i]);
  }
  const auto [least, most] = std::ranges::minmax(quotients);
  return most <= kApart * least;
}

int compare_command(const CompareOptions& options) {
  const auto comparison = compare(options);
  if (!comparison) return report_error(comparison.error());
  const std::string text = options.format == "markdown" ? compare_markdown(*comparison)
                           : options.format == "csv"    ? compare_csv(*comparison)
                           : options.format == "json"   ? compare_json(*comparison)
                                                        : compare_text(*comparison);
  fmt::print("{}", text);
  return kDone;
}

}  // namespace harness::cli
