#pragma once
// Where things are: the checkout this binary belongs to, its workloads, its build folder. And what every
// command does with an Error. Errors: kEnvironment when the checkout cannot be found.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "harness/experiment/arm.hpp"
#include "harness/workload/catalog.hpp"

namespace harness::cli {

struct Project {
  std::filesystem::path root;   ///< holds workloads/ and results/
  std::filesystem::path build;  ///< holds bin/
  [[nodiscard]] std::filesystem::path workloads() const { return root / "workloads"; }
  [[nodiscard]] std::filesystem::path runs() const { return root / "results" / "runs"; }
};

/// $HARNESS_ROOT, or the first folder above this executable that holds workloads/contract.toml.
[[nodiscard]] Result<Project> find_project();

/// The project's catalog, plus stacks of the user's own: entries of `stacks` that name a .toml file are
/// loaded and replaced by their id. Plus runtimes of the user's own, each NAME=PATH.
struct LoadedCatalog {
  workload::Catalog catalog;
  std::vector<std::string> stack_ids;
};
[[nodiscard]] Result<LoadedCatalog> load_project_catalog(const Project& project,
                                                         const std::vector<std::string>& stacks,
                                                         const std::vector<std::string>& runtimes = {});

/// "harness: …" on stderr; the exit code for it.
[[nodiscard]] int report_error(const Error& error);

/// Prints `text`, or writes it to the file `out` of -o unless that is empty; the exit code.
[[nodiscard]] int deliver(std::string_view text, const std::string& out);

[[nodiscard]] const char* version();
/// "Release", "Debug", or with its sanitizers: "RelWithDebInfo+address,undefined".
[[nodiscard]] std::string build_type();

}  // namespace harness::cli
