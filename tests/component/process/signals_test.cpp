#include "harness/process/signals.hpp"

#include "fixture.hpp"
#include <signal.h>

namespace harness::process {
namespace {

using Interrupt = ProcessTest;

TEST(StopRequest, ASignalOnlySetsTheFlag) {
  for (const int signal_number : {SIGINT, SIGTERM}) {
    const StopRequest listening;
    EXPECT_FALSE(StopRequest::requested());
    ::raise(signal_number);
    EXPECT_TRUE(StopRequest::requested());
  }
}

TEST(StopRequestDeathTest, TheSecondInterruptEndsUs) {
  EXPECT_EXIT(
      {
        const StopRequest listening;
        ::raise(SIGINT);
        ::raise(SIGINT);
      },
      testing::KilledBySignal(SIGINT), "");
}

TEST(StopRequest, LeavesTheHandlersAsTheyWere) {
  ::signal(SIGINT, SIG_IGN);
  { const StopRequest listening; }
  struct sigaction now {};
  ::sigaction(SIGINT, nullptr, &now);
  ::signal(SIGINT, SIG_DFL);
  EXPECT_EQ(now.sa_handler, SIG_IGN);
}

TEST_F(Interrupt, ALaunchThatWaitsIsGivenUpAtOnce) {
  const StopRequest listening;
  ::raise(SIGINT);
  const Result<Server> server = Server::launch(scripted({"--never-ready"}));
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, ErrorCode::kInterrupted);
  { const StopRequest reset; }
  EXPECT_FALSE(StopRequest::requested());
}

}  // namespace
}  // namespace harness::process
