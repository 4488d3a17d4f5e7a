#pragma once
// One row of env.csv: a fact about the host, the build or a runtime. Plain data, free text.
#include <string>

namespace harness::results {

struct EnvRow {
  std::string key;     ///< "cpu.model"
  std::string value;   ///< may be empty: the source exists and says nothing
  std::string source;  ///< "/proc/cpuinfo"; empty when we computed it

  friend bool operator==(const EnvRow&, const EnvRow&) = default;
};

}  // namespace harness::results
