#include "harness/experiment/planted_copy.hpp"

#include <algorithm>

#include "harness/base/file.hpp"

namespace harness::experiment {
namespace {

namespace fs = std::filesystem;

/// What the stack consists of, and what all stacks of the language share.
bool is_part_of(const workload::Stack& stack, const fs::path& name) {
  if (name == "common" || name == "kernels") return true;
  const auto own = workload::folders_of(stack);
  return std::ranges::find(own, name, &fs::path::filename) != own.end();
}

/// `language` is the folder that holds the stack's, e.g. workloads/python. Into `copy`, without what
/// interpreters left behind: it would be of the file as it was.
void copy_files(const workload::Stack& stack, const fs::path& language, const fs::path& copy) {
  fs::create_directories(copy);
  for (const auto& entry : fs::directory_iterator(language)) {
    const fs::path name = entry.path().filename();
    if (is_part_of(stack, name)) {
      fs::copy(entry.path(), copy / name, fs::copy_options::recursive);
      fs::remove_all(copy / name / "__pycache__");
    } else if (!fs::exists(entry.path() / "stack.toml")) {
      fs::create_symlink(entry.path(), copy / name);
    }
  }
}

Result<void> make_edits(const std::vector<workload::Edit>& edits, const fs::path& copy) {
  for (const workload::Edit& edit : edits) {
    const fs::path file = copy / edit.file;
    const auto before = read_file(file);
    if (!before) return tl::unexpected(before.error());
    const auto after = workload::edited(*before, edit);
    if (!after) return tl::unexpected(after.error());
    if (auto written = write_file_atomically(file, *after); !written) return written;
  }
  return {};
}

}  // namespace

Result<PlantedCopy> plant(const workload::Stack& stack, const workload::Mutation* mutation,
                          const fs::path& folder) {
  const fs::path original = stack.file.parent_path();
  try {
    copy_files(stack, original.parent_path(), folder);
  } catch (const fs::filesystem_error& problem) {
    return environment_error("cannot copy {}: {}", original.string(), problem.what());
  }
  PlantedCopy copy{stack, stack};
  copy.declared.file = folder / original.filename() / stack.file.filename();
  copy.launched.file = copy.declared.file;
  if (mutation == nullptr) return copy;
  if (auto made = make_edits(mutation->edits, folder); !made)
    return tl::unexpected(made.error().within(mutation->id));
  if (!mutation->argv.empty()) copy.launched.argv = mutation->argv;
  for (const auto& [name, value] : mutation->env) copy.launched.env[name] = value;
  return copy;
}

}  // namespace harness::experiment
