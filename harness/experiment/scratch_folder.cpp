#include "harness/experiment/scratch_folder.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <stdlib.h>

namespace harness::experiment {

Result<ScratchFolder> ScratchFolder::make() {
  std::error_code failure;
  const auto parent = std::filesystem::temp_directory_path(failure);
  if (failure) return environment_error("there is no temporary folder: {}", failure.message());
  std::string path = (parent / "harness-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr)
    return environment_error("cannot make a folder in {}: {}", parent.string(), std::strerror(errno));
  return ScratchFolder(path);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace harness::experiment
