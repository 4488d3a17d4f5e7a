#include "harness/sources/report.hpp"

#include <algorithm>
#include <limits>

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

/// Not get<>(), which would turn -1 into 2^64-1 and 1.5 into 1.
std::uint64_t count(const Json& json, const char* name) {
  return json.at(name).get_ref<const Json::number_unsigned_t&>();
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
  if (!json.at("line").is_null())
    attempt.line =
        static_cast<int>(std::min<std::uint64_t>(count(json, "line"), std::numeric_limits<int>::max()));
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
                        count(json, "tokens"),
                        count(json, "blocks"),
                        count(json, "braced_blocks")};
  });
}

Result<Lexed> parse_lexed(std::string_view output, std::string_view source) {
  auto lexed = parsed(output, [](const Json& json) {
    Lexed made{count(json, "indent"), {}};
    for (const Json& token : json.at("tokens"))
      made.tokens.push_back(
          {count(token, "begin"), count(token, "end"), kind_of(token.at("kind").get<std::string>())});
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
