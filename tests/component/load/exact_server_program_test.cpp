#include "tests/component/native/reference_process.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <signal.h>

#include "harness/base/clock.hpp"
#include "harness/verify/raw_connection.hpp"

namespace harness {
namespace {

constexpr auto kProgram = HARNESS_BINARY_DIR "/bin/exact-server";

TEST(ExactServerProgram, HoldsEveryAnswerForItsDelayAndSaysSoWhenToldToStop) {
  test::ReferenceProcess server(kProgram, {"--delay", "20ms", "--cpu", "0"});
  ASSERT_NE(server.port(), 0) << server.whole_stderr();
  const SteadyClock clock;
  verify::RawConnection connection({"127.0.0.1", server.port()}, clock.now() + seconds(20));
  constexpr int kRequests = 3;
  for (int i = 0; i < kRequests; ++i) {
    const Instant asked = clock.now();
    EXPECT_EQ(connection.get("/plaintext").body, "Hello, World!");
    EXPECT_GE(clock.now() - asked,
              milliseconds(20));  // a busy machine makes it longer, nothing makes it shorter
  }
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
  const auto account = nlohmann::json::parse(server.rest_of_stdout());
  EXPECT_EQ(account["requests"], kRequests);
  EXPECT_GE(account["delivered_us"]["p50"].get<double>(), 19'900);
}

TEST(ExactServerProgram, RefusesADelayWithoutUnit) {
  test::ReferenceProcess server(kProgram, {"--delay", "5"});
  EXPECT_EQ(server.wait(), 1);
  EXPECT_THAT(server.whole_stderr(), testing::HasSubstr("--delay"));
}

}  // namespace
}  // namespace harness
