#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "harness/base/printable.hpp"
#include "harness/cli/compare_output.hpp"
#include "harness/report/table.hpp"
#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

using report::Table;
using Row = std::vector<std::string>;
using verdict::ReplicatedPlace;

/// A table before it is drawn: as text, as markdown or as CSV.
struct Sheet {
  Row heading;
  std::vector<Row> rows;
};

char letter(std::size_t run) {
  return static_cast<char>('A' + run);
}

std::string ratio(double log_low, double log_estimate, double log_high) {
  return fmt::format("{} [{}, {}]", report::three_digits(std::exp(log_estimate)),
                     report::three_digits(std::exp(log_low)), report::three_digits(std::exp(log_high)));
}

std::string effect(const std::optional<stats::Interval>& interval) {
  if (!interval) return std::string(report::kNotMeasured);
  return ratio(interval->low, interval->estimate, interval->high);
}

std::string agreement(const ReplicatedPlace& place) {
  if (place.difference)
    return ratio(place.difference->low, place.difference->estimate, place.difference->high);
  if (place.pooled) {
    return fmt::format("{}, I² {:.0f} %",
                       ratio(place.pooled->low, place.pooled->log_ratio, place.pooled->high),
                       100 * place.pooled->i_squared);
  }
  return std::string(report::kNotMeasured);
}

Sheet places_of(const Comparison& comparison) {
  Sheet sheet{{"claim", "place"}, {}};
  for (std::size_t run = 0; run < comparison.runs.size(); ++run)
    sheet.heading.emplace_back(fmt::format("{} [95 %]", letter(run)));
  sheet.heading.emplace_back(comparison.runs.size() == 2 ? "A / B [90 %]" : "pooled [95 %]");
  sheet.heading.emplace_back("outcome");
  for (const ReplicatedPlace& place : comparison.places) {
    Row& row = sheet.rows.emplace_back(Row{place.claim + " " + place.reading, place.place});
    for (const auto& each : place.effects) row.push_back(effect(each));
    row.push_back(agreement(place));
    row.emplace_back(text(place.replication));
  }
  return sheet;
}

bool agree(const ClaimVerdicts& claim) {
  return std::ranges::adjacent_find(claim.verdicts, std::not_equal_to<>()) == claim.verdicts.end();
}

Sheet verdicts_of(const Comparison& comparison) {
  Sheet sheet{{"claim"}, {}};
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) sheet.heading.emplace_back(1, letter(run));
  sheet.heading.emplace_back("");
  for (const ClaimVerdicts& claim : comparison.verdicts) {
    Row& row = sheet.rows.emplace_back(Row{claim.claim});
    row.insert(row.end(), claim.verdicts.begin(), claim.verdicts.end());
    row.emplace_back(agree(claim) ? "agree" : "disagree");
  }
  return sheet;
}

Sheet rates_of(const Comparison& comparison) {
  Sheet sheet{{"cell", "stack"}, {}};
  for (std::size_t run = 0; run < comparison.runs.size(); ++run)
    sheet.heading.emplace_back(fmt::format("{} rps", letter(run)));
  for (std::size_t run = 0; run < comparison.runs.size(); ++run)
    sheet.heading.emplace_back(fmt::format("{} per null", letter(run)));
  for (std::size_t run = 0; run < comparison.runs.size(); ++run)
    sheet.heading.emplace_back(fmt::format("{} per canary", letter(run)));
  sheet.heading.emplace_back("units");
  for (const AbsoluteRate& rate : comparison.rates) {
    Row& row = sheet.rows.emplace_back(Row{rate.cell, rate.stack});
    for (const auto& rps : rate.rps) row.push_back(report::three_digits(rps));
    for (const auto& per_null : rate.per_null_rps) row.push_back(report::three_digits(per_null));
    for (const auto& per_canary : rate.per_canary) row.push_back(report::three_digits(per_canary));
    const auto agree = rate.units_agree();
    row.emplace_back(!agree ? report::kNotMeasured : *agree ? "agree" : "disagree");
  }
  return sheet;
}

