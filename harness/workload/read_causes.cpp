#include <algorithm>

#include "harness/base/suggest.hpp"
#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

/// A cause as it is written down once for several claims.
struct Declared {
  std::vector<std::string> claims;
  std::string cell;
  Cause cause;
};

Declared read_words(TableReader& row) {
  Declared declared;
  declared.claims = row.string_list("claims");
  declared.cell = row.optional_string("cell");
  declared.cause.knob = row.required_string("knob");
  declared.cause.arm = row.required_string("arm");
  declared.cause.turned = row.required_string("turned");
  declared.cause.explanation = row.required_string("explanation");
  row.finish();
  if (!declared.cause.arm.empty() && declared.cause.arm == declared.cause.turned)
    row.problem("turned", fmt::format("is the arm itself ('{}'): name the stack with the knob turned",
                                      declared.cause.turned));
  return declared;
}

void check_arm(TableReader& row, const Cause& cause, const Claim& claim) {
  if (cause.arm.empty() || cause.arm == claim.numerator || cause.arm == claim.denominator) return;
  row.problem("arm", fmt::format("claim '{}' is not about stack '{}': name its numerator '{}'{}",
                                 claim.name(), cause.arm, claim.numerator,
                                 claim.denominator.empty() || claim.denominator == claim.numerator
                                     ? ""
                                     : fmt::format(" or its denominator '{}'", claim.denominator)));
}

void check_turned(TableReader& row, const Cause& cause, const Claim& claim, const Suite& suite) {
  const auto& known = suite.stacks;
  if (cause.turned.empty() || std::ranges::find(known, cause.turned) != known.end()) return;
  row.problem("turned",
              fmt::format("suite '{}' of claim '{}' does not measure stack '{}': correct it or add it to the "
                          "suite.{}",
                          suite.id, claim.name(), cause.turned, suggestion(cause.turned, known)));
}

/// Of any profile.
std::optional<Cell> cell_named(const std::string& name, const Suite& suite) {
  for (const Profile& profile : suite.profiles) {
    for (const Cell& cell : cells_of(suite, profile)) {
      if (cell.id() == name) return cell;
    }
  }
  return {};
}

std::optional<Cell> read_cell(TableReader& row, const std::string& name, const Claim& claim,
                              const Suite& suite) {
  if (name.empty()) return {};
  if (claim.contrasts.size() != 1 || claim.numerator == claim.denominator) {
    row.problem("cell", fmt::format("is one, but claim '{}' looks at several: leave it out", claim.name()));
    return {};
  }
  auto cell = cell_named(name, suite);
  if (!cell) {
    row.problem("cell",
                fmt::format("no profile of suite '{}' measures cell '{}': correct it", suite.id, name));
  }
  return cell;
}

/// By [only] of the suite.
void check_measured(TableReader& row, const Cause& cause, const Claim& claim, const Suite& suite) {
  for (const Contrast& contrast : claim.contrasts) {
    const bool above = cause.arm == claim.numerator;
    const Cell& cell = cause.cell ? *cause.cell : above ? contrast.numerator_cell : contrast.denominator_cell;
    if (!suite.wants(cause.turned, cell))
      row.problem("turned", fmt::format("'{}' is not measured in '{}', which claim '{}' is about: add it to "
                                        "[only] of suite '{}'",
                                        cause.turned, cell.id(), claim.name(), suite.id));
  }
}

void enter(TableReader& row, const std::string& name, const Declared& declared, Catalog& catalog) {
  const auto claim =
      std::ranges::find_if(catalog.claims, [&](const Claim& each) { return each.name() == name; });
  if (claim == catalog.claims.end()) {
    std::vector<std::string> names;
    std::ranges::transform(catalog.claims, std::back_inserter(names), &Claim::name);
    row.problem("claims", fmt::format("unknown claim '{}': correct it or add it to claims.toml.{}", name,
                                      suggestion(name, names)));
    return;
  }
  const Suite* suite = find_suite(catalog, claim->suite);
  if (!suite) return;
  Cause cause = declared.cause;
  check_arm(row, cause, *claim);
  check_turned(row, cause, *claim, *suite);
  cause.cell = read_cell(row, declared.cell, *claim, *suite);
  check_measured(row, cause, *claim, *suite);
  const auto again = [&](const Cause& earlier) {
    return earlier.knob == cause.knob && earlier.arm == cause.arm;
  };
  if (std::ranges::any_of(claim->causes, again))
    row.problem("knob",
                fmt::format("'{}' is here twice for claim '{}': remove or rename one", cause.knob, name));
  claim->causes.push_back(std::move(cause));
}

}  // namespace

void read_causes(const TomlText& text, Catalog& catalog, Problems& problems) {
  TomlTable table;
  if (!read_toml(text, problems, table)) return;
  TableReader reader(table, text.file, "", problems);
  reader.schema();
  for (TableReader& row : reader.tables("cause")) {
    const Declared declared = read_words(row);
    for (const std::string& name : declared.claims) enter(row, name, declared, catalog);
  }
  reader.finish();
}

}  // namespace harness::workload
