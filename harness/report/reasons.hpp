#pragma once
// What is said below each table: why a stack has no figures there, or rows that are not to be used. Asked in
// the order of the tables. Not thread-safe.
#include <set>
#include <string>
#include <vector>

#include "harness/report/summary.hpp"

namespace harness::report {

class Reasons {
 public:
  /// "python/asgi: …", one for each stack of the cell that has a reason. That a stack is absent is due to the
  /// machine and the same in every table: only the first says it.
  [[nodiscard]] std::vector<std::string> below(const CellSummary& cell);

 private:
  std::set<std::string> said_of_absent_;
};

}  // namespace harness::report