Sheet facts_of(const Comparison& comparison) {
  Sheet sheet{{"fact"}, {}};
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) sheet.heading.emplace_back(1, letter(run));
  for (const verdict::OtherFact& fact : comparison.other_facts) {
    Row& row = sheet.rows.emplace_back(Row{fact.key});
    row.insert(row.end(), fact.values.begin(), fact.values.end());
  }
  return sheet;
}

std::string drawn(const Sheet& sheet) {
  std::vector<Table::Heading> headings;
  for (const std::string& heading : sheet.heading) headings.push_back({"  " + heading, Table::Align::kLeft});
  Table table(headings);
  for (Row row : sheet.rows) {
    for (std::string& cell : row) cell = "  " + printable(cell);
    table.add(row);
  }
  std::string text;
  for (const std::string& line : table.lines()) text += line + "\n";
  return text;
}

std::string markdown(const Sheet& sheet) {
  std::string text = fmt::format("| {} |\n|{}\n", fmt::join(sheet.heading, " | "), [&] {
    std::string rule;
    for (std::size_t i = 0; i < sheet.heading.size(); ++i) rule += "---|";
    return rule;
  }());
  for (Row row : sheet.rows) {
    for (std::string& cell : row) cell = report::for_markdown(cell);
    text += fmt::format("| {} |\n", fmt::join(row, " | "));
  }
  return text + "\n";
}

std::string legend(const Comparison& comparison) {
  std::string text;
  for (std::size_t run = 0; run < comparison.runs.size(); ++run)
    text += fmt::format("{}  {}\n", letter(run), printable(comparison.runs[run]));
  return text;
}

std::size_t count(const Comparison& comparison, verdict::Replication replication) {
  return static_cast<std::size_t>(
      std::ranges::count(comparison.places, replication, &ReplicatedPlace::replication));
}

std::string summary(const Comparison& comparison) {
  using verdict::Replication;
  const auto agreeing = std::ranges::count_if(comparison.verdicts, agree);
  return fmt::format("of {} places {} replicate, {} differ, {} are unresolved; {} of {} verdicts agree",
                     comparison.places.size(), count(comparison, Replication::kReplicates),
                     count(comparison, Replication::kDiffers), count(comparison, Replication::kUnresolved),
                     agreeing, comparison.verdicts.size());
}

std::map<std::string, std::size_t> reasons_of(const Comparison& comparison) {
  std::map<std::string, std::size_t> reasons;
  for (const ReplicatedPlace& place : comparison.places) {
    if (!place.reason.empty()) ++reasons[place.reason];
  }
  return reasons;
}

constexpr const char* kRatesTitle =
    "Absolute rates: raw, per request of the same machine's null server, per canary loop; never tested. "
    "Where the two units disagree by more than 15 %, neither compares machines";

}  // namespace

std::string compare_text(const Comparison& comparison) {
  std::string text = legend(comparison) + "\n" + summary(comparison) + "\n\n";
  text += "Ratios\n" + drawn(places_of(comparison));
  for (const auto& [reason, places] : reasons_of(comparison)) {
    text += fmt::format("  {} unresolved: {}\n", places, printable(reason));
  }
  text += "\nVerdicts\n" + drawn(verdicts_of(comparison));
  text += fmt::format("\n{}\n", kRatesTitle) + drawn(rates_of(comparison));
  if (comparison.other_facts.empty()) return text;
  return text + "\nNot the same, and allowed to differ\n" + drawn(facts_of(comparison));
}

std::string compare_markdown(const Comparison& comparison) {
  std::string text;
  for (std::size_t run = 0; run < comparison.runs.size(); ++run)
    text += fmt::format("- {}: {}\n", letter(run), report::for_markdown(comparison.runs[run]));
  text += "\n" + summary(comparison) + "\n\n";
  text += "## Ratios\n" + markdown(places_of(comparison));
  text += "## Verdicts\n" + markdown(verdicts_of(comparison));
  text += fmt::format("## {}\n", kRatesTitle) + markdown(rates_of(comparison));
  if (comparison.other_facts.empty()) return text;
  return text + "## Not the same, and allowed to differ\n" + markdown(facts_of(comparison));
}

}  // namespace harness::cli
