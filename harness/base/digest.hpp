#pragma once
// SHA-256 of bytes, as 64 lower-case hex digits: names a file's content in stored results. Not for passwords.
#include <filesystem>
#include <string>
#include <string_view>

#include "harness/base/error.hpp"

namespace harness {

[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// Of the names and contents of all files below `folder`, whatever order the file system lists them in;
/// caches that interpreters leave (__pycache__) are not looked at. Errors: kEnvironment with the path.
[[nodiscard]] Result<std::string> sha256_of_folder(const std::filesystem::path& folder);

}  // namespace harness
