#pragma once
// One load result as text for people or as one JSON object (schema 1, see harness/README.md).
#include <span>
#include <string>

#include "harness/load/guards.hpp"
#include "harness/load/load_plan.hpp"
#include "harness/load/load_result.hpp"

namespace harness::cli {

[[nodiscard]] std::string load_json(const std::string& url, const load::LoadPlan& plan,
                                    const load::LoadResult& result, std::span<const load::Guard> guards);
[[nodiscard]] std::string load_text(const std::string& url, const load::LoadPlan& plan,
                                    const load::LoadResult& result, std::span<const load::Guard> guards);

}  // namespace harness::cli
