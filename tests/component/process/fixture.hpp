#pragma once
// Launching the scripted child, and looking at what is left of it.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <httplib.h>
#include <unistd.h>

#include "harness/base/clock.hpp"
#include "harness/process/server.hpp"

namespace harness::process {

class ProcessTest : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("HARNESS_SUPERVISOR", HARNESS_BINARY_DIR "/bin/harness-supervisor", 1);
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ =
        std::filesystem::path(testing::TempDir()) / (std::string("process_") + test->test_suite_name() + "_" +
                                                     test->name() + "_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override {
    if (!HasFailure()) std::filesystem::remove_all(folder_);
  }

  /// A free port, logs of its own, generous limits: the tests share two CPUs with whatever else runs.
  LaunchSpec scripted(std::vector<std::string> flags = {}, const std::string& name = "scripted") const {
    LaunchSpec spec;
    spec.name = name;
    spec.program = HARNESS_SCRIPTED_CHILD;
    spec.port = *free_port();
    spec.arguments = {"--port", std::to_string(spec.port)};
    spec.arguments.insert(spec.arguments.end(), flags.begin(), flags.end());
    spec.stdout_log = folder_ / (name + ".out");
    spec.stderr_log = folder_ / (name + ".err");
    spec.ready_timeout = seconds(30);
    return spec;
  }

  static std::string get(const Server& server, const std::string& target) {
    httplib::Client client("127.0.0.1", server.port());
    client.set_read_timeout(60);
    const auto answer = client.Get(target);
    return answer ? answer->body : "(no answer)";
  }

  /// Polls; false after ten seconds.
  static bool all_gone(const std::vector<int>& pids) {
    const Instant deadline = SteadyClock{}.now() + seconds(10);
    for (;;) {
      bool any = false;
      for (const int pid : pids) any = any || is_alive(pid);
      if (!any) return true;
      if (SteadyClock{}.now() > deadline) return false;
      ::usleep(5000);
    }
  }

  std::filesystem::path folder_;
};

}  // namespace harness::process
