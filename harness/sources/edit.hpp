#pragma once
// Single mistakes in a source, as people make them at a keyboard: a pure function of source, tokens and
// draws, the same for every language. Whether the source is still a program then is not known here. Units:
// positions are bytes, lines count from 1.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/random.hpp"

namespace harness::sources {

enum class TokenKind { kBracket, kComma, kQuote, kOther };

struct Token {
  std::size_t begin = 0;
  std::size_t end = 0;
  TokenKind kind = TokenKind::kOther;  ///< kQuote: a whole string with its quotes
};

struct Lexed {
  std::size_t indent = 4;  ///< blanks of one level
  std::vector<Token> tokens;
};

/// "indentation": a line one level deeper or less deep. "bracket": one deleted, or one inserted before a
/// token. "other": the same of a comma or a quote, or two neighbouring lines swapped.
struct Edit {
  std::string what;  ///< "delete ')'"
  std::string text;  ///< the whole source with it
  int first_line = 0;
  int last_line = 0;  ///< the same, but for swapped lines
};

/// Different ones, each differing from `source`; fewer than `count` when there are no more to be found.
/// Lines without a token (comments, the inside of strings) are not touched.
[[nodiscard]] std::vector<Edit> edits_of(std::string_view source, const Lexed& lexed, std::string_view which,
                                         std::size_t count, Random random);

}  // namespace harness::sources
