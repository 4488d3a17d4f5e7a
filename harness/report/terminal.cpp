#include "harness/report/terminal.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "harness/report/causes.hpp"
#include "harness/report/conversation_table.hpp"
#include "harness/report/mutations.hpp"
#include "harness/report/source_tables.hpp"
#include "harness/report/summary.hpp"
#include "harness/report/table.hpp"
#include "harness/report/text.hpp"
#include "harness/report/verdict_words.hpp"

namespace harness::report {
namespace {

using results::Verdict;
using results::VerdictRow;

class Ink {
 public:
  explicit Ink(bool color) : color_(color) {}
  [[nodiscard]] std::string bold(std::string_view text) const { return painted(text, "1"); }
  [[nodiscard]] std::string dim(std::string_view text) const { return painted(text, "2"); }
  [[nodiscard]] std::string of(Verdict verdict, std::string_view text) const {
    switch (verdict) {
      case Verdict::kSupported:
        return painted(text, "1;32");
      case Verdict::kRefuted:
        return painted(text, "1;31");
      case Verdict::kMixed:
        return painted(text, "1;35");
      default:
        return painted(text, "1;33");
    }
  }

 private:
  [[nodiscard]] std::string painted(std::string_view text, std::string_view code) const {
    return color_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
  bool color_;
};

std::optional<double> scaled(std::optional<double> value, double factor) {
  if (!value) return std::nullopt;
  return *value * factor;
}

std::string rate(std::optional<double> rps) {
  if (!rps) return std::string(kNotMeasured);
  return with_thousands(*rps, *rps < 100 ? 1 : 0);
}

Table table_of(const CellSummary& cell) {
  using enum Table::Align;
  Table table({{"  stack", kLeft},
               {"runtime", kLeft},
               {"rps"},
               {"p50 ms"},
               {"p99 ms"},
               {"errors"},
               {"cpu µs/req"},
               {"PSS MiB"},
               {"limited by", kLeft}});
  for (const StackSummary& stack : cell.stacks) {
    table.add({"  " + harmless(stack.stack), harmless(stack.runtime), rate(stack.throughput_rps),
               three_digits(scaled(stack.p50_us, 1e-3)), three_digits(scaled(stack.p99_us, 1e-3)),
               stack.valid + stack.invalid == 0 ? std::string(kNotMeasured) : std::to_string(stack.errors),
               three_digits(stack.server_cpu_us_per_request),
               three_digits(scaled(stack.server_pss_kib, 1.0 / 1024)), harmless(state_of(stack))});
  }
  return table;
}

Table job_table_of(const CellSummary& cell) {
  using enum Table::Align;
  // Of several workers the rate is what counts, and no CPU time of an iteration is known.
  const bool together = std::ranges::any_of(
      cell.stacks, [](const StackSummary& stack) { return stack.job.rate_per_s.has_value(); });
  Table table({{"  stack", kLeft},
               {"runtime", kLeft},
               {"process ms"},
               {"first ms"},
               {"steady ms"},
               {together ? "all per s" : "its CPU ms"},
               {"RSS MiB"},
               {"work by", kLeft}});
  for (const StackSummary& stack : cell.stacks) {
    const JobSummary& job = stack.job;
    table.add({"  " + harmless(stack.stack), harmless(stack.runtime), three_digits(scaled(job.wall_s, 1e3)),
               three_digits(scaled(job.first_s, 1e3)), three_digits(scaled(job.steady_s, 1e3)),
               three_digits(together ? job.rate_per_s : scaled(job.steady_cpu_s, 1e3)),
               three_digits(scaled(job.max_rss_kib, 1.0 / 1024)),
               harmless(job.tag.empty() ? state_of(stack) : job.tag)});
  }
  return table;
}

Table launch_table_of(const CellSummary& cell) {
  using enum Table::Align;
  Table table(
      {{"  stack", kLeft}, {"runtime", kLeft}, {"ready ms"}, {"first answer ms"}, {"PSS MiB"}, {"", kLeft}});
  for (const StackSummary& stack : cell.stacks) {
    table.add({"  " + harmless(stack.stack), harmless(stack.runtime),
               three_digits(scaled(stack.launch.ready_s, 1e3)),
               three_digits(scaled(stack.launch.first_s, 1e3)),
               three_digits(scaled(stack.server_pss_kib, 1.0 / 1024)), harmless(state_of(stack))});
  }
  return table;
}

/// What jobs did to those who did not ask for one.
Table beside_table_of(const CellSummary& cell) {
  using enum Table::Align;
  Table table({{"  stack", kLeft},
               {"runtime", kLeft},
               {"job alone ms"},
               {"meanwhile ms"},
               {"calm p99 ms"},
               {"p99 ms"},
               {"Δ ms"},
               {"Δ / job"},
               {"", kLeft}});
  for (const StackSummary& stack : cell.stacks) {
    const BesideSummary& beside = stack.beside;
    table.add(
        {"  " + harmless(stack.stack), harmless(stack.runtime), three_digits(scaled(beside.alone_us, 1e-3)),
         three_digits(scaled(beside.job_us, 1e-3)), three_digits(scaled(beside.calm_p99_us, 1e-3)),
         three_digits(scaled(stack.p99_us, 1e-3)), three_digits(scaled(beside.delay_us, 1e-3)),
         beside.delay_in_jobs ? fmt::format("{:.2f}", *beside.delay_in_jobs) : std::string(kNotMeasured),
         harmless(state_of(stack))});
  }
  return table;
}

Table table_by_kind(const CellSummary& cell) {
  switch (cell.kind) {
    case RowKind::kJob:
      return job_table_of(cell);
    case RowKind::kLaunch:
      return launch_table_of(cell);
    case RowKind::kBeside:
      return beside_table_of(cell);
    case RowKind::kSource:
      return source_table_of(cell);
    case RowKind::kMutants:
      return mutants_table_of(cell);
    case RowKind::kConversation:
      return conversation_table(cell);
    case RowKind::kLoad:
      break;
  }
  return table_of(cell);
}

std::string title_of(const CellSummary& cell) {
  constexpr std::string_view kStalled = " stalled=";  // as workload::Cell::id() has it
  if (cell.kind == RowKind::kConversation) return conversation_title(cell);
  if (cell.kind != RowKind::kLoad && cell.kind != RowKind::kBeside) return harmless(cell.cell);

  const std::string title = fmt::format("{} · {} connection{}", harmless(cell.target), cell.connections,
                                        cell.connections == 1 ? "" : "s");
  if (const auto workers = cell.cell.find(" w="); workers != std::string::npos)
    return fmt::format("{} · workers: {}", title, harmless(cell.cell.substr(workers + 3)));
  if (const auto stalled = cell.cell.find(kStalled); stalled != std::string::npos)
    return fmt::format("{} · beside {} readers that do not keep up", title,
                       harmless(cell.cell.substr(stalled + kStalled.size())));
  if (!cell.rate_rps) return title;
  return fmt::format("{} · {} requests/s {} · response times{}", title, rate(cell.rate_rps),
                     harmless(cell.arrivals), cell.beside.empty() ? "" : " beside " + harmless(cell.beside));
}

std::string measurements(const std::vector<CellSummary>& cells, const Ink& ink, std::size_t width) {
  std::string text;
  for (const CellSummary& cell : cells) {
    text += ink.bold(title_of(cell)) + "\n";
    const auto lines = table_by_kind(cell).lines();
    text += ink.dim(lines.front()) + "\n";
    for (std::size_t i = 1; i < lines.size(); ++i) text += lines[i] + "\n";
    for (const StackSummary& stack : cell.stacks) {
      if (stack.reason.empty()) continue;
      const std::string line = fmt::format("{}: {}", harmless(stack.stack), harmless(stack.reason));
      text += ink.dim("    " + wrapped(line, width - 4, 6)) + "\n";
    }
    if (cell.kind == RowKind::kSource) text += "\n" + programs_text(cell);
    text += "\n";
  }
  return text;
}

std::string verdicts(const results::StoredRun& run, const Ink& ink, std::size_t width) {
  std::string result;
  for (const VerdictRow& row : run.verdicts) {
    result += fmt::format("{} {}  {}\n", ink.bold(padded_right(row.claim + " " + row.reading, 14)),
                          ink.of(row.verdict, padded_right(headline(row), 32)), effect_of(row));
    result += fmt::format("  “{}”\n", harmless(row.quote));
    for (const std::string& line :
         {row.why, row.detail, row.also_shown.empty() ? "" : "for comparison: " + row.also_shown}) {
      if (!line.empty()) result += ink.dim("  " + wrapped(harmless(line), width - 2, 2)) + "\n";
    }
    for (const std::string& line : cause_lines(run.causes, row))
      result += ink.dim("  " + wrapped(harmless(line), width - 2, 4)) + "\n";
    result += "\n";
  }
  return result;
}

/// What a comparison would have been spoilt by on this machine, had nobody looked.
std::string misconfigurations(const std::vector<results::MutationRow>& rows, const Ink& ink) {
  if (rows.empty()) return "";
  std::string text = ink.bold("misconfigurations planted on this machine: ") + caught_line(rows) + "\n";
  const auto farthest = moved_farthest(rows);
  if (farthest.empty()) return text + "\n";
  const auto lines = mutations_table(farthest).lines();
  text += ink.dim("  those that move Node.js / Python by more than a tenth, were they not caught\n");
  for (const std::string& line : lines) text += "  " + harmless(line) + "\n";
  return text + "\n";
}

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
std::string controls_line(const results::StoredRun& run, const std::vector<CellSummary>& cells) {
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

std::string footer(const results::StoredRun& run, const std::vector<CellSummary>& cells, const Trust& trust,
                   const Ink& ink, std::size_t width) {
  std::string text = ink.bold("trust        ") + wrapped(trust_line(trust), width - 13, 13) + "\n";
  if (!trust.suspect.empty())
    text += ink.bold("suspect      ") + wrapped(suspect_line(trust), width - 13, 13) + "\n";
  const std::string floor = floor_line(run.env);
  if (!floor.empty())
    text += ink.bold("floor        ") + wrapped("the null server, not subtracted: " + floor, width - 13, 13) +
            "\n";
  const std::string vintage = shown_value(run.env, "warning.vintage");
  if (!vintage.empty()) text += ink.bold("vintage      ") + wrapped(vintage, width - 13, 13) + "\n";
  const std::string family = family_line(run);
  if (!family.empty()) text += ink.bold("family       ") + wrapped(family, width - 13, 13) + "\n";
  text += ink.bold("controls     ") + wrapped(controls_line(run, cells), width - 13, 13) + "\n";
  for (const std::string& note : run.notes) text += ink.bold("note         ") + harmless(note) + "\n";
  for (const std::string& note : run.manifest.notes)
    text += ink.bold("note         ") + harmless(note) + "\n";
  return text;
}

}  // namespace

std::string terminal_report(const results::StoredRun& run, const Style& style) {
  return terminal_report(run, summary_of(run.slices), style);
}

std::string terminal_report(const results::StoredRun& run, const Summary& summary, const Style& style) {
  const Ink ink(style.color);
  const results::RunManifest& manifest = run.manifest;
  std::string text = fmt::format(
      "{}\n\n",
      ink.dim(fmt::format("{} · profile {} · {} · seed {} · {} of {} rows · {}", harmless(manifest.suite),
                          harmless(manifest.profile), results::text(manifest.status), manifest.seed,
                          manifest.stored_rows, manifest.planned_rows, harmless(manifest.started_utc))));
  const std::vector<CellSummary> cells = compared_cells(summary, manifest);
  text += measurements(cells, ink, style.width);
  if (run.verdicts.empty()) {
    text += "No verdicts are stored with this run: ";
    text += manifest.profile == "smoke"
                ? "the smoke profile proves that everything runs, it never judges.\n\n"
            : !run.controls.empty() ? "no claim is about this suite, it shows what a run can see.\n\n"
                                    : "harness verdict RUN recomputes them from the rows.\n\n";
  } else {
    text += verdicts(run, ink, style.width);
  }
  return text + misconfigurations(run.mutations, ink) + footer(run, cells, summary.trust(), ink, style.width);
}

}  // namespace harness::report
