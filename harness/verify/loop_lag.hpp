#pragma once
// What /__stats says of how late a server's event loop was: of a timer that is due every 10 ms, since
// somebody last asked. A server has that figure only if it was launched with STATS=lag. Pure.
#include <optional>
#include <string_view>

namespace harness::verify {

/// Microseconds. Absent when the text is not {"loop_lag_us":{"max":678,…},…}: there is no loop, or several,
/// or nobody watches it.
[[nodiscard]] std::optional<double> loop_lag_max_us(std::string_view stats_json);

}  // namespace harness::verify
