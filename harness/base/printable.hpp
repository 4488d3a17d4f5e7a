#pragma once
// Text from outside as a part of a message: what it says must not become a line of its own, nor an order to
// the terminal. Not an encoding: a backslash stays as it is, so the text cannot be had back.
#include <string>
#include <string_view>

namespace harness {

/// Control characters as \n, \r, \t or \x1b; all others, also those of UTF-8, stay.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace harness
