#pragma once
// The bytes of one TOML file and the name that messages call it by. The readers take this instead of a path,
// so that they can also be given bytes that are in no file.
// Errors: a file that cannot be read is one of its problems, and is reported with the others.
#include <filesystem>
#include <string>

#include "harness/base/error.hpp"
#include "harness/base/file.hpp"

namespace harness::workload {

struct TomlText {
  std::filesystem::path file;
  Result<std::string> bytes;
};

[[nodiscard]] inline TomlText text_of(const std::filesystem::path& file) {
  return {file, read_file(file)};
}

}  // namespace harness::workload
