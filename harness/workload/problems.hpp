#pragma once
// Collects everything that is wrong in the files, so that one run of the command shows all of it.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::workload {

class Problems {
 public:
  /// "file:line: field: message" on one line, whatever is quoted in it; an empty field leaves its part out.
  void add(const std::filesystem::path& file, int line, std::string_view field, std::string_view message);
  /// For what has no line: a file that cannot be read.
  void add(std::string message) { lines_.push_back(std::move(message)); }

  [[nodiscard]] std::size_t count() const { return lines_.size(); }
  [[nodiscard]] bool none() const { return lines_.empty(); }
  [[nodiscard]] Error error() const { return joined(ErrorCode::kUsage, lines_); }

 private:
  std::vector<std::string> lines_;
};

}  // namespace harness::workload
