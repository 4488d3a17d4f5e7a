#pragma once
// What an interpreter says it is: asked by running it on workloads/<language>/common/identify.*, because
// neither its path nor its name tells. Not a server's word: that is /__info. Threading: no shared state;
// takes about 50 ms. Errors: kEnvironment when it answers none of the questions: it is not installed, or no
// Python and no JavaScript.
#include <filesystem>
#include <string>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::experiment {

struct Interpreter {
  std::string language;               ///< as in runtimes.toml: "node", "python", "javascript"
  std::string reported_as;            ///< as /__info calls it: "node", "cpython", "pypy", "bun"
  std::string version;                ///< "3.14.2"
  std::string build;                  ///< "release", "pgo+lto", "debian", "plain", "debug"
  std::string gil;                    ///< "on", "off", "none"
  std::string jit;                    ///< "on", "off", "none": it has no JIT compiler
  std::vector<std::string> packages;  ///< that Python finds, as their names are normalised; of Node.js none
};

/// `workloads` is the folder of that name.
[[nodiscard]] Result<Interpreter> ask(const std::filesystem::path& program,
                                      const std::filesystem::path& workloads);

/// Of `wanted`, what it does not have.
[[nodiscard]] std::vector<std::string> missing_packages(const Interpreter& interpreter,
                                                        const std::vector<std::string>& wanted);

}  // namespace harness::experiment
