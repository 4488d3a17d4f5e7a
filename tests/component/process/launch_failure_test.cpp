#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "fixture.hpp"
#include <gmock/gmock.h>

namespace harness::process {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class LaunchFailure : public ProcessTest {
 protected:
  static std::string message_of(const LaunchSpec& spec) {
    const Result<Server> server = Server::launch(spec);
    EXPECT_FALSE(server);
    if (server) return "(launched)";
    EXPECT_EQ(server.error().code, ErrorCode::kEnvironment);
    EXPECT_THAT(server.error().message, AllOf(HasSubstr("scripted: "), HasSubstr("Remedy: ")));
    return server.error().message;
  }
};

TEST_F(LaunchFailure, AMissingProgramIsNamed) {
  LaunchSpec spec = scripted();
  spec.program = "/no/such/node";
  EXPECT_THAT(message_of(spec), HasSubstr("/no/such/node does not exist"));
  spec.program = "no-such-node";
  EXPECT_THAT(message_of(spec), HasSubstr("no-such-node does not exist in any folder of PATH"));
}

TEST_F(LaunchFailure, AProgramThatCannotBeExecutedSaysWhy) {
  LaunchSpec spec = scripted();
  spec.program = "/etc/passwd";
  EXPECT_THAT(message_of(spec), HasSubstr("cannot execute /etc/passwd: Permission denied"));
}

TEST_F(LaunchFailure, AMissingWorkingDirectoryIsNamed) {
  LaunchSpec spec = scripted();
  spec.working_directory = "/no/such/folder";
  EXPECT_THAT(message_of(spec), HasSubstr("cannot enter /no/such/folder: No such file"));
}

TEST_F(LaunchFailure, ACpuThatDoesNotExistIsAnError) {
  LaunchSpec spec = scripted();
  spec.cpus = {1000};
  EXPECT_THAT(message_of(spec), HasSubstr("cannot pin"));
}

TEST_F(LaunchFailure, AMissingSupervisorIsNamed) {
  ::setenv("HARNESS_SUPERVISOR", "/no/such/supervisor", 1);
  const Result<Server> server = Server::launch(scripted());
  ASSERT_FALSE(server);
  EXPECT_THAT(server.error().message,
              AllOf(HasSubstr("/no/such/supervisor"), HasSubstr("HARNESS_SUPERVISOR")));
}

TEST_F(LaunchFailure, AnEarlyExitShowsCodeAndLog) {
  const std::string message = message_of(scripted({"--exit", "7", "SyntaxError: unexpected token"}));
  EXPECT_THAT(message, AllOf(HasSubstr("exited with code 7"), HasSubstr("SyntaxError: unexpected token"),
                             HasSubstr((folder_ / "scripted.err").string())));
}

TEST_F(LaunchFailure, AServerThatIsNeverReadyIsGivenUpAndGone) {
  LaunchSpec spec = scripted({"--never-ready"});
  spec.ready_timeout = milliseconds(300);
  EXPECT_THAT(message_of(spec), AllOf(HasSubstr("no ready line"), HasSubstr("300 ms")));
  EXPECT_THAT(descendants(::getpid()), testing::IsEmpty());
}

TEST_F(LaunchFailure, AReadyLineWithoutAListenerIsNotReady) {
  LaunchSpec spec = scripted({"--listen-late"});
  spec.ready_timeout = milliseconds(300);
  EXPECT_THAT(message_of(spec), HasSubstr("instead of 200"));
}

TEST_F(LaunchFailure, AWrongProbeStatusIsShown) {
  LaunchSpec spec = scripted();
  spec.ready_timeout = milliseconds(500);
  spec.probe_target = "/nowhere";
  EXPECT_THAT(message_of(spec), AllOf(HasSubstr("/nowhere"), HasSubstr("404")));
}

TEST_F(LaunchFailure, AnotherPortThanAskedForIsAnError) {
  EXPECT_THAT(message_of(scripted({"--ready-port", "1"})), HasSubstr("listens on port 1 instead of"));
}

TEST_F(LaunchFailure, ATakenPortIsRecognisable) {
  Result<Server> first = Server::launch(scripted({}, "first"));
  ASSERT_TRUE(first) << first.error().message;
  LaunchSpec second = scripted();
  second.port = first->port();
  const Result<Server> server = Server::launch(second);
  ASSERT_FALSE(server);
  EXPECT_TRUE(is_port_taken(server.error())) << server.error().message;
  EXPECT_THAT(server.error().message, HasSubstr(std::to_string(first->port())));
}

TEST_F(LaunchFailure, APortTakenBetweenAskingAndBindingIsRecognisableToo) {
  const Result<Server> server =
      Server::launch(scripted({"--exit", "1", "Error: listen EADDRINUSE: address already in use"}));
  ASSERT_FALSE(server);
  EXPECT_TRUE(is_port_taken(server.error())) << server.error().message;
}

}  // namespace
}  // namespace harness::process
