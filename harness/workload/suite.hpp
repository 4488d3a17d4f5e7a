#pragma once
// What a suite measures and how long: endpoint × load shape, the arms, and the profiles. Plain data.
#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/duration.hpp"

namespace harness::workload {

/// One endpoint under closed loops of several sizes. Each size is a cell.
struct LoadLine {
  std::string target;            ///< request target with its query: "/delay?ms=50"
  std::vector<int> connections;  ///< closed loop: this many requests always in flight
  std::vector<int> full_only;    ///< sizes measured by the `full` profile only
};

struct Profile {
  std::string name;      ///< "smoke" | "ci" | "full"
  int blocks = 0;        ///< independent repetitions with fresh processes
  Nanoseconds slice{0};  ///< measured stretch of one arm
  Nanoseconds lead_in{
      0};              ///< load before each slice that is not measured; the first requests are spread over it
  Nanoseconds gap{0};  ///< idle time between slices
  Nanoseconds warm_up{0};  ///< per arm and block, in bursts with all connections reopened in between
  bool verdicts = false;   ///< smoke proves that everything runs, it never judges
  bool full = false;       ///< also measures LoadLine::full_only
};

struct Suite {
  std::string id;
  std::string title;
  std::string envelope;             ///< "1cpu": server on one CPU, client on another
  Nanoseconds timeout{0};           ///< per request, from sending
  std::vector<std::string> stacks;  ///< arms, by stack id
  std::vector<LoadLine> load;
  std::vector<Profile> profiles;
};

/// Endpoint × load shape × envelope, named "/delay?ms=50 c=1024" everywhere (CSV, report, claims).
struct Cell {
  std::string target;
  int connections = 0;
  [[nodiscard]] std::string id() const { return target + " c=" + std::to_string(connections); }
  friend bool operator==(const Cell&, const Cell&) = default;
};

}  // namespace harness::workload
