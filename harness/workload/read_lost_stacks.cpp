#include <algorithm>
#include <sstream>

#include "harness/base/file.hpp"
#include "harness/workload/readers.hpp"

namespace harness::workload {

void read_lost_stacks(Catalog& catalog) {
  for (const Runtime& runtime : catalog.runtimes) {
    if (runtime.packages.empty()) continue;
    std::istringstream lines(read_file(runtime.packages / ".lost").value_or(""));
    for (std::string line; std::getline(lines, line);) {
      const auto tab = line.find('\t');
      const auto stack = std::ranges::find(catalog.stacks, line.substr(0, tab), &Stack::id);
      if (tab != std::string::npos && stack != catalog.stacks.end()) stack->lost = line.substr(tab + 1);
    }
  }
}

}  // namespace harness::workload
