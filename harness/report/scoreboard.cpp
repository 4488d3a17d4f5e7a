#include "harness/report/scoreboard.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "harness/report/other_claims.hpp"
#include "harness/report/text.hpp"
#include "harness/report/verdict_words.hpp"

namespace harness::report {
namespace {

using results::Verdict;
using results::VerdictRow;
using workload::Sentence;
using workload::SentenceKind;
using Verdicts = std::map<std::string, const VerdictRow*>;

/// In the article's order; X is what the other camp says of itself.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kSections{{
    {"BG", "Background"},
    {"AR", "Architecture"},
    {"SP", "Speed"},
    {"SY", "Syntax"},
    {"SC", "Scalability"},
    {"EX", "Extensibility"},
    {"LB", "Libraries"},
    {"UN", "Universality"},
    {"LC", "Learning curve"},
    {"CO", "Community"},
    {"AP", "Apps"},
    {"X", "Claims of the other camp"},
}};

/// The article's own count, of which `points` are what one side got and the other did not.
constexpr int kNodeScore = 8;
constexpr int kPythonScore = 6;

std::size_t place_of(std::string_view id) {
  const auto section =
      std::ranges::find_if(kSections, [&](const auto& each) { return id.starts_with(each.first); });
  return static_cast<std::size_t>(section - kSections.begin());
}

std::string section_of(std::string_view id) {
  const std::size_t place = place_of(id);
  return place < kSections.size() ? std::string(kSections[place].second) : "Other";
}

Verdicts verdicts_in(std::span<const results::StoredRun> runs) {
  Verdicts verdicts;
  for (const results::StoredRun& run : runs) {
    for (const VerdictRow& row : run.verdicts) verdicts[row.claim + " " + row.reading] = &row;
  }
  return verdicts;
}

bool is_decided(Verdict verdict) {
  return verdict == Verdict::kSupported || verdict == Verdict::kRefuted || verdict == Verdict::kMixed;
}

ScoredSentence scored(const workload::Claim& claim, const Verdicts& verdicts) {
  ScoredSentence sentence{.section = section_of(claim.id),
                          .id = claim.id,
                          .reading = claim.reading,
                          .quote = claim.quote,
                          .outcome = fmt::format("not in these runs (suite {})", claim.suite),
                          .effect = "",
                          .finding = claim.hypothesis};
  const auto found = verdicts.find(claim.name());
  if (found == verdicts.end()) return sentence;
  sentence.outcome = headline(*found->second);
  sentence.effect = effect_of(*found->second);
  sentence.decided = is_decided(found->second->verdict);
  return sentence;
}

std::string outcome_of(const Sentence& sentence) {
  switch (sentence.kind) {
    case SentenceKind::kRecord:
      return "on record: " + sentence.outcome;
    case SentenceKind::kOpinion:
      return "opinion";
    case SentenceKind::kNotTestableHere:
      return "NOT TESTABLE HERE";
    case SentenceKind::kUnmeasured:
      return "not measured yet";
  }
  return "";
}

ScoredSentence scored(const Sentence& sentence) {
  std::string finding = sentence.finding;
  if (!sentence.command.empty()) finding += " This would test it: " + sentence.command;
  return {.section = section_of(sentence.id),
          .id = sentence.id,
          .reading = "",
          .quote = sentence.quote,
          .outcome = outcome_of(sentence),
          .effect = "",
          .finding = std::move(finding)};
}

ScoredPoint scored(const workload::Point& point, const Verdicts& verdicts) {
  ScoredPoint result{.point = point};
  for (const std::string& name : point.claims) {
    const auto found = verdicts.find(name);
    if (found == verdicts.end()) continue;
    result.supported += found->second->verdict == Verdict::kSupported;
    result.opposed +=
        found->second->verdict == Verdict::kRefuted || found->second->verdict == Verdict::kMixed;
  }
  if (result.supported >= point.at_least) {
    result.state = PointState::kStands;
  } else if (result.opposed + point.at_least > point.claims.size()) {
    result.state = PointState::kFalls;
  }
  return result;
}

std::string_view word_of(PointState state) {
  switch (state) {
    case PointState::kStands:
      return "stands";
    case PointState::kFalls:
      return "falls";
    case PointState::kOpen:
      return "open";
  }
  return "";
}

int count(const Scoreboard& board, PointState state) {
  return static_cast<int>(std::ranges::count(board.points, state, &ScoredPoint::state));
}

/// Nobody wins here: points are taken away, none is given.
std::string score_line(const Scoreboard& board) {
  const int fallen = count(board, PointState::kFalls);
  const int open = count(board, PointState::kOpen);
  const int most = kNodeScore - fallen;
  const std::string node = open == 0 ? std::to_string(most) : fmt::format("{} to {}", most - open, most);
  return fmt::format(
      "The article: Node.js {}, Python {}. Without the points that do not stand: Node.js {}, "
      "Python {}.",
      kNodeScore, kPythonScore, node, kPythonScore);
}

