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
};

}  // namespace harness::workload
