#include <memory>

#include "tests/component/native/reference_process.hpp"
#include "workloads/native/reference/contract_bodies.hpp"
#include <gtest/gtest.h>

#include "harness/base/clock.hpp"
#include "harness/verify/raw_connection.hpp"

namespace harness {
namespace {

using verify::get_request;
using verify::RawConnection;

// What the contract's checks do not reach; the checks themselves run in tests/component/verify.
class ReferenceHttp : public testing::Test {
 protected:
  test::ReferenceProcess server_{HARNESS_BINARY_DIR "/bin/harness-reference"};
  RawConnection connection_{{"127.0.0.1", server_.port()}, SteadyClock{}.now() + seconds(20)};
};

TEST_F(ReferenceHttp, AnswersExpectContinueBeforeTheBodyComes) {
  connection_.send(
      "POST /plaintext HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(connection_.receive("POST").status, 100);
  connection_.send("abc");
  EXPECT_EQ(connection_.receive("POST").status, 405);
  EXPECT_EQ(connection_.get("/plaintext").status, 200);
}

TEST_F(ReferenceHttp, KnowsNoDownWhereThereIsNobodyToAsk) {
  EXPECT_EQ(connection_.get("/down?ms=1&b=1").status, 404);
}

TEST(ReferenceDown, SaysThatNobodyAnswersAndAsksAgainTheNextTime) {
  const std::string program = HARNESS_BINARY_DIR "/bin/harness-reference";
  auto downstream = std::make_unique<test::ReferenceProcess>(program);
  const std::string port = std::to_string(downstream->port());
  test::ReferenceProcess server(program, {}, {"PORT=0", "DOWN_PORT=" + port});
  RawConnection connection({"127.0.0.1", server.port()}, SteadyClock{}.now() + seconds(20));
  EXPECT_EQ(connection.get("/down?ms=1&b=1").status, 200);
  downstream.reset();
  const auto response = connection.get("/down?ms=1&b=1");
  EXPECT_EQ(response.status, 502);
  EXPECT_EQ(response.body, "Bad Gateway");
  const std::vector<std::string> again = {"PORT=" + port};
  downstream = std::make_unique<test::ReferenceProcess>(program, std::vector<std::string>{}, again);
  EXPECT_EQ(connection.get("/down?ms=1&b=1").status, 200);
}

TEST_F(ReferenceHttp, GivesHeadNoBody) {
  connection_.send("HEAD /plaintext HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  // The reader expects the 18 bytes that Content-Length announces; the end must come instead.
  EXPECT_EQ(connection_.receive("HEAD").failure, "the connection was closed before a whole response");
}

TEST_F(ReferenceHttp, EndsAfterAnHttp10RequestUnlessAskedNotTo) {
  connection_.send("GET /plaintext HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(connection_.receive("1.0").header("Connection"), "keep-alive");
  connection_.send("GET /plaintext HTTP/1.0\r\n\r\n");
  EXPECT_EQ(connection_.receive("1.0").header("Connection"), "close");
  EXPECT_TRUE(connection_.closed_by_peer());
}

TEST_F(ReferenceHttp, RefusesAHeaderOfMoreThan16KiB) {
  connection_.send(get_request("/plaintext", "X: " + std::string(12 * 1024, 'x') + "\r\n"));
  EXPECT_EQ(connection_.receive("12 KiB").status, 200);
  connection_.send(get_request("/plaintext", "X: " + std::string(17 * 1024, 'x') + "\r\n"));
  EXPECT_EQ(connection_.receive("17 KiB").status, 431);
  EXPECT_TRUE(connection_.closed_by_peer());
}

TEST_F(ReferenceHttp, RefusesNoHost) {
  connection_.send("GET /plaintext HTTP/1.1\r\n\r\n");
  EXPECT_EQ(connection_.receive("no host").status, 400);
}

TEST_F(ReferenceHttp, RefusesTwoHosts) {
  connection_.send(get_request("/plaintext", "Host: other\r\n"));
  EXPECT_EQ(connection_.receive("two hosts").status, 400);
}

TEST_F(ReferenceHttp, ConsumesALongBodyAndStaysInStep) {
  const std::string body(5'000'000, 'b');
  connection_.send("POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n" + body);
  EXPECT_EQ(connection_.receive("POST").status, 405);
  EXPECT_EQ(connection_.get("/plaintext").status, 200);
}

TEST_F(ReferenceHttp, AnswersEverythingToAPeerThatReadsLate) {
  // 200 answers of about 45 kB are more than both socket buffers hold.
  std::string requests;
  for (int i = 0; i < 200; ++i) requests += get_request("/json?n=1000&k=" + std::to_string(i));
  connection_.send(requests);
  for (std::uint32_t k = 0; k < 200; ++k) {
    const auto response = connection_.receive("late");
    ASSERT_EQ(response.failure, "");
    ASSERT_EQ(response.body, contract::json_body(k, 1000)) << k;
  }
}

TEST_F(ReferenceHttp, AnswersInOrderAcrossADelayAndThenCloses) {
  connection_.send(get_request("/delay?ms=30") + get_request("/plaintext", "Connection: close\r\n"));
  EXPECT_EQ(connection_.receive("delay").status, 200);
  EXPECT_EQ(connection_.receive("plaintext").status, 200);
  EXPECT_TRUE(connection_.closed_by_peer());
}

}  // namespace
}  // namespace harness
