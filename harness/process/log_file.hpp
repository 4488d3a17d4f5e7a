#pragma once
// The end of a server's log, for error messages. Used inside process/ only. A log that is not there is empty.
#include <cstdint>
#include <filesystem>
#include <string>

namespace harness::process {

/// The last `lines` lines, without the final line break; looks at no more than the last 64 KiB.
[[nodiscard]] std::string tail_of(const std::filesystem::path& log, int lines);

[[nodiscard]] std::uint64_t size_of(const std::filesystem::path& log);

}  // namespace harness::process
