#include "harness/process/path_lookup.hpp"

#include <cstdlib>
#include <sstream>
#include <string>

#include <unistd.h>

namespace harness::process {

namespace fs = std::filesystem;

fs::path found_in_path(const fs::path& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((fs::path(folder) / program).c_str(), X_OK) == 0) return fs::path(folder) / program;
  }
  return {};
}

}  // namespace harness::process
