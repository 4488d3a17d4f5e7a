#pragma once
// The listening socket on 127.0.0.1, never another address, and the ready line.
// Errors: the errno value, because a taken port has an exit code of its own.
#include <cstdint>
#include <vector>

#include <tl/expected.hpp>

namespace harness::reference {

struct Listener {
  int descriptor = -1;     ///< non-blocking; whoever takes the struct closes it
  std::uint16_t port = 0;  ///< as bound
};

[[nodiscard]] tl::expected<Listener, int> listen_on_loopback(std::uint16_t port, int backlog);

/// Ten thousand idle connections are a cell; the usual soft limit is 1024 descriptors.
void raise_descriptor_limit();

/// {"ready":true,"pids":[P,…],"port":N} on stdout, flushed.
void announce_ready(std::uint16_t port, const std::vector<int>& pids);

}  // namespace harness::reference
