#pragma once
// An empty folder below the system's temporary one, gone with all that is in it when this is. Errors:
// kEnvironment with the system's reason.
#include <filesystem>
#include <utility>

#include "harness/base/error.hpp"

namespace harness::experiment {

class ScratchFolder {
 public:
  [[nodiscard]] static Result<ScratchFolder> make();

  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace harness::experiment
