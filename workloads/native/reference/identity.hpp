#pragma once
// The bodies of /__info and /__stats: what this build is and what its processes have done.
// Threading: any thread; reads /proc/self. Errors: a figure that cannot be read is null.
#include <cstdint>
#include <string>

#include "workloads/native/reference/team.hpp"

namespace harness::reference {

struct Identity {
  int backlog = 0;
  int keep_alive_s = 0;
  bool nodelay = false;  ///< as read back from an accepted socket, not as intended
};

[[nodiscard]] std::string info_body(const Identity& identity, const Team& team);

[[nodiscard]] std::string stats_body(const Team& team);

}  // namespace harness::reference
