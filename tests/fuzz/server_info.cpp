// /__info and /__stats of any bytes can be held against a manifest and counted, or say nothing.
#include "target.hpp"

#include "harness/base/error.hpp"
#include "harness/verify/loop_lag.hpp"
#include "harness/verify/manifest_match.hpp"
#include "harness/verify/worker_counts.hpp"

namespace harness::fuzz {
namespace {

void server_info(std::string_view bytes) {
  for (const std::string& mismatch : verify::info_mismatches(bytes, workload::Stack{}))
    HARNESS_ASSERT(!mismatch.empty());
  HARNESS_ASSERT(verify::loop_lag_max_us(bytes).value_or(0) >= 0);
  const auto counts = verify::worker_counts(bytes);
  if (!counts) return;
  HARNESS_ASSERT(verify::evenness(*counts, *counts) == std::nullopt);  // nothing came in between
  const auto even = verify::evenness({}, *counts);
  HARNESS_ASSERT(!even || counts->empty());
}

const Target kServerInfo("server_info", server_info);

}  // namespace
}  // namespace harness::fuzz
