#include "tests/component/native/reference_process.hpp"
#include <gtest/gtest.h>
#include <signal.h>

#include "harness/base/clock.hpp"
#include "harness/verify/raw_connection.hpp"

namespace harness {
namespace {

using verify::get_request;
using verify::RawConnection;

class NullServer : public testing::Test {
 protected:
  test::ReferenceProcess server_{HARNESS_BINARY_DIR "/bin/harness-reference", {"--null"}};
  RawConnection connection_{{"127.0.0.1", server_.port()}, SteadyClock{}.now() + seconds(20)};
};

TEST_F(NullServer, SaysHelloToEveryPath) {
  for (const char* target : {"/plaintext", "/anything?k=1"}) {
    const auto response = connection_.get(target);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "Hello, World!");
    EXPECT_EQ(response.wire_bytes, 145U);
  }
}

TEST_F(NullServer, AnswersExactlyAsManyAsArePipelined) {
  constexpr int kRequests = 20'000;  // more than one read, one block of copies and the socket buffers hold
  std::string requests;
  for (int i = 1; i < kRequests; ++i) requests += get_request("/");
  connection_.send(requests + get_request("/"));
  for (int i = 0; i < kRequests; ++i) ASSERT_EQ(connection_.receive("pipelined").status, 200) << i;
  EXPECT_EQ(connection_.get("/").status, 200);
}

TEST_F(NullServer, FindsTheEndOfARequestThatIsSplitAnywhere) {
  connection_.send_bytewise(get_request("/") + get_request("/"));
  EXPECT_EQ(connection_.receive("split").status, 200);
  EXPECT_EQ(connection_.receive("split").status, 200);
}

TEST_F(NullServer, LeavesWithZeroOnSigterm) {
  EXPECT_EQ(connection_.get("/").status, 200);
  server_.signal(SIGTERM);
  EXPECT_EQ(server_.wait(), 0);
  EXPECT_TRUE(connection_.closed_by_peer());
}

}  // namespace
}  // namespace harness
