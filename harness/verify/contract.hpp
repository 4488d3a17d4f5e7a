#pragma once
// Does a running server keep the workload contract? Every check is a probe over its own connections.
// Not a load test, and not the launcher's business (loopback only, silent log).
// Threading: call from one thread; a few short-lived threads are used inside.
// Errors: never throws and never fails as a whole; whatever goes wrong is a kFail with its detail.
#include <cstdint>
#include <filesystem>
#include <future>
#include <string>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/workload/stack.hpp"

namespace harness::verify {

enum class Outcome {
  kPass,
  kFail,
  kNotApplicable,  ///< the manifest does not declare an endpoint this check needs, this host does not let it
                   ///< look, or it was not to be asked
};

struct Check {
  std::string name;  ///< stable, kebab-case: "json-golden"
  Outcome outcome = Outcome::kNotApplicable;
  std::string detail;   ///< the figure when it passed, what was sent, expected and seen when it failed
  Nanoseconds took{0};  ///< 0 of one that needs no request of its own
};

struct Subject {
  std::string host = "127.0.0.1";  ///< a literal IPv4 address
  std::uint16_t port = 0;
  std::filesystem::path
      data_dir{};               ///< the server's DATA_DIR, with files in it; to write into while checking
  std::uint16_t down_port = 0;  ///< of the server that it asks for /down; 0: there is none
  std::uint16_t line_port = 0;  ///< where it takes /lines; 0: nowhere
};

struct Examination {
  std::vector<Check> checks;               ///< all but the last, in about four seconds
  std::future<std::vector<Check>> last;    ///< those that wait for seconds, in a thread of its own
  [[nodiscard]] std::vector<Check> all();  ///< waits for the last; ask once
};

/// Returns when all is done but to see the Date move, and to wait until a connection has been idle for `idle`
/// since the beginning and until the server has given up on a /down, so that another server may be examined
/// meanwhile. The wait ends early when the server does. `stack` must outlive it.
[[nodiscard]] Examination examine(const Subject& subject, const workload::Stack& stack, Nanoseconds idle);

/// One Check per rule, always all of them and always in the same order, for a server that is going to be
/// measured: what would leave its traces in it is not asked. A connection is idle as long as the other
/// checks take.
[[nodiscard]] std::vector<Check> check_contract(const Subject& subject, const workload::Stack& stack);

/// Of them only those that depend on how many workers there are, for a server of which the others are known
/// from a launch with another number: who it says it is, what it counts, how it shares.
[[nodiscard]] std::vector<Check> check_workers(const Subject& subject, const workload::Stack& stack);

}  // namespace harness::verify
