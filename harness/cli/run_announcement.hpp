#pragma once
// What a run says on stderr before it starts: what, how much, for how long, where, and what is left out.
#include "harness/cli/run_session.hpp"

namespace harness::cli {

void announce(const Session& session);

/// "1 block", "2 blocks".
[[nodiscard]] std::string counted(std::size_t number, std::string_view thing);

}  // namespace harness::cli
