#pragma once
// An arm: stack × runtime × workers × hops, ready to be launched or known to be absent. Not a running server.
// Errors: kUsage for unknown stacks. A runtime that is not installed is no error: the arm is absent.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/process/server.hpp"
#include "harness/results/procedure.hpp"
#include "harness/workload/catalog.hpp"

namespace harness::experiment {

/// A run checks itself by one or two further arms of one stack, see workload::ControlLine.
enum class Control { kNone, kSame, kSlower };

struct Arm {
  const workload::Stack* stack = nullptr;      ///< never null
  const workload::Runtime* runtime = nullptr;  ///< never null
  int workers = 1;
  std::optional<std::string> absent;  ///< why it cannot be launched here, with the remedy
  Control control = Control::kNone;
  int hops = 1;               ///< so many of it stand in a row, see workload::Cell::hops
  bool watches_loop = false;  ///< it is to say how late its event loop is
  /// The stack's id, with what makes a control another arm behind a colon: "node/http:slower".
  [[nodiscard]] std::string name() const;
  /// What its manifest declares, with the number of workers that it was launched with.
  [[nodiscard]] workload::Stack as_launched() const;
  /// Does its manifest declare the endpoint of that target? What it does not declare it is not asked for.
  [[nodiscard]] bool serves(std::string_view target) const;
  /// Is it launched with what that cell asks for, if it asks: so many workers, so many hops?
  [[nodiscard]] bool suits(const workload::Cell& cell) const;
  /// Its name as part of a file's: "node-http-slower", "node-cluster-w1" where the manifest says otherwise,
  /// "node-http-h4".
  [[nodiscard]] std::string file_name() const;
};

/// The arms of a suite, or of `chosen` stack ids when there are any; of each stack one for each number of
/// workers or of hops that the suite asks for. The pointers live as long as the catalog.
[[nodiscard]] Result<std::vector<Arm>> arms_of(const workload::Catalog& catalog, const workload::Suite& suite,
                                               std::span<const std::string> chosen);
[[nodiscard]] Result<Arm> arm_of(const workload::Catalog& catalog, const workload::Stack& stack);

/// Why nothing can be launched on it here, with the remedy.
[[nodiscard]] std::optional<std::string> why_absent(const workload::Runtime& runtime);

/// What verdicts are checked by: the names of arms and the cell, as stored with the run.
[[nodiscard]] results::Controls controls_of(const workload::ControlLine& line);
/// A/A and, unless the suite says why not, +10 %; none when it has no controls or their stack is not among
/// `arms`.
[[nodiscard]] std::vector<Arm> control_arms(const workload::Suite& suite, std::span<const Arm> arms);

struct LaunchPlace {
  std::vector<int> cpus;
  std::uint16_t port = 0;
  std::filesystem::path stdout_log;
  std::filesystem::path stderr_log;
  std::filesystem::path data_dir{};  ///< what a stack with /file serves; empty: none
  std::uint16_t down_port = 0;       ///< where to ask for /down; 0: nowhere
  std::string down_path{};           ///< what to ask for there; empty: what the contract says
  std::uint16_t line_port = 0;       ///< where to take /lines; 0: nowhere
};
/// argv and environment as the workload contract says: PORT, WORKERS, BACKLOG=4096, LOG=none, DATA_DIR,
/// DOWN_PORT, DOWN_PATH and LINE_PORT where there are such, STATS=lag where its loop is to be watched, and
/// the manifest's own.
[[nodiscard]] process::LaunchSpec launch_spec(const Arm& arm, const LaunchPlace& place);

/// Launches on a free port, two where it takes /lines; when somebody takes that port first, once more on
/// another. What serves /file gets the files of data_folder.hpp. A stack that declares /down is accompanied
/// by the server that it asks; with more than one hop it is that of the last of them, and what is returned
/// the first.
[[nodiscard]] Result<process::Server> launch(const Arm& arm, LaunchPlace place);

}  // namespace harness::experiment
