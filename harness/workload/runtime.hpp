#pragma once
// An interpreter build (or "native"): what runs a stack. Plain data, read from workloads/runtimes.toml.
#include <filesystem>
#include <string>

namespace harness::workload {

struct Runtime {
  std::string id;                 ///< "node", "cpython", "native"
  std::string language;           ///< "node" | "python" | "native"
  std::string title;              ///< "Node.js"
  std::filesystem::path program;  ///< absolute; may not exist: the arm is then absent
  std::string version;            ///< what we pin, "26.10.0"; empty = whatever is there
  std::string released;           ///< ISO date of that version's release; empty = unknown
  std::string install;            ///< the command that makes it present
  /// What /__info of a server on it says it is: "node" of node18. Empty: its id.
  std::string reported_as{};
  /// The folder that ./scripts/setup installs its packages in, absolute; empty: there is none.
  std::filesystem::path packages{};
  /// What it must say of its lock, "off", or it is not what it stands for; empty: nobody asks.
  std::string gil{};
  bool optional = false;  ///< a run is worth as much without it
  bool given = false;     ///< on the command line, not by runtimes.toml
};

}  // namespace harness::workload
