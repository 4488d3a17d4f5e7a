// What the programs that read sources print, of any bytes, is refused, or its tokens lie in the source.
#include "target.hpp"

#include "harness/sources/report.hpp"

namespace harness::fuzz {
namespace {

constexpr std::string_view kSource = "f(a, 'b')\n";

void source_report(std::string_view bytes) {
  static_cast<void>(sources::parse_source_report(bytes));
  const auto attempt = sources::parse_attempt(bytes);
  HARNESS_ASSERT(!attempt || !attempt->line || *attempt->line >= 0);
  const auto lexed = sources::parse_lexed(bytes, kSource);
  if (!lexed) return;
  std::size_t end = 0;
  for (const sources::Token& token : lexed->tokens) {
    HARNESS_ASSERT(end <= token.begin && token.begin < token.end && token.end <= kSource.size());
    end = token.end;
  }
}

const Target kSourceReport("source_report", source_report);

}  // namespace
}  // namespace harness::fuzz
