#pragma once
// A test with a real reference server of its own, gone at its end.
#include <cstdlib>
#include <optional>
#include <string>

#include "harness_command.hpp"
#include <gtest/gtest.h>

#include "harness/process/port.hpp"
#include "harness/process/server.hpp"

namespace harness::test {

class WithReferenceServer : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("HARNESS_SUPERVISOR", HARNESS_BINARY_DIR "/bin/harness-supervisor", 1);
    const auto folder = fresh_folder("server");
    process::LaunchSpec spec;
    spec.name = "native/reference";
    spec.program = HARNESS_BINARY_DIR "/bin/harness-reference";
    spec.port = *process::free_port();
    spec.line_port = *process::free_port();
    spec.environment["PORT"] = std::to_string(spec.port);
    spec.environment["LINE_PORT"] = std::to_string(spec.line_port);
    spec.stdout_log = folder / "out";
    spec.stderr_log = folder / "err";
    auto server = process::Server::launch(spec);
    ASSERT_TRUE(server) << server.error().message;
    server_.emplace(*std::move(server));
  }
  std::string url(const std::string& target) const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + target;
  }
  std::optional<process::Server> server_;
};

}  // namespace harness::test
