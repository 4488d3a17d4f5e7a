#pragma once
// What the targets that read workloads/ share.
#include <filesystem>
#include <string_view>

#include "harness/workload/readers.hpp"

namespace harness::fuzz {

/// This repository's own workloads/, read once: what the bytes of one file may refer to.
[[nodiscard]] const workload::Catalog& repository();

/// The bytes as if they were the file of that name.
[[nodiscard]] workload::TomlText as_file(const std::filesystem::path& name, std::string_view bytes);

/// Each problem is one line without control characters, and names a line that the text has.
void check_problems(const workload::Problems& problems, const workload::TomlText& text);

}  // namespace harness::fuzz
