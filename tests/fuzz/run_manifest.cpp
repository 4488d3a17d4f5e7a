// A run.json of any bytes is refused, or is written and read back the same.
#include "harness/results/run_manifest.hpp"

#include "target.hpp"

namespace harness::fuzz {
namespace {

void run_manifest(std::string_view bytes) {
  const auto manifest = results::parse_manifest(bytes);
  if (!manifest) return;
  const auto back = results::parse_manifest(results::manifest_json(*manifest));
  HARNESS_ASSERT(back && *back == *manifest);
}

const Target kRunManifest("run_manifest", run_manifest);

}  // namespace
}  // namespace harness::fuzz
