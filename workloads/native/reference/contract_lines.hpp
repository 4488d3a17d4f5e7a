#pragma once
// The row /lines: which lines over TCP a device may send, and what each is answered. Threading: pure
// function. Errors: absent means not such a line.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace harness::contract {

inline constexpr std::size_t kLongestLine = 1024;  ///< with its LF

/// "OK S" and LF for {"d":D,"s":S,"v":V}, which comes without its LF.
[[nodiscard]] std::optional<std::string> acknowledgement(std::string_view line);

}  // namespace harness::contract
