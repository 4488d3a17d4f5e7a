#pragma once
// One load result as text for people or as one JSON object (schema 1, see harness/README.md).
#include <string>

#include "harness/load/load_plan.hpp"
#include "harness/load/load_result.hpp"

namespace harness::cli {

struct LoadGuard {
  std::string code;   ///< "CLIENT_SATURATED"
  std::string level;  ///< "INVALID" | "SUSPECT"
  std::string detail;
};

/// What speaks against the numbers. Empty when nothing does.
[[nodiscard]] std::vector<LoadGuard> guards_of(const load::LoadPlan& plan, const load::LoadResult& result);

[[nodiscard]] std::string load_json(const std::string& url, const load::LoadPlan& plan,
                                    const load::LoadResult& result);
[[nodiscard]] std::string load_text(const std::string& url, const load::LoadPlan& plan,
                                    const load::LoadResult& result);

}  // namespace harness::cli
