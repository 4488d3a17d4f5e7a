#pragma once
// Collects why gates fail, while each is decided. For those who decide which: gates.cpp,
// conversation_gates.cpp, event_gates.cpp.
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "harness/results/slice_row.hpp"

namespace harness::experiment {

/// "3 lost, 1 wrong": what is not zero.
inline std::string listed(std::initializer_list<std::pair<std::uint64_t, const char*>> counts) {
  std::string text;
  for (const auto& [count, what] : counts)
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
  return text;
}

class GateReasons {
 public:
  results::Gate check(bool passes, std::string reason) {
    if (!passes) reasons_.push_back(std::move(reason));
    return passes ? results::Gate::kPass : results::Gate::kFail;
  }
  [[nodiscard]] std::string reasons() const { return fmt::format("{}", fmt::join(reasons_, "; ")); }

 private:
  std::vector<std::string> reasons_;
};

}  // namespace harness::experiment
