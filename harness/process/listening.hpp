#pragma once
// Who listens on a port, how it was set up and how it was started, seen from outside: what the kernel knows,
// not what the server says of itself. Processes of other users show nothing. Threading: no shared state.
// Errors: kEnvironment when the kernel does not tell (inet_diag is a module that a host may lack).
#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::process {

struct ListeningSocket {
  std::string address;        ///< "127.0.0.1", "::"
  std::uint32_t backlog = 0;  ///< as the kernel keeps it: capped by net.core.somaxconn
  std::vector<int> holders;   ///< processes that have it open and could accept from it, ascending
};

/// More than one when several share the port (SO_REUSEPORT); empty when nobody listens.
[[nodiscard]] Result<std::vector<ListeningSocket>> listening_on(std::uint16_t port);

/// net.core.somaxconn: what listen(2) can have at most.
[[nodiscard]] std::uint32_t largest_backlog();

/// The words it was started with, "NAME=value" of its environment. Empty when it has ended or is not ours.
[[nodiscard]] std::vector<std::string> arguments_of(int pid);
[[nodiscard]] std::vector<std::string> environment_of(int pid);

}  // namespace harness::process
