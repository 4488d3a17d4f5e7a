#include "tests/component/native/reference_process.hpp"
#include "tests/component/native/served_files.hpp"
#include <gtest/gtest.h>

#include "harness/base/clock.hpp"
#include "harness/process/server.hpp"
#include "harness/verify/contract.hpp"

namespace harness {
namespace {

using verify::Outcome;

workload::Stack reference_stack() {
  workload::Stack stack;
  stack.id = "native/reference";
  stack.language = "native";
  stack.runtime = "native";
  stack.layer = "bare";
  stack.flavour = "tuned";
  stack.concurrency_model = "event_loop";
  stack.accept_mode = "single";
  stack.loop = "asio";
  stack.http_parser = "beast";
  stack.json_lib = "nlohmann";
  stack.ws_impl = "beast";
  stack.keep_alive_s = 75;
  stack.offload = "thread";
  stack.endpoints = {"/plaintext", "/json",    "/delay",   "/echo",   "/upload", "/down",
                     "/cpu",       "/cpu_off", "/mixed",   "/sse",    "/stream", "/file",
                     "/lines",     "/ws/echo", "/ws/room", "/ws/game"};
  return stack;
}

TEST(Reference, PassesEveryCheck) {
  test::ServedFiles files;
  const std::uint16_t lines = *process::free_port();
  test::ReferenceProcess downstream(HARNESS_BINARY_DIR "/bin/harness-reference");
  test::ReferenceProcess server(
      HARNESS_BINARY_DIR "/bin/harness-reference", {},
      {"PORT=0", "DATA_DIR=" + files.folder().string(), "DOWN_PORT=" + std::to_string(downstream.port()),
       "LINE_PORT=" + std::to_string(lines)});
  const auto stack = reference_stack();
  const verify::Subject subject{"127.0.0.1", server.port(), files.folder(), downstream.port(), lines};
  const auto checks = verify::examine(subject, stack, Nanoseconds(0)).all();
  EXPECT_EQ(checks.size(), 87U);
  for (const auto& check : checks) {
    const bool of_a_loop = check.name == "loop-lag";  // its own is not watched
    EXPECT_EQ(check.outcome, of_a_loop ? Outcome::kNotApplicable : Outcome::kPass)
        << check.name << ": " << check.detail;
  }
}

TEST(Reference, KeepsAConnectionThatIsIdleForTenSeconds) {
  test::ReferenceProcess server(HARNESS_BINARY_DIR "/bin/harness-reference");
  auto stack = reference_stack();
  stack.endpoints = {"/plaintext"};  // few checks, so that what takes time is the waiting
  const auto begin = SteadyClock{}.now();
  auto examination = verify::examine({"127.0.0.1", server.port()}, stack, seconds(10));
  EXPECT_LT(SteadyClock{}.now() - begin, seconds(9)) << "it waits before it returns";
  const auto last = examination.all().back();
  EXPECT_GE(SteadyClock{}.now() - begin, seconds(10));
  EXPECT_EQ(last.name, "keep-alive-idle");
  EXPECT_EQ(last.outcome, Outcome::kPass) << last.detail;
}

TEST(Reference, IsNotAskedForWhatItsManifestDoesNotDeclare) {
  test::ReferenceProcess server(HARNESS_BINARY_DIR "/bin/harness-reference");
  auto stack = reference_stack();
  stack.endpoints = {"/plaintext"};
  for (const auto& check : verify::check_contract({"127.0.0.1", server.port()}, stack)) {
    const bool about_others = check.name.starts_with("json") || check.name.starts_with("delay") ||
                              check.name.starts_with("echo") || check.name.starts_with("cpu") ||
                              check.name.starts_with("upload") || check.name.starts_with("down") ||
                              check.name.starts_with("mixed") || check.name.starts_with("sse-") ||
                              check.name.starts_with("stream-") || check.name.starts_with("file-") ||
                              check.name.starts_with("lines-") || check.name.starts_with("ws-") ||
                              check.name == "bad-parameters-400" || check.name == "loop-lag";
    EXPECT_EQ(check.outcome, about_others ? Outcome::kNotApplicable : Outcome::kPass)
        << check.name << ": " << check.detail;
  }
}

}  // namespace
}  // namespace harness