std::string point_line(const ScoredPoint& point) {
  return fmt::format("{} of {} SUPPORTED, {} needed, {} opposed: {}. {}", point.supported,
                     point.point.claims.size(), point.point.at_least, point.opposed,
                     fmt::join(point.point.claims, ", "), point.point.explanation);
}

std::string count_line(const Scoreboard& board) {
  const auto measured = std::ranges::count_if(
      board.sentences, [](const ScoredSentence& sentence) { return !sentence.reading.empty(); });
  return fmt::format("{} sentences and readings, {} of them measured by suites, {} decided by these runs",
                     board.sentences.size(), measured,
                     std::ranges::count_if(board.sentences, &ScoredSentence::decided));
}

std::vector<std::string> notes_on(std::span<const results::StoredRun> runs, std::string_view claims_text) {
  std::map<std::string, std::vector<std::string>> suites_by_words;
  for (const results::StoredRun& run : runs) {
    if (run.verdicts.empty()) continue;
    if (const auto other = other_claims(run.manifest, claims_text))
      suites_by_words[other->words].push_back(run.manifest.suite);
  }
  std::vector<std::string> notes;
  for (const auto& [words, suites] : suites_by_words)
    notes.push_back(fmt::format("made under {}: {}", words, fmt::join(suites, ", ")));
  return notes;
}

std::string name_of(const ScoredSentence& sentence) {
  return sentence.reading.empty() ? sentence.id : sentence.id + " " + sentence.reading;
}

std::string name_of(const workload::Point& point) {
  return point.id.empty() ? point.name : fmt::format("{} ({})", point.name, point.id);
}

}  // namespace

Scoreboard scoreboard_of(std::span<const workload::Claim> claims, const workload::Ledger& ledger,
                         std::span<const results::StoredRun> runs, std::string_view claims_text) {
  const Verdicts verdicts = verdicts_in(runs);
  Scoreboard board;
  for (const workload::Claim& claim : claims) board.sentences.push_back(scored(claim, verdicts));
  for (const Sentence& sentence : ledger.sentences) board.sentences.push_back(scored(sentence));
  std::ranges::stable_sort(board.sentences, [](const ScoredSentence& a, const ScoredSentence& b) {
    return std::pair(place_of(a.id), a.id) < std::pair(place_of(b.id), b.id);
  });
  for (const workload::Point& point : ledger.points) board.points.push_back(scored(point, verdicts));
  board.notes = notes_on(runs, claims_text);
  return board;
}

std::string scoreboard_text(const Scoreboard& board) {
  constexpr std::size_t kWidth = 110;
  std::string text;
  std::string section;
  for (const ScoredSentence& sentence : board.sentences) {
    if (sentence.section != section) {
      section = sentence.section;
      text += fmt::format("{}{}\n", text.empty() ? "" : "\n", section);
    }
    text += fmt::format("  {} {}  {}\n", padded_right(harmless(name_of(sentence)), 20),
                        padded_right(harmless(sentence.outcome), 34), sentence.effect);
    text += fmt::format("      “{}”\n", wrapped(harmless(sentence.quote), kWidth - 8, 6));
    if (!sentence.decided)
      text += fmt::format("      {}\n", wrapped(harmless(sentence.finding), kWidth - 6, 6));
  }
  text += "\nThe points that decide\n";
  for (const ScoredPoint& point : board.points) {
    text += fmt::format("  {} {}\n", padded_right(harmless(name_of(point.point)), 20), word_of(point.state));
    text += fmt::format("      {}\n", wrapped(harmless(point_line(point)), kWidth - 6, 6));
  }
  text += fmt::format("\n{}\n{}\n", score_line(board), count_line(board));
  for (const std::string& note : board.notes)
    text += fmt::format("note: {}\n", wrapped(harmless(note), kWidth - 6, 6));
  return text;
}

std::string scoreboard_markdown(const Scoreboard& board) {
  std::string text = "| sentence | reading | outcome | effect [interval] |\n|---|---|---|---|\n";
  for (const ScoredSentence& sentence : board.sentences) {
    text +=
        fmt::format("| {} “{}” | {} | {} | {} |\n", for_markdown(sentence.id), for_markdown(sentence.quote),
                    for_markdown(sentence.reading), for_markdown(sentence.outcome), sentence.effect);
  }
  text += "\n| point | given to | here | because |\n|---|---|---|---|\n";
  for (const ScoredPoint& point : board.points) {
    text +=
        fmt::format("| {} | {} | {} | {} |\n", for_markdown(name_of(point.point)),
                    for_markdown(point.point.winner), word_of(point.state), for_markdown(point_line(point)));
  }
  text += fmt::format("\n{}\n\n{}.\n", score_line(board), count_line(board));
  for (const std::string& note : board.notes) text += fmt::format("\nNote: {}.\n", for_markdown(note));
  return text;
}

}  // namespace harness::report
