#include "harness/sources/report.hpp"

#include <nlohmann/json.hpp>

#include "harness/base/printable.hpp"

namespace harness::sources {
namespace {

using Json = nlohmann::json;

std::string_view last_line(std::string_view output) {
  while (!output.empty() && output.back() == '\n') output.remove_suffix(1);
  const auto end = output.rfind('\n');
  return end == std::string_view::npos ? output : output.substr(end + 1);
}

/// `read` takes what it needs; whatever has another type than it expects is an error.
template <typename Read>
auto parsed(std::string_view output, Read read) -> Result<decltype(read(Json()))> {
  constexpr std::size_t kShown = 80;
  const std::string_view line = last_line(output);
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) {
    return environment_error("a reader of sources must print one JSON object as its last line, not '{}'",
                             printable(line.substr(0, kShown)));
  }
  try {
    return read(json);
  } catch (const Json::exception& problem) {
    return environment_error("a reader of sources printed what cannot be read: {}", problem.what());
  }
}

TokenKind kind_of(const std::string& word) {
  if (word == "bracket") return TokenKind::kBracket;
  if (word == "comma") return TokenKind::kComma;
  return word == "quote" ? TokenKind::kQuote : TokenKind::kOther;
}

Attempt attempt_of(const Json& json) {
  const auto outcome = json.at("outcome").get<std::string>();
  Attempt attempt;
  if (outcome == "ran") {
    attempt.lines = json.at("lines").get<std::map<std::string, std::string>>();
    return attempt;
  }
  attempt.ending = outcome == "rejected" ? Attempt::Ending::kRejected : Attempt::Ending::kCrashed;
  if (const Json& line = json.at("line"); !line.is_null()) attempt.line = line.get<int>();
  return attempt;
}

bool lies_in_order(const Lexed& lexed, std::size_t size) {
  std::size_t end = 0;
  for (const Token& token : lexed.tokens) {
    if (token.begin < end || token.end <= token.begin || token.end > size) return false;
    end = token.end;
  }
  return true;
}

}  // namespace

Result<SourceReport> parse_source_report(std::string_view output) {
  return parsed(output, [](const Json& json) {
    return SourceReport{json.at("version").get<std::string>(),
                        json.at("tools").get<std::string>(),
                        json.at("sources").get<std::vector<std::string>>(),
                        json.at("text").get<std::string>(),
                        json.at("tokens").get<std::uint64_t>(),
                        json.at("blocks").get<std::uint64_t>(),
                        json.at("braced_blocks").get<std::uint64_t>()};
  });
}

Result<Lexed> parse_lexed(std::string_view output, std::string_view source) {
  auto lexed = parsed(output, [](const Json& json) {
    Lexed made{json.at("indent").get<std::size_t>(), {}};
    for (const Json& token : json.at("tokens"))
      made.tokens.push_back({token.at("begin").get<std::size_t>(), token.at("end").get<std::size_t>(),
                             kind_of(token.at("kind").get<std::string>())});
    return made;
  });
  if (lexed && !lies_in_order(*lexed, source.size()))
    return environment_error("a reader of sources named tokens that do not lie in the source in this order");
  return lexed;
}

Result<Attempt> parse_attempt(std::string_view output) {
  return parsed(output, attempt_of);
}

}  // namespace harness::sources
