#pragma once
// Finds a program the way a shell would, without one. Used inside process/ only.
#include <filesystem>

namespace harness::process {

/// The first executable of that name in a folder of PATH; empty when there is none.
/// Not boost::process::search_path: in 1.81 it does not compile with std::filesystem.
[[nodiscard]] std::filesystem::path found_in_path(const std::filesystem::path& program);

}  // namespace harness::process
