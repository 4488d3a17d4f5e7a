#include <algorithm>
#include <thread>
#include <tuple>

#include "harness/base/digest.hpp"
#include "harness/cli/check_reference.hpp"
#include "harness/cli/color.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/report/other_claims.hpp"
#include "harness/report/terminal.hpp"
#include "harness/results/run_folder.hpp"
#include "harness/verdict/causes.hpp"
#include "harness/verdict/certificate.hpp"
#include "harness/verdict/claim_check.hpp"
#include "harness/verdict/judge.hpp"
#include "harness/verdict/observations.hpp"

namespace harness::cli {
namespace {

/// Of the claims of its suite, those that a stored run was made for; of older runs, those it judged.
std::vector<workload::Claim> claims_judged(const workload::Catalog& catalog, const results::StoredRun& run) {
  std::vector<std::string> names = run.manifest.judged;
  if (names.empty()) {
    for (const results::VerdictRow& row : run.verdicts) names.push_back(row.claim + " " + row.reading);
  }
  std::vector<workload::Claim> chosen;
  for (const workload::Claim& claim : catalog.claims) {
    const bool judged = names.empty() || std::ranges::find(names, claim.name()) != names.end();
    if (claim.suite == run.manifest.suite && judged) chosen.push_back(claim);
  }
  return chosen;
}

/// The hash of claims.toml stands in every row. That it is another now has been said; a claim added for
/// another suite changes it, too.
bool same_but_for_the_hash(const std::vector<results::VerdictRow>& stored,
                           std::vector<results::VerdictRow> recomputed) {
  if (stored.size() != recomputed.size()) return false;
  for (std::size_t i = 0; i < stored.size(); ++i) recomputed[i].claims_sha256 = stored[i].claims_sha256;
  return stored == recomputed;
}

/// Of those knobs that are still declared: causes.toml may have changed since, and decides nothing.
bool same_where_both_have_it(const std::vector<results::CauseRow>& stored,
                             const std::vector<results::CauseRow>& recomputed) {
  const auto place = [](const results::CauseRow& row) {
    return std::tie(row.claim, row.reading, row.knob, row.arm, row.turned, row.cells);
  };
  return std::ranges::all_of(stored, [&](const results::CauseRow& row) {
    const auto again = std::ranges::find_if(
        recomputed, [&](const results::CauseRow& other) { return place(other) == place(row); });
    return again == recomputed.end() || *again == row;
  });
}

/// What judging and showing need of the slices, which are seen once and not held: there may be a million.
struct Seen {
  verdict::Observations observations;
  report::Summary summary;
};

Result<Seen> see_slices(const std::filesystem::path& folder, std::span<const workload::Claim> claims,
                        const verdict::Context& context, results::StoredRun& run) {
  const std::size_t parts = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
  std::vector<Seen> seen;
  for (std::size_t part = 0; part < parts; ++part) seen.push_back({{claims, context.procedure}, {}});
  std::vector<results::VisitSlice> visitors;
  for (Seen& part : seen) {
    visitors.emplace_back([&part](const results::SliceRow& row) {
      part.observations.add(row);
      part.summary.add(row);
    });
  }
  if (const auto visited = results::visit_slices(folder, visitors, run); !visited)
    return tl::unexpected(visited.error());
  if (const auto whole = results::check_whole(run); !whole)
    return tl::unexpected(whole.error().within(folder.string()));
  for (Seen& later : std::span(seen).subspan(1)) {
    seen.front().observations.add(std::move(later.observations));
    seen.front().summary.add(std::move(later.summary));
  }
  return std::move(seen.front());
}

}  // namespace

int verdict_command(const VerdictOptions& options) {
  const auto project = find_project();
  if (!project) return report_error(project.error());
  const auto catalog = workload::load_catalog(project->workloads(), project->build);
  if (!catalog) return report_error(catalog.error());
  auto run = results::read_run_without_slices(options.run);
  if (!run) return report_error(run.error());
  const auto claims = claims_judged(*catalog, *run);
  if (auto judgeable = verdict::check_metrics(claims); !judgeable) return report_error(judgeable.error());

  if (const auto other = report::other_claims(run->manifest, catalog->claims_text)) {
    fmt::print(stderr, "{}: this run was made under {}{}\n", other->may_concern ? "warning" : "note",
               other->words,
               other->may_concern ? ": these are not the verdicts that were pre-registered for it" : "");
  }
  verdict::Context context;
  context.run_id = run->manifest.run_id;
  context.procedure = results::procedure_of(run->manifest);
  context.may_judge = run->manifest.profile != "smoke";
  context.claims_sha256 = sha256_hex(catalog->claims_text);
  const auto seen = see_slices(options.run, claims, context, *run);
  if (!seen) return report_error(seen.error());
  const auto before = std::exchange(run->verdicts, verdict::judge(claims, seen->observations, context));
  const auto controls_before =
      std::exchange(run->controls, verdict::certificate(seen->observations, context));
  const auto causes_before = std::exchange(run->causes, verdict::causes(claims, seen->observations, context));
  const bool equal = (before.empty() || same_but_for_the_hash(before, run->verdicts)) &&
                     (controls_before.empty() || controls_before == run->controls) &&
                     same_where_both_have_it(causes_before, run->causes);
  fmt::print("{}", report::terminal_report(*run, seen->summary, {may_color(stdout), width_of(stdout)}));
  if (!before.empty() || !controls_before.empty()) {
    fmt::print("recomputed   {}\n",
               equal ? "equal to the stored verdicts" : "DIFFERENT from the stored verdicts");
    if (!equal) return kMeasuredButInvalid;
  }
  if (options.check.empty()) return kDone;
  const auto reference = read_reference(options.check, run->manifest.suite);
  return reference ? check_against(*reference, *run) : report_error(reference.error().within("--check"));
}

}  // namespace harness::cli
