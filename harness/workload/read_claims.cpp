#include <algorithm>

#include "harness/base/suggest.hpp"
#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

/// What a claim may refer to inside its suite. Empty parts could not be read and are not checked against.
struct Measured {
  std::vector<std::string> stacks;
  std::vector<Cell> cells;
};

Measured measured_by(const Suite& suite) {
  Measured measured{.stacks = suite.stacks, .cells = {}};
  for (const Profile& profile : suite.profiles) {
    for (const Cell& cell : cells_of(suite, profile)) {
      const auto& known = measured.cells;
      if (std::find(known.begin(), known.end(), cell) == known.end()) measured.cells.push_back(cell);
    }
  }
  return measured;
}

Cell read_cell(TableReader& reader, std::string_view key, const Claim& claim, const Measured& measured) {
  const std::string name = reader.required_string(key);
  const auto found = std::find_if(measured.cells.begin(), measured.cells.end(),
                                  [&](const Cell& cell) { return cell.id() == name; });
  if (found != measured.cells.end()) return *found;
  if (name.empty() || measured.cells.empty()) return {};
  std::vector<std::string> names;
  for (const Cell& cell : measured.cells) names.push_back(cell.id());
  reader.problem(
      key, fmt::format("no profile of suite '{}' measures cell '{}': correct it or add it to the suite.{}",
                       claim.suite, name, suggestion(name, names)));
  return {};
}

void check_stack(TableReader& reader, std::string_view key, const std::string& stack, const Claim& claim,
                 const Measured& measured) {
  const auto& known = measured.stacks;
  if (stack.empty() || known.empty() || std::find(known.begin(), known.end(), stack) != known.end()) return;
  reader.problem(key,
                 fmt::format("suite '{}' does not measure stack '{}': correct it or add it to the suite.{}",
                             claim.suite, stack, suggestion(stack, known)));
}

/// One that sends other bytes than all others is measured fairly against itself only.
void check_comparable(TableReader& reader, std::string_view key, const std::string& id, const Claim& claim,
                      const Catalog& catalog) {
  const Stack* stack = find_stack(catalog, id);
  if (claim.kind != ClaimKind::kComparison || !stack || stack->cannot.empty()) return;
  reader.problem(key, fmt::format("'{}' does not keep the whole contract ([cannot] in its manifest): name "
                                  "another stack, or compare it with itself by kind = \"threshold\"",
                                  id));
}

/// What did not grow has no ratio, and what grew by another number of connections is no fair one.
void check_growth(TableReader& reader, const Contrast& contrast) {
  const Cell& from = *contrast.grown_from;
  const bool same = contrast.numerator_cell == from || (!contrast.ideal && contrast.denominator_cell == from);
  if (same)
    reader.problem("grown_from",
                   fmt::format("is '{}', which is compared: name the cell that it grew from", from.id()));
  if (contrast.ideal || contrast.numerator_cell.connections == contrast.denominator_cell.connections) return;
  reader.problem("grown_from", "is for two cells with the same number of connections, these have others");
}

Contrast read_contrast(TableReader reader, const Claim& claim, const Measured& measured) {
  Contrast contrast;
  contrast.numerator_cell = read_cell(reader, "numerator", claim, measured);
  contrast.ideal = reader.optional_number("ideal");
  contrast.metric = reader.optional_string("metric");
  if (reader.has("grown_from")) contrast.grown_from = read_cell(reader, "grown_from", claim, measured);
  const bool divided_by_cell = reader.has("denominator");
  if (divided_by_cell && contrast.ideal) {
    reader.problem("ideal", "stands beside 'denominator': keep one of the two");
  } else if (divided_by_cell) {
    contrast.denominator_cell = read_cell(reader, "denominator", claim, measured);
  } else if (!contrast.ideal) {
    reader.problem("denominator", "is missing: add denominator = \"<cell>\" or ideal = <number>");
  }
  if (contrast.grown_from) check_growth(reader, contrast);
  reader.finish();
  return contrast;
}

