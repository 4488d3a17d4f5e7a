#include <algorithm>
#include <array>

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "harness/experiment/arm.hpp"
#include "harness/experiment/inspection.hpp"
#include "harness/load/expectation.hpp"
#include "harness/process/control_client.hpp"
#include "harness/process/port.hpp"
#include "harness/verify/worker_counts.hpp"

namespace harness::experiment {
namespace {

/// harness-reference in a row, as any stack would stand.
class Chain : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("HARNESS_SUPERVISOR", HARNESS_BINARY_DIR "/bin/harness-supervisor", 1);
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ =
        std::filesystem::path(testing::TempDir()) / fmt::format("chain_{}_{}", test->name(), ::getpid());
    std::filesystem::create_directories(folder_);
    runtime_.program = HARNESS_BINARY_DIR "/bin/harness-reference";
    stack_.id = "native/reference";
    stack_.argv = {"{runtime}"};
    stack_.endpoints = {"/plaintext", "/down"};
    stack_.file = folder_ / "stack.toml";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<process::Server> launch_of(int hops) {
    arm_.hops = hops;
    return launch(arm_, {{}, 0, folder_ / "out", folder_ / "err"});
  }

  std::filesystem::path folder_;
  workload::Runtime runtime_;
  workload::Stack stack_;
  Arm arm_{&stack_, &runtime_, 1, std::nullopt};
};

std::uint64_t counted(std::uint16_t port) {
  return verify::total(*verify::worker_counts(*process::get_body(port, "/__stats")));
}

TEST_F(Chain, AnswersWhatHasBeenThroughAllOfThem) {
  constexpr auto kTarget = "/down?ms=1&b=512";
  const auto server = launch_of(3);
  ASSERT_TRUE(server) << server.error().message;
  const auto last_before = counted(server->last().port());
  const auto behind_before = counted(server->last().companion()->port());
  const auto body = process::get_body(server->port(), kTarget);
  ASSERT_TRUE(body);
  EXPECT_EQ(load::contract_expectation(kTarget, {}, 3)->check(200, *body, body->size(), 0),
            load::Outcome::kOk)
      << *body;
  EXPECT_EQ(counted(server->last().port()) - last_before, 1U);
  EXPECT_EQ(counted(server->last().companion()->port()) - behind_before, 1U);
}

TEST_F(Chain, CountsTheMemoryAndTheCpuTimeOfAllOfThemButOfNobodyBehind) {
  const auto one = launch_of(1);
  const auto three = launch_of(3);
  ASSERT_TRUE(one) << one.error().message;
  ASSERT_TRUE(three) << three.error().message;
  EXPECT_EQ(one->memory()->processes, 1);
  EXPECT_EQ(three->memory()->processes, 3);
  const process::TreeClock whole = three->cpu_clock();
  const process::TreeClock of_the_last = three->last().cpu_clock();
  const auto before = std::array{*whole.now(), *of_the_last.now(), *three->cpu_time()};
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(process::get_body(three->last().port(), "/down?ms=0&b=1000000"));
  const auto used = *whole.now() - before[0];
  EXPECT_GT(used, milliseconds(50)) << "digests of 100 MB";
  EXPECT_LT(used - (*of_the_last.now() - before[1]), milliseconds(10)) << "the others have not been asked";
  EXPECT_GT(*three->cpu_time() - before[2], milliseconds(50));
  EXPECT_TRUE(whole.still_whole());
}

TEST_F(Chain, IsHeldToTheContractInItsLastWhichAsksTheHarness) {
  const auto server = launch_of(2);
  ASSERT_TRUE(server) << server.error().message;
  const verify::Subject subject = subject_of(*server, stack_);
  EXPECT_EQ(subject.port, server->last().port());
  EXPECT_NE(subject.port, server->port());
  EXPECT_EQ(subject.down_port, server->last().companion()->port());
}

TEST_F(Chain, EndsAsAWhole) {
  auto server = launch_of(3);
  ASSERT_TRUE(server) << server.error().message;
  const std::array ports{server->port(), server->last().port(), server->last().companion()->port()};
  EXPECT_FALSE(server->exited());
  ASSERT_EQ(::kill(server->last().pid(), SIGKILL), 0);
  for (int i = 0; i < 200 && !server->exited(); ++i) ::usleep(10'000);
  EXPECT_EQ(server->exited(), (process::Exit{true, SIGKILL})) << "of any of them";
  *server = *launch_of(1);
  EXPECT_TRUE(std::ranges::none_of(ports, process::somebody_listens_on));
}

}  // namespace
}  // namespace harness::experiment
