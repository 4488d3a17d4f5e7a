#pragma once
// Collects why gates fail, while each is decided. For those who decide which: gates.cpp,
// conversation_gates.cpp.
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "harness/results/slice_row.hpp"

namespace harness::experiment {

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
