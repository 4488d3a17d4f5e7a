#include "harness/workload/catalog.hpp"

#include <algorithm>
#include <iterator>

#include "harness/workload/problems.hpp"
#include "harness/workload/readers.hpp"

namespace harness::workload {
namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::directory_entry& entry) {
  std::error_code ignored;
  return entry.is_directory(ignored) && !entry.path().filename().string().starts_with('.');
}

/// <language>/<stack>/stack.toml and nothing deeper: package folders may hold files of the same name.
std::vector<fs::path> manifests_below(const fs::path& root) {
  std::vector<fs::path> manifests;
  std::error_code none;
  for (const auto& language : fs::directory_iterator(root, none)) {
    if (!is_folder(language)) continue;
    for (const auto& stack : fs::directory_iterator(language.path(), none)) {
      if (is_folder(stack) && fs::exists(stack.path() / "stack.toml"))
        manifests.push_back(stack.path() / "stack.toml");
    }
  }
  std::sort(manifests.begin(), manifests.end());
  return manifests;
}

void read_stacks(const fs::path& root, const fs::path& build, Catalog& catalog, Problems& problems) {
  for (const fs::path& file : manifests_below(root)) {
    const std::string folder = file.parent_path().lexically_relative(root).generic_string();
    catalog.stacks.push_back(read_stack(text_of(file), folder, build, &catalog, problems));
  }
}

void enter_arms_on_further_runtimes(Catalog& catalog) {
  std::vector<Stack> further;
  for (const Stack& stack : catalog.stacks) {
    for (const std::string& id : stack.also_on) {
      if (const Runtime* runtime = find_runtime(catalog, id)) further.push_back(on_runtime(stack, *runtime));
    }
  }
  std::move(further.begin(), further.end(), std::back_inserter(catalog.stacks));
}

Result<Stack> stack_in(const fs::path& file, const Catalog* known) {
  Problems problems;
  Stack stack = read_stack(text_of(file), "", {}, known, problems);
  if (!problems.none()) return tl::unexpected(problems.error());
  return stack;
}

}  // namespace

std::vector<fs::path> sorted_files_in(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == extension && !is_folder(entry)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<fs::path> folders_of(const Stack& stack) {
  const fs::path own = stack.file.parent_path();
  std::vector<fs::path> folders{own};
  for (const fs::path word : stack.argv) {
    if (!word.string().starts_with("../") || std::distance(word.begin(), word.end()) < 3) continue;
    const fs::path launched = own.parent_path() / *std::next(word.begin());
    if (std::ranges::find(folders, launched) == folders.end()) folders.push_back(launched);
  }
  return folders;
}

Stack on_runtime(const Stack& stack, const Runtime& runtime) {
  Stack arm = stack;
  arm.id += "@" + runtime.id;
  arm.variant_of = stack.id;
  arm.runtime = runtime.id;
  arm.reported_runtime = runtime.reported_as;
  return arm;
}

Result<Catalog> load_catalog(const fs::path& workloads_root, const fs::path& build_folder) {
  Problems problems;
  Catalog catalog;
  catalog.root = fs::absolute(workloads_root).lexically_normal();
  read_contract(text_of(workloads_root / "contract.toml"), catalog, problems);
  read_kernels(text_of(workloads_root / "kernels.toml"), catalog, problems);
  read_runtimes(text_of(workloads_root / "runtimes.toml"), build_folder, catalog, problems);
  read_stacks(workloads_root, build_folder, catalog, problems);
  read_lost_stacks(catalog);
  enter_arms_on_further_runtimes(catalog);
  std::ranges::sort(catalog.stacks, {}, &Stack::id);
  for (const fs::path& file : sorted_files_in(workloads_root / "suites", ".toml"))
    read_suite(text_of(file), catalog, problems);
  read_claims(text_of(workloads_root / "claims.toml"), catalog, problems);
  if (const fs::path causes = workloads_root / "causes.toml"; fs::exists(causes))
    read_causes(text_of(causes), catalog, problems);
  if (!problems.none()) return tl::unexpected(problems.error());
  return catalog;
}

Result<Stack> load_stack(const fs::path& file) {
  return stack_in(file, nullptr);
}

Result<Stack> load_stack(const fs::path& file, const Catalog& catalog) {
  return stack_in(file, &catalog);
}

}  // namespace harness::workload
