#include "harness/process/listening.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include "fixture.hpp"
#include <gmock/gmock.h>
#include <unistd.h>

namespace harness::process {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Listener {
 public:
  Listener(std::uint16_t port, std::uint32_t address, int backlog)
      : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    ::setsockopt(fd_, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(address);
    socklen_t size = sizeof where;
    auto* generic = reinterpret_cast<sockaddr*>(&where);
    EXPECT_EQ(::bind(fd_, generic, size), 0);
    EXPECT_EQ(::listen(fd_, backlog), 0);
    EXPECT_EQ(::getsockname(fd_, generic, &size), 0);
    port_ = ntohs(where.sin_port);
  }
  ~Listener() { ::close(fd_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
};

TEST(Listening, ShowsAddressBacklogAndWhoHoldsTheSocket) {
  const Listener listener(0, INADDR_LOOPBACK, 100);
  const auto sockets = listening_on(listener.port());
  ASSERT_TRUE(sockets) << sockets.error().message;
  ASSERT_THAT(*sockets, SizeIs(1));
  EXPECT_EQ(sockets->front().address, "127.0.0.1");
  EXPECT_EQ(sockets->front().backlog, 100U);
  EXPECT_THAT(sockets->front().holders, ElementsAre(::getpid()));
}

TEST(Listening, ShowsTheBacklogAsTheKernelCapsIt) {
  const Listener listener(0, INADDR_LOOPBACK, 1'000'000);
  const auto sockets = listening_on(listener.port());
  ASSERT_TRUE(sockets) << sockets.error().message;
  EXPECT_EQ(sockets->front().backlog, largest_backlog());
}

TEST(Listening, ShowsEverySocketThatSharesThePort) {
  const Listener one(0, INADDR_LOOPBACK, 10);
  const Listener two(one.port(), INADDR_LOOPBACK, 20);
  const auto sockets = listening_on(one.port());
  ASSERT_TRUE(sockets) << sockets.error().message;
  EXPECT_THAT(*sockets, SizeIs(2));
}

TEST(Listening, ShowsNothingWhereNobodyListens) {
  const auto sockets = listening_on(free_port().value());
  ASSERT_TRUE(sockets) << sockets.error().message;
  EXPECT_THAT(*sockets, IsEmpty());
}

using StartedProcess = ProcessTest;

TEST_F(StartedProcess, ShowsItsArgumentsAndItsEnvironment) {
  LaunchSpec spec = scripted();
  spec.environment["MALLOC_ARENA_MAX"] = "1";
  Result<Server> server = Server::launch(spec);
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_EQ(arguments_of(server->pid()).front(), spec.program.string());
  EXPECT_THAT(environment_of(server->pid()), Contains("MALLOC_ARENA_MAX=1"));
}

TEST_F(StartedProcess, ThatHasEndedShowsNothing) {
  EXPECT_THAT(arguments_of(0), IsEmpty());
  EXPECT_THAT(environment_of(0), IsEmpty());
}

}  // namespace
}  // namespace harness::process
