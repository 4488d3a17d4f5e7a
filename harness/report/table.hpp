#pragma once
// A table of characters: knows widths and alignment, knows nothing of what the cells mean.
#include <cstdint>
#include <string>
#include <vector>

namespace harness::report {

class Table {
 public:
  enum class Align : std::uint8_t { kLeft, kRight };
  struct Heading {
    std::string text;
    Align align = Align::kRight;
  };

  explicit Table(std::vector<Heading> headings) : headings_(std::move(headings)) {}
  void add(std::vector<std::string> cells);  ///< one text per heading
  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  /// Lines of equal column widths, two spaces apart, no trailing blanks; the first is the heading.
  [[nodiscard]] std::vector<std::string> lines() const;
  /// The same as a table of Markdown, escaped, each line ended.
  [[nodiscard]] std::string markdown() const;

 private:
  std::vector<Heading> headings_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace harness::report
