#include "harness/report/remarks.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "harness/report/source_tables.hpp"
#include "harness/report/text.hpp"

namespace harness::report {
namespace {

using results::VerdictRow;

std::string trust_line(const Trust& trust) {
  std::vector<std::string> parts;
  parts.push_back(fmt::format("{} of {} rows invalid, {} failed", trust.invalid, trust.rows, trust.failed));
  if (trust.ledgers > 0)
    parts.push_back(fmt::format("ledger balances in {} of {}", trust.ledgers_balanced, trust.ledgers));
  if (trust.worst_little)
    parts.push_back(fmt::format("Little's law within {:.1f} %", 100 * std::abs(*trust.worst_little - 1)));
  if (trust.busiest_client)
    parts.push_back(fmt::format("client at most {:.0f} % busy", 100 * *trust.busiest_client));
  if (trust.worst_steal_share)
    parts.push_back(fmt::format("steal at most {:.1f} %", 100 * *trust.worst_steal_share));
  if (trust.fastest_canary_us)
    parts.push_back(fmt::format("CPU speed varied by a factor of {:.1f} (canary)",
                                *trust.slowest_canary_us / *trust.fastest_canary_us));
  return fmt::format("{}", fmt::join(parts, " · "));
}

/// Rows that are shown and judged all the same, so that their reader knows.
std::string suspect_line(const Trust& trust) {
  std::vector<std::string> parts;
  for (const auto& [code, rows] : trust.suspect)
    parts.push_back(fmt::format("{} in {} row{}", harmless(code), rows, rows == 1 ? "" : "s"));
  return fmt::format("{}", fmt::join(parts, " · "));
}

std::string shown_value(const std::vector<results::EnvRow>& env, std::string_view key) {
  return harmless(results::value_of(env, key));
}

/// What the load generator adds, per load shape: from rows "floor.<load shape>.<figure>".
std::string floor_line(const std::vector<results::EnvRow>& env) {
  constexpr std::string_view kBegin = "floor.";
  constexpr std::string_view kEnd = ".throughput_rps";
  std::string text;
  for (const auto& row : env) {
    if (!row.key.starts_with(kBegin) || !row.key.ends_with(kEnd)) continue;
    const std::string shape = row.key.substr(kBegin.size(), row.key.size() - kBegin.size() - kEnd.size());
    const auto figure = [&](const char* name) {
      return shown_value(env, fmt::format("floor.{}.{}", shape, name));
    };
    text += fmt::format("{}{}: {}/s, p50 {} µs, p99 {} µs", text.empty() ? "" : " · ", harmless(shape),
                        harmless(row.value), figure("service_p50_us"), figure("service_p99_us"));
  }
  return text;
}

/// What all verdicts of a run together may be wrong about; nothing for runs that judged each claim alone.
std::string family_line(const results::StoredRun& run) {
  std::uint64_t claims = 0;
  for (const VerdictRow& row : run.verdicts) claims = std::max(claims, row.claims_in_family.value_or(0));
  if (claims == 0 || !run.manifest.procedure) return "";
  const results::Procedure& procedure = *run.manifest.procedure;
  const std::string when = procedure.looks.empty()
                               ? "once, by all there is"
                               : fmt::format("after {} blocks", fmt::join(procedure.looks, ", "));
  return fmt::format("at most {:g} % chance of any false verdict among {} claim{} (Holm), judged {}",
                     100 * procedure.alpha, claims, claims == 1 ? "" : "s", when);
}

std::string control_text(const results::ControlRow& row) {
  using results::ControlOutcome;
  if (row.outcome == ControlOutcome::kUnknown)
    return fmt::format("{} unknown ({})", harmless(row.control), harmless(row.reason));
  std::string text =
      fmt::format("{} {} [{}, {}] {}", harmless(row.control), three_digits(row.effect),
                  three_digits(row.ci_low), three_digits(row.ci_high), results::text(row.outcome));
  if (row.outcome == ControlOutcome::kAlarm) text += ": no verdict of this run can be trusted";
  if (row.outcome == ControlOutcome::kMissed) text += ": nothing may be called equal";
  return text;
}

/// What the run can see: the certificate of its verdicts.
std::string controls_line(const results::StoredRun& run, std::span<const CellSummary> cells) {
  if (reads_sources(cells))
    return "none: what is read twice is the same twice, so no server can differ from itself here";
  if (run.controls.empty()) {
    return run.manifest.profile == "smoke" ? "none: the smoke profile never judges"
                                           : "none were run: how small a difference can be is not known";
  }
  std::string text;
  for (const results::ControlRow& row : run.controls) text += (text.empty() ? "" : " · ") + control_text(row);
  const results::ControlRow& same = run.controls.front();
  if (same.detectable)
    text += fmt::format(" · sees differences of {:.1f} % and more ({} of {} at {}, 80 % power)",
                        100 * (*same.detectable - 1), harmless(same.metric), harmless(same.stack),
                        harmless(same.cell));
  return text;
}

}  // namespace

std::vector<Remark> remarks_on(const results::StoredRun& run, std::span<const CellSummary> cells,
                               const Trust& trust) {
  const std::string floor = floor_line(run.env);
  std::vector<Remark> remarks{
      {"trust", trust_line(trust)},
      {"suspect", suspect_line(trust)},
      {"floor", floor.empty() ? "" : "the null server, not subtracted: " + floor},
      {"vintage", shown_value(run.env, "warning.vintage")},
      {"family", family_line(run)},
      {"controls", controls_line(run, cells)},
  };
  std::erase_if(remarks, [](const Remark& remark) { return remark.text.empty(); });
  for (const std::string& note : run.notes) remarks.push_back({"note", harmless(note)});
  for (const std::string& note : run.manifest.notes) remarks.push_back({"note", harmless(note)});
  return remarks;
}

std::string run_line(const results::RunManifest& manifest) {
  return fmt::format("{} · profile {} · {} · seed {} · {} of {} rows · {}", harmless(manifest.suite),
                     harmless(manifest.profile), results::text(manifest.status), manifest.seed,
                     manifest.stored_rows, manifest.planned_rows, harmless(manifest.started_utc));
}

std::string why_no_verdicts(const results::StoredRun& run) {
  const std::string begin = "No verdicts are stored with this run: ";
  if (run.manifest.profile == "smoke")
    return begin + "the smoke profile proves that everything runs, it never judges.";
  if (!run.controls.empty()) return begin + "no claim is about this suite, it shows what a run can see.";
  return begin + "harness verdict RUN recomputes them from the rows.";
}

}  // namespace harness::report
