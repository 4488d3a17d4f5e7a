#pragma once
// The article sentence by sentence beside what stored runs found, and what is left of its score. Pure.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/results/run_folder.hpp"
#include "harness/workload/ledger.hpp"

namespace harness::report {

struct ScoredSentence {
  std::string section;  ///< "Speed"
  std::string id;
  std::string reading;  ///< empty for what is not measured
  std::string quote;
  std::string outcome;  ///< "REFUTED (too-small)", "not measured yet", "on record: false", …
  std::string effect;   ///< "0.98× [0.97, 0.99]", empty without one
  std::string finding;
  bool decided = false;  ///< by measurement: SUPPORTED, REFUTED or MIXED
};

enum class PointState { kStands, kFalls, kOpen };

struct ScoredPoint {
  workload::Point point;
  PointState state = PointState::kOpen;
  std::size_t supported = 0;
  std::size_t opposed = 0;  ///< REFUTED or MIXED
};

struct Scoreboard {
  std::vector<ScoredSentence> sentences;  ///< in the order of the article's sections
  std::vector<ScoredPoint> points;
  std::vector<std::string> notes;  ///< runs that were made under other claims than those shown
};

/// A claim that several runs judged has the verdict of the last of them. `claims_text`: the file that
/// `claims` were read from.
[[nodiscard]] Scoreboard scoreboard_of(std::span<const workload::Claim> claims,
                                       const workload::Ledger& ledger,
                                       std::span<const results::StoredRun> runs,
                                       std::string_view claims_text);

[[nodiscard]] std::string scoreboard_text(const Scoreboard& board);
[[nodiscard]] std::string scoreboard_markdown(const Scoreboard& board);

}  // namespace harness::report
