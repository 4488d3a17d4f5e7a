#pragma once
// One GET of the readiness probe. Used inside process/ only; keeps the HTTP library out of everything else.
#include <cstdint>
#include <string>

#include "harness/base/duration.hpp"

namespace harness::process {

struct ProbeAnswer {
  int status = 0;       ///< 0: no answer
  std::string outcome;  ///< for people: "HTTP status 503", "no connection"
};

[[nodiscard]] ProbeAnswer probe(std::uint16_t port, const std::string& target, Nanoseconds timeout);

}  // namespace harness::process
