#include "harness/experiment/idle_connections.hpp"

#include <optional>
#include <thread>

#include "tests/component/native/reference_process.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include "harness/machine/fitness.hpp"
#include "harness/process/server.hpp"
#include "harness/verify/worker_counts.hpp"

namespace harness::experiment {
namespace {

using testing::HasSubstr;

class IdleClients : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(machine::raise_fd_limit()); }
  [[nodiscard]] verify::Subject subject() const { return {.port = server_->port()}; }
  std::optional<test::ReferenceProcess> server_{std::in_place, HARNESS_BINARY_DIR "/bin/harness-reference"};
};

TEST_F(IdleClients, AreConnectedByTheThousandsUntilTheServerGoes) {
  const auto idle = IdleConnections::open(subject(), "/plaintext", 3000);
  ASSERT_TRUE(idle) << idle.error().message;
  EXPECT_TRUE(idle->still_open());
  server_.reset();
  const auto gone = idle->still_open();
  ASSERT_FALSE(gone);
  EXPECT_THAT(gone.error().message, HasSubstr("connection 1 of 3000 was closed by the server"));
}

TEST_F(IdleClients, AreWebSocketsWhereTheTargetIsOfOne) {
  const auto idle = IdleConnections::open(subject(), "/ws/echo", 1000);
  ASSERT_TRUE(idle) << idle.error().message;
  EXPECT_TRUE(idle->still_open());
}

TEST_F(IdleClients, AreDevicesThatHaveSentALineWhereTheTargetIsOfLines) {
  const std::uint16_t lines = *process::free_port();
  server_.emplace(HARNESS_BINARY_DIR "/bin/harness-reference", std::vector<std::string>{},
                  std::vector<std::string>{"PORT=0", "LINE_PORT=" + std::to_string(lines)});
  const verify::Subject taker{.port = server_->port(), .line_port = lines};
  const auto idle = IdleConnections::open(taker, "/lines", 1000);
  ASSERT_TRUE(idle) << idle.error().message;
  EXPECT_TRUE(idle->still_open());
  verify::RawConnection beside(taker, SteadyClock().now() + seconds(5));
  EXPECT_EQ(verify::total(verify::line_counts(beside.get("/__stats").body).value()), 1000U);

  const verify::Subject no_taker{.line_port = server_->port()};
  EXPECT_THAT(IdleConnections::open(no_taker, "/lines", 3).error().message,
              HasSubstr("connection 1 of 3 to /lines: its line was answered with 'HTTP/'"));
}

TEST_F(IdleClients, AreRefusedWithWhatTheServerSaid) {
  EXPECT_THAT(IdleConnections::open(subject(), "/ws/nope", 3).error().message,
              HasSubstr("connection 1 of 3 to /ws/nope: answered with status 4"));
  EXPECT_THAT(IdleConnections::open(subject(), "/nope", 3).error().message,
              HasSubstr("connection 1 of 3 to /nope: answered with status 404"));
  const verify::Subject nobody{.port = 1};
  EXPECT_THAT(IdleConnections::open(nobody, "/plaintext", 3).error().message,
              HasSubstr("connection 1 of 3 to /plaintext: cannot connect to 127.0.0.1:1"));
}

/// Closes each connection after its first answer.
class HastyServer {
 public:
  HastyServer() {
    server_.set_keep_alive_max_count(1);
    server_.Get("/plaintext", [](const httplib::Request&, httplib::Response& response) {
      response.set_content("Hello, World!", "text/plain");
    });
    port_ = static_cast<std::uint16_t>(server_.bind_to_any_port("127.0.0.1"));
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~HastyServer() {
    server_.stop();
    thread_.join();
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  httplib::Server server_;
  std::thread thread_;
  std::uint16_t port_ = 0;
};

TEST(IdleClientsOfAHastyServer, AreNotTakenForOpen) {
  HastyServer server;
  const auto idle = IdleConnections::open({.port = server.port()}, "/plaintext", 3);
  ASSERT_TRUE(idle) << idle.error().message;
  const Instant deadline = SteadyClock().now() + seconds(5);
  while (idle->still_open() && SteadyClock().now() < deadline) std::this_thread::yield();
  EXPECT_FALSE(idle->still_open());
}

}  // namespace
}  // namespace harness::experiment
