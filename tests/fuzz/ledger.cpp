// A ledger.toml of any bytes is refused line by line, or names claims that exist and points that could stand.
#include "target.hpp"
#include "workload_reading.hpp"

namespace harness::fuzz {
namespace {

void ledger(std::string_view bytes) {
  const auto text = as_file("ledger.toml", bytes);
  workload::Problems problems;
  const workload::Ledger ledger = read_ledger(text, repository(), problems);
  check_problems(problems, text);
  if (!problems.none()) return;
  HARNESS_ASSERT(!ledger.sentences.empty());
  for (const workload::Sentence& sentence : ledger.sentences) {
    const bool on_record = sentence.kind == workload::SentenceKind::kRecord;
    HARNESS_ASSERT(on_record == !sentence.outcome.empty() && on_record == !sentence.source.empty());
  }
  for (const workload::Point& point : ledger.points)
    HARNESS_ASSERT(point.at_least > 0 && point.at_least <= point.claims.size());
}

const Target kLedger("ledger", ledger);

}  // namespace
}  // namespace harness::fuzz
