#pragma once
// The files that servers with /file serve: pseudo-random, the same in every process, made in a folder for
// temporary files when the first is asked for, and gone when this process ends. Beside the folder lies what
// nobody may get. Threading: any thread. Errors: kEnvironment, naming the folder.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/error.hpp"
#include "harness/experiment/scratch_folder.hpp"
#include "harness/workload/stack.hpp"

namespace harness::experiment {

/// 64k.bin, 1m.bin and 64m.bin in it, ../secret.bin beside it. Owns the folder that has both.
class DataFolder {
 public:
  [[nodiscard]] static Result<DataFolder> make();

  [[nodiscard]] std::filesystem::path served() const { return root_.path() / "served"; }

 private:
  explicit DataFolder(ScratchFolder root) : root_(std::move(root)) {}
  ScratchFolder root_;
};

/// DATA_DIR of a stack: that of the one DataFolder of this process; empty when it does not declare /file.
[[nodiscard]] Result<std::filesystem::path> data_dir_of(const workload::Stack& stack);

/// What GET /file/NAME must answer, if that folder has such a file and an answer that long is kept to be
/// compared (http::ResponseParser): for 64k.bin and 1m.bin. Makes the folder if it is not there.
[[nodiscard]] std::optional<std::string> served_file(std::string_view target);

}  // namespace harness::experiment
