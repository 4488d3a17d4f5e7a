#pragma once
// Whole files in and out. A write either happens completely or not at all.
// Errors: kEnvironment with the path and the system's reason.
#include <filesystem>
#include <string>
#include <string_view>

#include "harness/base/error.hpp"

namespace harness {

[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

/// Writes a sibling temporary file, fsyncs it and renames it over `path`; readers see the old or the new
/// content, never a mixture, even if we are killed in between.
[[nodiscard]] Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view content);

}  // namespace harness
