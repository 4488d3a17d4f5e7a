#pragma once
// How a FaultyServer sends a body in pieces: rightly, or wrong in one chosen way. Blocks its thread.
// Threading: one connection's thread.
#include <functional>
#include <string_view>

#include "tests/component/verify/faulty_server.hpp"
#include "workloads/native/reference/contract_routes.hpp"

namespace harness::test {

/// False when nobody takes it any more.
using Send = std::function<bool(std::string_view bytes)>;

/// `ends` says when the server must let go of a client that has left.
void pour(const contract::Answer& answer, Fault fault, const Send& send, const std::function<bool()>& ends);

}  // namespace harness::test
