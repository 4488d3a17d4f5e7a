#pragma once
// The server that does nothing: answers everything with the bytes of /plaintext, as fast as this machine can.
// What a load measures against it is the client, the kernel and the machine. Errors: kEnvironment, from the
// launch.
#include "harness/process/server.hpp"

namespace harness::experiment {

inline constexpr const char* kNullTarget = "/plaintext";  ///< what it is asked: the smallest of all answers

/// Its logs go into `logs`. `cpus` empty: not pinned.
[[nodiscard]] Result<process::Server> launch_null_server(const std::vector<int>& cpus,
                                                         const std::filesystem::path& logs);

}  // namespace harness::experiment
