#include "tests/component/native/reference_process.hpp"
#include <gtest/gtest.h>
#include <signal.h>

#include "harness/base/clock.hpp"
#include "harness/verify/raw_connection.hpp"
#include "harness/verify/websocket_client.hpp"
#include "harness/verify/websocket_frames.hpp"

namespace harness {
namespace {

using verify::frame;
using verify::get_request;
using verify::Heard;
using verify::Opcode;
using verify::RawConnection;
using verify::WebSocketClient;

// What the contract's checks do not reach; the checks themselves run in tests/component/verify.
class ReferenceWebSocket : public testing::Test {
 protected:
  [[nodiscard]] verify::Subject subject() const { return {"127.0.0.1", server_.port()}; }
  [[nodiscard]] static Instant soon() { return SteadyClock{}.now() + seconds(20); }
  [[nodiscard]] WebSocketClient open(std::string_view target) const { return {subject(), target, soon()}; }

  test::ReferenceProcess server_{HARNESS_BINARY_DIR "/bin/harness-reference"};
};

constexpr const char* kUpgrade =
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n";

TEST_F(ReferenceWebSocket, UpgradesBehindOtherRequestsAndReadsWhatCameWithTheHandshake) {
  RawConnection connection(subject(), soon());
  connection.send(get_request("/plaintext") + get_request("/delay?ms=20") +
                  get_request("/ws/echo", kUpgrade) + frame(Opcode::kText, "eager"));
  EXPECT_EQ(connection.receive("first").status, 200);
  EXPECT_EQ(connection.receive("second").body, R"({"ms":20})");
  EXPECT_EQ(connection.receive("third").status, 101);
  EXPECT_FALSE(connection.is_silent_until(soon())) << "no echo";
}

TEST_F(ReferenceWebSocket, CountsAnUpgradeAsOneRequestAndNoMessage) {
  auto client = open("/ws/echo");
  client.send(frame(Opcode::kText, "one") + frame(Opcode::kText, "two"));
  EXPECT_TRUE(client.receive().is_text("one"));
  EXPECT_TRUE(client.receive().is_text("two"));
  RawConnection connection(subject(), soon());
  EXPECT_NE(connection.get("/__stats").body.find(R"("requests":1})"), std::string::npos);
}

TEST_F(ReferenceWebSocket, RefusesAnUpgradeThatIsNone) {
  RawConnection connection(subject(), soon());
  connection.send(get_request("/ws/echo", "Upgrade: websocket\r\nConnection: Upgrade\r\n"));
  EXPECT_EQ(connection.receive("no key").status, 400);
}

TEST_F(ReferenceWebSocket, ClosesWhatIsTooLongWith1009) {
  auto client = open("/ws/echo");
  client.send(frame(Opcode::kBinary, std::string((std::size_t{1} << 20) + 1, 'x')));
  EXPECT_TRUE(client.receive().is_close(1009));
}

TEST_F(ReferenceWebSocket, GoesAwayWithItsServerWithoutKeepingIt) {
  auto echo = open("/ws/echo");
  auto member = open("/ws/room/lobby");
  const Instant asked = SteadyClock{}.now();
  server_.signal(SIGTERM);
  EXPECT_TRUE(echo.receive().is_close(1001));
  EXPECT_TRUE(member.receive().is_close(1001));
  EXPECT_EQ(server_.wait(), 0);
  EXPECT_LT(SteadyClock{}.now() - asked, seconds(4)) << "it waited until its time was up";
}

TEST_F(ReferenceWebSocket, IsNotKeptByAClientThatDoesNotAnswerItsClose) {
  auto silent = open("/ws/echo");
  server_.signal(SIGTERM);
  EXPECT_EQ(server_.wait(), 0);
}

}  // namespace
}  // namespace harness
