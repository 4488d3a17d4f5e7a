#include "harness/cli/project.hpp"

#include <cstdlib>

#include "harness/base/file.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/given_runtimes.hpp"

namespace harness::cli {
namespace {

namespace fs = std::filesystem;

bool is_root(const fs::path& folder) {
  return fs::exists(folder / "workloads" / "contract.toml");
}

}  // namespace

Result<Project> find_project() {
  std::error_code ignored;
  const fs::path executable = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path build = executable.parent_path().parent_path();
  if (const char* root = std::getenv("HARNESS_ROOT"); root != nullptr && *root != '\0') {
    if (is_root(root)) return Project{fs::absolute(root), build};
    return environment_error(
        "HARNESS_ROOT: '{}' holds no workloads/contract.toml; name a checkout of harness", root);
  }
  for (fs::path folder = build; folder.has_relative_path(); folder = folder.parent_path()) {
    if (is_root(folder)) return Project{folder, build};
  }
  return environment_error("no checkout found above {}; set HARNESS_ROOT to the folder that holds workloads/",
                           executable.string());
}

Result<LoadedCatalog> load_project_catalog(const Project& project, const std::vector<std::string>& stacks,
                                           const std::vector<std::string>& runtimes) {
  auto catalog = workload::load_catalog(project.workloads(), project.build);
  if (!catalog) return tl::unexpected(catalog.error());
  LoadedCatalog loaded{*std::move(catalog), {}};
  for (const std::string& name : stacks) {
    if (!name.ends_with(".toml")) {
      loaded.stack_ids.push_back(name);
      continue;
    }
    auto stack = workload::load_stack(fs::absolute(name), loaded.catalog);
    if (!stack) return tl::unexpected(stack.error());
    loaded.stack_ids.push_back(stack->id);
    loaded.catalog.stacks.push_back(*std::move(stack));
  }
  if (auto entered = enter_given_runtimes(runtimes, loaded.catalog); !entered)
    return tl::unexpected(entered.error());
  return loaded;
}

int report_error(const Error& error) {
  fmt::print(stderr, "harness: {}\n", error.message);
  return exit_code_of(error.code);
}

int deliver(std::string_view text, const std::string& out) {
  if (out.empty()) {
    fmt::print("{}", text);
    return kDone;
  }
  const auto written = write_file_atomically(out, text);
  return written ? kDone : report_error(written.error().within("-o"));
}

const char* version() {
  return HARNESS_VERSION;
}

std::string build_type() {
  const std::string sanitizers = HARNESS_SANITIZE;
  return sanitizers.empty() ? HARNESS_BUILD_TYPE : std::string(HARNESS_BUILD_TYPE) + "+" + sanitizers;
}

}  // namespace harness::cli
