#include <fstream>
#include <sstream>

#include "fixture.hpp"
#include <gmock/gmock.h>

#include "harness/base/file.hpp"
#include "harness/machine/cpus.hpp"

namespace harness::process {
namespace {

using testing::HasSubstr;
using testing::Not;
using Launch = ProcessTest;

TEST_F(Launch, ReturnsAServerThatAnswers) {
  const LaunchSpec spec = scripted();
  Result<Server> server = Server::launch(spec);
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_EQ(get(*server, "/plaintext"), "ok");
  EXPECT_EQ(server->name(), "scripted");
  EXPECT_EQ(server->port(), spec.port);
  EXPECT_EQ(server->pids(), std::vector<int>{server->pid()});
  EXPECT_EQ(server->exited(), std::nullopt);
}

TEST_F(Launch, TimesTheStart) {
  const Instant before = SteadyClock{}.now();
  Result<Server> server = Server::launch(scripted());
  const Nanoseconds whole = SteadyClock{}.now() - before;
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_GT(server->exec_to_ready(), Nanoseconds(0));
  EXPECT_GT(server->ready_to_first_200(), Nanoseconds(0));
  EXPECT_LE(server->exec_to_ready() + server->ready_to_first_200(), whole);
}

TEST_F(Launch, FindsTheReadyLineBehindABanner) {
  Result<Server> server = Server::launch(scripted({"--shout", "5000"}));
  ASSERT_TRUE(server) << server.error().message;
}

TEST_F(Launch, TakesThePortTheServerChoseWhenNoneIsAskedFor) {
  LaunchSpec spec = scripted();
  const std::uint16_t chosen = spec.port;
  spec.port = 0;
  Result<Server> server = Server::launch(spec);
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_EQ(server->port(), chosen);
}

TEST_F(Launch, LooksAProgramWithoutAFolderUpInThePath) {
  LaunchSpec spec = scripted();
  const std::string old_path = ::getenv("PATH");
  ::setenv("PATH", (spec.program.parent_path().string() + ":" + old_path).c_str(), 1);
  spec.program = spec.program.filename();
  Result<Server> server = Server::launch(spec);
  ::setenv("PATH", old_path.c_str(), 1);
  ASSERT_TRUE(server) << server.error().message;
}

TEST_F(Launch, TheEnvironmentIsCleanExceptForWhatIsGiven) {
  ::setenv("NODE_OPTIONS", "--max-old-space-size=1", 1);
  ::setenv("PYTHONUNBUFFERED", "1", 1);
  LaunchSpec spec = scripted();
  spec.environment = {{"WORKERS", "1"}, {"LOG", "none with spaces = and more"}};
  Result<Server> server = Server::launch(spec);
  ::unsetenv("NODE_OPTIONS");
  ::unsetenv("PYTHONUNBUFFERED");
  ASSERT_TRUE(server) << server.error().message;
  std::vector<std::string> names;
  std::istringstream lines(get(*server, "/environment"));
  for (std::string line; std::getline(lines, line);) names.push_back(line.substr(0, line.find('=')));
  EXPECT_THAT(names, testing::IsSubsetOf({"HOME", "LANG", "LOG", "PATH", "TZ", "WORKERS"}));
  EXPECT_THAT(get(*server, "/environment"), HasSubstr("LOG=none with spaces = and more\n"));
  EXPECT_THAT(get(*server, "/environment"), HasSubstr("LANG=C.UTF-8\n"));
  EXPECT_THAT(get(*server, "/environment"), HasSubstr("PATH="));
}

TEST_F(Launch, NoFileOfOursIsOpenInTheServer) {
  const std::ifstream ours(HARNESS_SCRIPTED_CHILD);
  const int leaky = ::dup(STDERR_FILENO);  // without close-on-exec
  Result<Server> server = Server::launch(scripted());
  ::close(leaky);
  ASSERT_TRUE(server) << server.error().message;
  const std::string files = get(*server, "/files");
  EXPECT_THAT(files, HasSubstr("0 /dev/null\n"));
  EXPECT_THAT(files, HasSubstr("1 " + (folder_ / "scripted.out").string()));
  EXPECT_THAT(files, HasSubstr("2 " + (folder_ / "scripted.err").string()));
  EXPECT_THAT(files, Not(HasSubstr("pipe:")));
  // 0, 1, 2, the listener, the connection and the folder being listed
  EXPECT_EQ(std::count(files.begin(), files.end(), '\n'), 6) << files;
}

TEST_F(Launch, RunsOnTheGivenCpuOnly) {
  LaunchSpec spec = scripted();
  spec.cpus = {machine::usable_cpus().back()};
  Result<Server> server = Server::launch(spec);
  ASSERT_TRUE(server) << server.error().message;
  std::ifstream status("/proc/" + std::to_string(server->pid()) + "/status");
  std::string allowed;
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("Cpus_allowed_list:")) allowed = line.substr(line.find('\t') + 1);
  }
  EXPECT_EQ(allowed, std::to_string(spec.cpus[0]));
}

TEST_F(Launch, CountsWhatTheServerLogsAfterItWasReady) {
  Result<Server> server = Server::launch(scripted());
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_EQ(server->log_bytes_since_ready(), 0U);
  get(*server, "/chatter");
  EXPECT_EQ(server->log_bytes_since_ready(), 13U);  // "twelve bytes\n"
  EXPECT_THAT(server->log_tail(1), testing::StrEq("twelve bytes"));
  EXPECT_THAT(*read_file(folder_ / "scripted.out"), HasSubstr("\"ready\":true"));
}

TEST_F(Launch, AServerCanBeMoved) {
  Result<Server> launched = Server::launch(scripted());
  ASSERT_TRUE(launched) << launched.error().message;
  Server moved = std::move(*launched);
  EXPECT_EQ(get(moved, "/plaintext"), "ok");
  EXPECT_EQ(*moved.stop(), (Exit{false, 0}));
}

}  // namespace
}  // namespace harness::process
