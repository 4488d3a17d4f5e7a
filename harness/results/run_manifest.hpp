#pragma once
// run.json: what was asked for, by which build, and how far it came. Plain data.
// Units: times are ISO 8601 UTC text. The seed is stored as text: JSON readers round numbers above 2^53.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/results/column.hpp"
#include "harness/results/procedure.hpp"

namespace harness::results {

enum class RunStatus {
  kPartial,      ///< still running, or killed: what a reader sees until the end is written
  kComplete,     ///< every planned row is stored
  kInterrupted,  ///< the user stopped it; the rows so far are good
  kFailed,       ///< we gave up; `notes` say why
};

/// "partial" | "complete" | "interrupted" | "failed", as stored.
[[nodiscard]] std::string_view text(RunStatus status);

struct RunManifest {
  struct Cpus {
    std::string server;  ///< "0"
    std::string client;  ///< "1"
    friend bool operator==(const Cpus&, const Cpus&) = default;
  };

  int schema = kSchema;
  std::string run_id;
  RunStatus status = RunStatus::kPartial;
  std::string suite;  ///< more than one: comma separated
  std::string profile;
  std::vector<std::string> stacks;    ///< of --stacks, as typed; empty: those of the suite, or not known
  std::vector<std::string> runtimes;  ///< of --runtime: "NAME=/absolute/path"
  std::vector<std::string> claims;    ///< of --claims, likewise
  std::vector<std::string> judged;    ///< "SP8 T0": what is to be judged; empty: not known, or nothing
  std::string budget;                 ///< of --budget, as typed; empty: none
  std::uint64_t seed = 0;
  std::string started_utc;
  std::optional<std::string> finished_utc;
  std::string harness_version;
  std::string git_sha;
  std::string build_type;
  std::optional<std::string> claims_sha256;
  std::optional<std::string> suite_claims_sha256;  ///< of those of its suite alone; absent in earlier runs
  std::optional<Procedure> procedure;              ///< absent before schema 3
  Cpus cpus;
  std::uint64_t planned_blocks = 0;
  std::uint64_t planned_rows = 0;
  std::uint64_t stored_rows = 0;  ///< of those planned; rows of arms that cannot run here are none of them
  std::vector<std::string> notes;

  friend bool operator==(const RunManifest&, const RunManifest&) = default;
};

/// As stored; before schema 3 each claim was judged alone, once, at the end.
[[nodiscard]] Procedure procedure_of(const RunManifest& manifest);

/// Pretty JSON with a final newline; empty optionals are left out.
[[nodiscard]] std::string manifest_json(const RunManifest& manifest);

/// Errors: kEnvironment, naming the field that is missing or wrong (the caller adds the file).
[[nodiscard]] Result<RunManifest> parse_manifest(std::string_view json);

}  // namespace harness::results
