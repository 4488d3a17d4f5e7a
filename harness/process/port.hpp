#pragma once
// Whether a port is free, and the words is_port_taken recognises.
#include <cstdint>
#include <string>

namespace harness::process {

/// Must be asked before launch: a server with SO_REUSEPORT would share the port with a stranger and both
/// would answer the load.
[[nodiscard]] bool somebody_listens_on(std::uint16_t port);

[[nodiscard]] std::string port_taken_message(std::uint16_t port);

}  // namespace harness::process
