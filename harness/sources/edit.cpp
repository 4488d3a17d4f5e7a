#include "harness/sources/edit.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "harness/base/error.hpp"

namespace harness::sources {
namespace {

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< without its line break
};

class Editor {
 public:
  Editor(std::string_view source, const Lexed& lexed, Random& random)
      : source_(source), lexed_(lexed), random_(random) {
    for (std::size_t begin = 0; begin < source.size();) {
      const std::size_t end = std::min(source.find('\n', begin), source.size());
      lines_.push_back({begin, end});
      begin = end + 1;
    }
    for (const Token& token : lexed.tokens) {
      const std::size_t line = line_of(token.begin);
      if (code_.empty() || code_.back() != line) code_.push_back(line);
    }
  }

  std::optional<Edit> draw(std::string_view which) {
    if (code_.empty()) return {};
    if (which == "indentation") return indent();
    if (which == "bracket") return misplace(TokenKind::kBracket);
    switch (random_.below(3)) {
      case 0:
        return misplace(TokenKind::kComma);
      case 1:
        return misplace(TokenKind::kQuote);
      default:
        return swap();
    }
  }

 private:
  std::size_t line_of(std::size_t position) const {
    const auto behind = std::ranges::upper_bound(lines_, position, std::less<>(),
                                                 [](const Line& line) { return line.begin; });
    return static_cast<std::size_t>(behind - lines_.begin()) - 1;
  }

  std::string_view text_of(std::size_t line) const {
    return source_.substr(lines_[line].begin, lines_[line].end - lines_[line].begin);
  }

  Edit edit(std::string what, std::size_t begin, std::size_t end, std::string_view instead) const {
    const int line = static_cast<int>(line_of(begin)) + 1;
    std::string text(source_.substr(0, begin));
    text += instead;
    text += source_.substr(end);
    return {std::move(what), std::move(text), line, line};
  }

  template <typename Items>
  const auto& any_of(const Items& items) {
    return items[random_.below(items.size())];
  }

  Edit indent() {
    const std::size_t begin = lines_[any_of(code_)].begin;
    const std::string level(lexed_.indent, ' ');
    const bool has_a_level = source_.substr(begin, level.size()) == level;
    if (has_a_level && random_.below(2) == 0) return edit("one level less", begin, begin + level.size(), "");
    return edit("one level more", begin, begin, level);
  }

  /// Deletes or inserts, half of the time each; where there is none to delete, it inserts.
  Edit misplace(TokenKind kind) {
    std::vector<Token> all;
    std::ranges::copy_if(lexed_.tokens, std::back_inserter(all),
                         [&](const Token& token) { return token.kind == kind; });
    if (random_.below(2) == 0 && !all.empty()) return remove(any_of(all));
    const std::size_t at = any_of(lexed_.tokens).begin;
    const std::string_view characters = kind == TokenKind::kBracket ? "()[]{}"
                                        : kind == TokenKind::kComma ? ","
                                                                    : "'\"";
    const std::string character(1, any_of(characters));
    return edit(fmt::format("insert {}", character), at, at, character);
  }

  /// Of a string, its first quote or its last.
  Edit remove(const Token& token) {
    const bool last = token.kind == TokenKind::kQuote && random_.below(2) == 0;
    const std::size_t end = last || token.kind != TokenKind::kQuote
                                ? token.end
                                : std::min(source_.find_first_of("'\"", token.begin) + 1, token.end);
    return edit(fmt::format("delete {}", source_[end - 1]), end - 1, end, "");
  }

  std::optional<Edit> swap() {
    const std::size_t one = random_.below(code_.size());
    if (one + 1 == code_.size() || code_[one + 1] != code_[one] + 1) return {};
    const std::size_t line = code_[one];
    const std::string swapped = fmt::format("{}\n{}", text_of(line + 1), text_of(line));
    Edit made = edit("swap two lines", lines_[line].begin, lines_[line + 1].end, swapped);
    ++made.last_line;
    return made;
  }

  std::string_view source_;
  const Lexed& lexed_;
  Random& random_;
  std::vector<Line> lines_;
  std::vector<std::size_t> code_;  ///< lines on which a token begins
};

}  // namespace

std::vector<Edit> edits_of(std::string_view source, const Lexed& lexed, std::string_view which,
                           std::size_t count, Random random) {
  constexpr std::size_t kDrawsPerEdit = 50;
  Editor editor(source, lexed, random);
  std::vector<Edit> edits;
  std::set<std::string> seen{std::string(source)};
  for (std::size_t draws = 0; edits.size() < count && draws < kDrawsPerEdit * count; ++draws) {
    auto edit = editor.draw(which);
    if (edit && seen.insert(edit->text).second) edits.push_back(*std::move(edit));
  }
  return edits;
}

}  // namespace harness::sources
