#pragma once
// The null server: what a load generator is calibrated against. It does the least a server can do and still
// be answered in order: counts "\r\n\r\n" and sends that many copies of one constant response. Not the
// contract: paths, methods and bodies are ignored, Date stands still. Threading: one thread. Errors: the
// reason as text; only setting up can fail.
#include "workloads/native/reference/listener.hpp"

#include "harness/base/error.hpp"

namespace harness::reference {

/// Serves until SIGTERM or SIGINT, then returns at once.
[[nodiscard]] Result<void> serve_nothing(const Listener& listener);

}  // namespace harness::reference
