#pragma once
// Whether and how wide we may print. https://no-color.org is honoured.
#include <cstddef>
#include <cstdio>

namespace harness::cli {

[[nodiscard]] bool is_terminal(std::FILE* stream);
/// A terminal, and NO_COLOR is not set, and TERM is not "dumb".
[[nodiscard]] bool may_color(std::FILE* stream);
/// Columns of the terminal, between 60 and 160; 110 when it is none.
[[nodiscard]] std::size_t width_of(std::FILE* stream);

}  // namespace harness::cli
