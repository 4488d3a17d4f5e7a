#pragma once
// The few shapes of text the kernel writes under /proc and /sys. Used inside machine/ only.
// nullopt means "cannot be read or is not there"; the callers leave the fact out.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace harness::machine {

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::vector<std::string> words(std::string_view text);

/// The whole file, trimmed; nullopt also when it is empty.
[[nodiscard]] std::optional<std::string> read_text(const std::filesystem::path& path);

/// The value of the first "name<separator>value" line, trimmed: field(cpuinfo, "model name", ':').
[[nodiscard]] std::optional<std::string> field(std::string_view text, std::string_view name, char separator);

[[nodiscard]] std::optional<std::uint64_t> to_unsigned(std::string_view text);
[[nodiscard]] std::optional<double> to_double(std::string_view text);

}  // namespace harness::machine
