#pragma once
// The environment record of a run: the host, this build, the checkout, the runtimes and every setting that
// shaped it, as key/value/source. What cannot be observed is left out.
#include <filesystem>
#include <string>
#include <vector>

#include "harness/experiment/plan.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/machine/facts.hpp"
#include "harness/results/env_row.hpp"

namespace harness::experiment {

struct Checkout {
  std::string sha;     ///< empty when git cannot tell
  bool clean = false;  ///< nothing tracked is modified
};
[[nodiscard]] Checkout inspect_checkout(const std::filesystem::path& root);

struct BuildIdentity {
  std::string version;
  std::string build_type;
};

[[nodiscard]] std::vector<results::EnvRow> describe_environment(
    const Plan& plan, const machine::CpuSplit& cpus, const std::vector<machine::Fact>& facts,
    const Checkout& checkout, const BuildIdentity& build, const workload::Catalog& catalog);

/// What a running server says of itself in /__info: "stack.node/http.version" and so on. Empty when it says
/// nothing.
[[nodiscard]] std::vector<results::EnvRow> describe_server(const Arm& arm, const process::Server& server);

/// "node 26.10.0 (2026-10-20) and cpython 3.11.2 (2023-02-08) are 44 months apart…" when the release dates of
/// two runtimes differ by more than 18 months: the gap may be what a claim measures. Empty otherwise.
[[nodiscard]] std::string vintage_warning(const std::vector<Arm>& arms);

}  // namespace harness::experiment
