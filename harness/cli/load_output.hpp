#pragma once
// One load result as text for people or as one JSON object (schema 1, see harness/README.md).
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/load_floor.hpp"
#include "harness/load/guards.hpp"
#include "harness/load/load_plan.hpp"
#include "harness/load/load_result.hpp"

namespace harness::cli {

struct LoadOutcome {
  std::string title;  ///< the URL, or the file that lists several
  load::LoadPlan plan;
  load::LoadResult result;
  std::vector<load::Guard> guards;
  std::optional<LoadFloor> floor;  ///< the same load at the null server, when asked for
};

[[nodiscard]] std::string load_json(const LoadOutcome& outcome);
[[nodiscard]] std::string load_text(const LoadOutcome& outcome);

}  // namespace harness::cli
