#include "harness/report/verdict_words.hpp"

#include <fmt/format.h>

#include "harness/report/text.hpp"

namespace harness::report {

std::string headline(const results::VerdictRow& row) {
  const std::string_view word =
      row.verdict == results::Verdict::kNotTestableHere ? "NOT TESTABLE HERE" : text(row.verdict);
  return row.reason.empty() ? std::string(word) : fmt::format("{} ({})", word, harmless(row.reason));
}

std::string effect_of(const results::VerdictRow& row) {
  if (!row.effect) return "";
  if (!row.ci_low || !row.ci_high) return fmt::format("{}×", three_digits(row.effect));
  return fmt::format("{}× [{}, {}]", three_digits(row.effect), three_digits(row.ci_low),
                     three_digits(row.ci_high));
}

}  // namespace harness::report
