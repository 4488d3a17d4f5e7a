#pragma once
// The rest of the article: its sentences that no row decides, and the points it gives
// (workloads/ledger.toml). Together with the claims every sentence that can be checked, or cannot, has its
// place. Plain data.
#include <cstddef>
#include <string>
#include <vector>

#include "harness/workload/catalog.hpp"

namespace harness::workload {

enum class SentenceKind {
  kRecord,           ///< a matter of record: true, false or partly true, with a source
  kOpinion,          ///< nothing could be measured that would decide it
  kNotTestableHere,  ///< needs what this machine cannot have; `command` would test it
  kUnmeasured,       ///< could be measured, but no suite does so yet
};

struct Sentence {
  std::string id;     ///< "BG1", in the same series as the claims' ids
  std::string quote;  ///< the article's words, short
  SentenceKind kind = SentenceKind::kOpinion;
  std::string outcome;  ///< of a record: "true" | "false" | "partly"; else empty
  std::string finding;  ///< one sentence: what the record says, or why there is no verdict
  std::string source;   ///< of a record: where anybody can look it up
  std::string command;  ///< of what is not testable here
};

/// A point that the article gives to one side only, and what it hangs on.
struct Point {
  std::string name;                 ///< "Speed"
  std::string winner;               ///< "Node.js"
  std::vector<std::string> claims;  ///< names of claims, "SP8 T0"
  std::size_t at_least = 0;         ///< of them must be SUPPORTED for the point to stand
  std::string explanation;
  std::string id{};  ///< in the series of the sentences' ids, where none of them says what the point says
};

struct Ledger {
  std::vector<Sentence> sentences;
  std::vector<Point> points;
};

/// Errors: kUsage, all problems at once, as load_catalog() has them.
[[nodiscard]] Result<Ledger> load_ledger(const Catalog& catalog);

}  // namespace harness::workload