/// Rows that nobody measures would leave a claim undecided for ever.
void check_only(TableReader& reader, const Claim& claim, const Suite& suite) {
  const auto check = [&](std::string_view side, const std::string& stack, const Cell& cell) {
    if (suite.wants(stack, cell)) return;
    reader.problem(side, fmt::format("suite '{}' does not measure '{}' in '{}': add it to its [only]",
                                     suite.id, stack, cell.id()));
  };
  for (const Contrast& contrast : claim.contrasts) {
    check("numerator", claim.numerator, contrast.numerator_cell);
    if (!contrast.ideal) check("denominator", claim.denominator, contrast.denominator_cell);
  }
}

void check_denominator(TableReader& reader, const Claim& claim) {
  const bool needed =
      std::any_of(claim.contrasts.begin(), claim.contrasts.end(), [](const Contrast& c) { return !c.ideal; });
  if (needed && !reader.has("denominator")) {
    reader.problem("denominator",
                   "is missing, but a contrast divides by a cell: add denominator = \"<stack id>\"");
  } else if (!needed && reader.has("denominator")) {
    reader.problem("denominator", fmt::format("is never used ('{}'), every contrast has an ideal: remove it",
                                              claim.denominator));
  }
}

void check_kind(TableReader& reader, const Claim& claim) {
  const bool has_ideal =
      std::any_of(claim.contrasts.begin(), claim.contrasts.end(), [](const Contrast& c) { return c.ideal; });
  if (claim.kind == ClaimKind::kComparison && has_ideal) {
    reader.problem("contrasts",
                   "have an ideal, but a comparison divides by another stack: write denominator = "
                   "\"<cell>\" instead, or kind = \"threshold\"");
  }
  if (claim.kind == ClaimKind::kComparison && !claim.numerator.empty() &&
      claim.numerator == claim.denominator) {
    reader.problem("denominator",
                   fmt::format("compares '{}' with itself: name another stack or write kind = \"threshold\"",
                               claim.denominator));
  }
  if (claim.kind == ClaimKind::kThreshold && !claim.denominator.empty() &&
      claim.numerator != claim.denominator) {
    reader.problem("denominator",
                   fmt::format("is another stack than the numerator ('{}' over '{}'): write kind = "
                               "\"comparison\" or name the same stack",
                               claim.numerator, claim.denominator));
  }
  if (claim.on_average && claim.kind == ClaimKind::kThreshold) {
    reader.problem("aggregation",
                   "is an average, but a threshold is asked of each place: write kind = \"comparison\" or "
                   "aggregation = \"universal\"");
  }
  if (claim.kind == ClaimKind::kThreshold && reader.has("equivalence_margin")) {
    reader.problem("equivalence_margin",
                   "has no meaning for a threshold: remove it or write kind = \"comparison\"");
  }
  if (claim.equivalence_margin <= 1) {
    reader.problem("equivalence_margin",
                   fmt::format("must be greater than 1 ({}): it is a ratio, write it like 1.10",
                               claim.equivalence_margin));
  }
}

void check_refuted_beyond(TableReader& reader, const Claim& claim) {
  const bool above = claim.direction == Direction::kAbove;
  if (above ? *claim.refuted_beyond < claim.threshold : *claim.refuted_beyond > claim.threshold) return;
  reader.problem(
      "refuted_beyond",
      fmt::format("is {}, but a claim of {} than {} is refuted on the other side of it: give {} number",
                  *claim.refuted_beyond, above ? "more" : "less", claim.threshold,
                  above ? "a smaller" : "a larger"));
}

ScalingControl read_control(TableReader reader) {
  ScalingControl control;
  control.stack = reader.id("stack");
  control.share = reader.optional_number("share");
  if (reader.has("at_most")) {
    control.at_most = reader.number("at_most");
    if (reader.has("at_least"))
      reader.problem("at_least", "stands beside 'at_most': what is enough has one end, keep one of the two");
  } else {
    control.at_least = reader.number("at_least");
  }
  if (control.share && (*control.share <= 0 || *control.share > 1)) {
    reader.problem("share", fmt::format("is {}: give a share of the control's gain, above 0 and at most 1",
                                        *control.share));
  }
  reader.finish();
  return control;
}

