#pragma once
// Which of the contract's checks decide which gate column of a row. Pure.
// Source of the list: the ways two servers stop being comparable (workloads/README.md).
#include <span>
#include <string>

#include "harness/results/env_row.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/verify/contract.hpp"

namespace harness::experiment {

/// gate_contract of all checks; gate_nodelay, gate_keepalive, gate_bytes, gate_headers and gate_info of
/// theirs. A gate that has failed before stays failed.
void describe_contract(results::SliceRow& row, std::span<const verify::Check> checks);

/// "nodelay: median of 20 …; header-set: …"; empty when none failed.
[[nodiscard]] std::string failures_of(std::span<const verify::Check> checks);

/// Adds the guard's code to those of the row, which is as valid as before.
void note_guard(results::SliceRow& row, const std::string& guard);
/// Makes the row invalid: the reason goes in front of those there are.
void refuse(results::SliceRow& row, const std::string& guard, const std::string& why);

/// What a server says of its interpreter's build, from env.csv: "plain" and "debug" are slower than what is
/// shipped, up to 1.4 times for a CPython without PGO and LTO.
[[nodiscard]] results::Gate build_class(std::span<const results::EnvRow> env, const std::string& stack);

}  // namespace harness::experiment
