#include <algorithm>

#include "harness/base/suggest.hpp"
#include "harness/workload/ledger.hpp"
#include "harness/workload/readers.hpp"

namespace harness::workload {
namespace {

SentenceKind read_kind(TableReader& reader) {
  const std::string word = reader.one_of("kind", {"record", "opinion", "not_testable_here", "unmeasured"});
  if (word == "record") return SentenceKind::kRecord;
  if (word == "not_testable_here") return SentenceKind::kNotTestableHere;
  if (word == "unmeasured") return SentenceKind::kUnmeasured;
  return SentenceKind::kOpinion;
}

Sentence read_sentence(TableReader reader, const Ledger& earlier) {
  Sentence sentence;
  sentence.id = reader.id("id");
  sentence.quote = reader.required_string("quote");
  sentence.kind = read_kind(reader);
  sentence.finding = reader.required_string("finding");
  if (sentence.kind == SentenceKind::kRecord) {
    sentence.outcome = reader.one_of("outcome", {"true", "false", "partly"});
    sentence.source = reader.required_string("source");
  }
  if (sentence.kind == SentenceKind::kNotTestableHere) sentence.command = reader.required_string("command");
  for (const Sentence& other : earlier.sentences) {
    if (other.quote == sentence.quote)
      reader.problem("quote", fmt::format("is that of {}, too: remove one", other.id));
  }
  reader.finish();
  return sentence;
}

Point read_point(TableReader reader, const Catalog& catalog) {
  Point point;
  if (reader.has("id")) point.id = reader.id("id");
  point.name = reader.required_string("name");
  point.winner = reader.required_string("winner");
  point.claims = reader.string_list("claims");
  point.at_least = static_cast<std::size_t>(reader.integer("at_least"));
  point.explanation = reader.required_string("explanation");
  std::vector<std::string> known;
  for (const Claim& claim : catalog.claims) known.push_back(claim.name());
  for (const std::string& name : point.claims) {
    if (std::ranges::find(known, name) == known.end())
      reader.problem("claims", fmt::format("unknown claim '{}': correct it or add it to claims.toml.{}", name,
                                           suggestion(name, known)));
  }
  if (point.at_least > point.claims.size()) {
    reader.problem("at_least", fmt::format("is {} of {} claims: the point could never stand", point.at_least,
                                           point.claims.size()));
  }
  reader.finish();
  return point;
}

}  // namespace

Ledger read_ledger(const TomlText& text, const Catalog& catalog, Problems& problems) {
  Ledger ledger;
  TomlTable table;
  if (!read_toml(text, problems, table)) return ledger;
  TableReader reader(table, text.file, "", problems);
  reader.schema();
  for (TableReader& row : reader.tables("sentence")) ledger.sentences.push_back(read_sentence(row, ledger));
  for (TableReader& row : reader.tables("point")) ledger.points.push_back(read_point(row, catalog));
  reader.finish();
  return ledger;
}

Result<Ledger> load_ledger(const Catalog& catalog) {
  Problems problems;
  Ledger ledger = read_ledger(text_of(catalog.root / "ledger.toml"), catalog, problems);
  if (!problems.none()) return tl::unexpected(problems.error());
  return ledger;
}

}  // namespace harness::workload