void check_control(TableReader& reader, const Claim& claim, const Measured& measured) {
  check_stack(reader, "control", claim.control->stack, claim, measured);
  if (std::ranges::any_of(claim.contrasts, [](const Contrast& each) { return each.grown_from.has_value(); }))
    reader.problem("control", "stands beside a contrast with grown_from: keep one of the two");
  const bool of_ideals =
      std::ranges::all_of(claim.contrasts, [](const Contrast& c) { return c.ideal.has_value(); });
  if (of_ideals && claim.control->share)
    reader.problem("control", "has a share of a gain, but every contrast has an ideal: remove share");
  if (claim.kind == ClaimKind::kThreshold && (of_ideals || claim.numerator == claim.denominator)) return;
  reader.problem("control",
                 "is for what one stack gains from one cell to another, or for an ideal: name the same stack "
                 "as numerator and denominator, or give an ideal, and kind = \"threshold\"");
}

Claim read_words(TableReader& reader) {
  Claim claim;
  claim.id = reader.id("id");
  claim.reading = reader.id("reading");
  claim.quote = reader.required_string("quote");
  claim.hypothesis = reader.required_string("hypothesis");
  claim.suite = reader.required_string("suite");
  claim.kind = reader.one_of("kind", {"comparison", "threshold"}) == "comparison" ? ClaimKind::kComparison
                                                                                  : ClaimKind::kThreshold;
  claim.metric = reader.required_string("metric");
  claim.numerator = reader.required_string("numerator");
  claim.denominator = reader.optional_string("denominator");
  claim.direction =
      reader.one_of("direction", {"above", "below"}) == "below" ? Direction::kBelow : Direction::kAbove;
  claim.threshold = reader.number("threshold");
  claim.refuted_beyond = reader.optional_number("refuted_beyond");
  claim.equivalence_margin = reader.optional_number("equivalence_margin").value_or(claim.equivalence_margin);
  claim.on_average =
      reader.has("aggregation") && reader.one_of("aggregation", {"universal", "average"}) == "average";
  claim.also_show = reader.optional_string_list("also_show");
  claim.explanation = reader.required_string("explanation");
  return claim;
}

void read_claim(TableReader reader, Catalog& catalog) {
  Claim claim = read_words(reader);
  const Suite* suite = find_suite(catalog, claim.suite);
  if (!suite && !claim.suite.empty()) {
    reader.problem("suite",
                   fmt::format("unknown suite '{}': correct it or add suites/{}.toml.{}", claim.suite,
                               claim.suite, suggestion(claim.suite, all(catalog.suites, &Suite::id))));
  }
  const Measured measured = suite ? measured_by(*suite) : Measured{};
  if (auto control = reader.optional_table("control")) claim.control = read_control(*control);
  for (TableReader& row : reader.tables("contrasts")) {
    claim.contrasts.push_back(read_contrast(row, claim, measured));
  }
  reader.finish();
  check_stack(reader, "numerator", claim.numerator, claim, measured);
  check_stack(reader, "denominator", claim.denominator, claim, measured);
  check_comparable(reader, "numerator", claim.numerator, claim, catalog);
  check_comparable(reader, "denominator", claim.denominator, claim, catalog);
  for (const std::string& stack : claim.also_show) check_stack(reader, "also_show", stack, claim, measured);
  if (claim.control) check_control(reader, claim, measured);
  if (suite) check_only(reader, claim, *suite);
  if (!claim.contrasts.empty()) check_denominator(reader, claim);
  check_kind(reader, claim);
  if (claim.refuted_beyond) check_refuted_beyond(reader, claim);
  for (const Claim& earlier : catalog.claims) {
    if (earlier.name() != claim.name()) continue;
    reader.problem("reading",
                   fmt::format("'{}' is here twice: remove one or give it another reading", claim.name()));
  }
  catalog.claims.push_back(std::move(claim));
}

}  // namespace

void read_claims(const TomlText& text, Catalog& catalog, Problems& problems) {
  catalog.claims_text = text.bytes.value_or("");
  TomlTable table;
  if (!read_toml(text, problems, table)) return;
  TableReader reader(table, text.file, "", problems);
  reader.schema();
  for (TableReader& row : reader.tables("claim")) read_claim(row, catalog);
  reader.finish();
}

}  // namespace harness::workload
