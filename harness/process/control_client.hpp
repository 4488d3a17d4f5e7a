#pragma once
// One plain GET to a server on 127.0.0.1, for its own pages (/__info, /__stats). Never on the load path.
// Errors: kEnvironment naming the target and what happened.
#include <cstdint>
#include <string>

#include "harness/base/error.hpp"

namespace harness::process {

/// The body of a 200 answer.
[[nodiscard]] Result<std::string> get_body(std::uint16_t port, const std::string& target);

}  // namespace harness::process
