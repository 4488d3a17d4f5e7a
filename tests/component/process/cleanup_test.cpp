#include <sys/wait.h>

#include "fixture.hpp"
#include <gmock/gmock.h>
#include <signal.h>

#include "harness/process/supervision.hpp"
#include "harness/process/tree.hpp"

namespace harness::process {
namespace {

class Cleanup : public ProcessTest {
 protected:
  static int parent_of(int pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("PPid:")) return std::stoi(line.substr(5));
    }
    return -1;
  }

  /// Another harness process that launches servers and waits to be killed.
  /// Returns the pids of its servers' trees and supervisors.
  std::vector<int> pids_of_doomed_harness(int servers, int& harness_pid) {
    int channel[2] = {-1, -1};
    EXPECT_EQ(::pipe(channel), 0);
    harness_pid = ::fork();
    if (harness_pid == 0) {
      std::vector<Server> running;
      for (int i = 0; i < servers; ++i) {
        Result<Server> server = Server::launch(scripted({"--children"}, "server" + std::to_string(i)));
        if (!server) ::_exit(1);
        std::vector<int> pids = server->pids();
        pids.push_back(parent_of(server->pid()));
        if (::write(channel[1], pids.data(), pids.size() * sizeof(int)) < 0) ::_exit(1);
        running.push_back(std::move(*server));
      }
      ::close(channel[1]);
      for (;;) ::pause();
    }
    ::close(channel[1]);
    std::vector<int> pids;
    for (int pid = 0; ::read(channel[0], &pid, sizeof pid) == static_cast<ssize_t>(sizeof pid);)
      pids.push_back(pid);
    ::close(channel[0]);
    return pids;
  }
};

TEST_F(Cleanup, StopAsksPolitelyFirst) {
  Result<Server> server = Server::launch(scripted());
  ASSERT_TRUE(server) << server.error().message;
  const Result<Exit> exit = server->stop();
  ASSERT_TRUE(exit) << exit.error().message;
  EXPECT_EQ(*exit, (Exit{false, 0}));
  EXPECT_EQ(*server->stop(), *exit) << "asking again gives the same answer";
  EXPECT_EQ(server->exited(), *exit);
  EXPECT_FALSE(server->cpu_time());
}

TEST_F(Cleanup, AServerThatIgnoresSigtermIsKilledAfterTheGrace) {
  LaunchSpec spec = scripted({"--ignore-term"});
  spec.stop_grace = milliseconds(200);
  Result<Server> server = Server::launch(spec);
  ASSERT_TRUE(server) << server.error().message;
  const Instant before = SteadyClock{}.now();
  EXPECT_EQ(*server->stop(), (Exit{true, SIGKILL}));
  EXPECT_GE(SteadyClock{}.now() - before, milliseconds(200));
}

TEST_F(Cleanup, StopEndsGrandchildrenAlsoThoseThatLeftTheSession) {
  Result<Server> server = Server::launch(scripted({"--children"}));
  ASSERT_TRUE(server) << server.error().message;
  const std::vector<int> pids = server->pids();
  ASSERT_EQ(pids.size(), 3U);
  for (const int pid : pids) ASSERT_TRUE(is_alive(pid));
  EXPECT_EQ(*server->stop(), (Exit{false, 0}));
  for (const int pid : pids) EXPECT_FALSE(is_alive(pid)) << pid;  // at once: stop waits for them
  EXPECT_EQ(server->left_behind(), 2) << "both ignore the SIGTERM";
}

TEST_F(Cleanup, AServerThatEndsAloneLeavesNothingBehind) {
  Result<Server> server = Server::launch(scripted());
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_EQ(*server->stop(), (Exit{false, 0}));
  EXPECT_EQ(server->left_behind(), 0);
}

TEST_F(Cleanup, TheDestructorStops) {
  std::vector<int> pids;
  {
    Result<Server> server = Server::launch(scripted({"--children"}));
    ASSERT_TRUE(server) << server.error().message;
    pids = server->pids();
  }
  for (const int pid : pids) EXPECT_FALSE(is_alive(pid)) << pid;
}

TEST_F(Cleanup, AServerThatDiesTakesItsOrphansWithItAndIsNoticed) {
  Result<Server> server = Server::launch(scripted({"--children"}));
  ASSERT_TRUE(server) << server.error().message;
  const std::vector<int> pids = server->pids();
  ::kill(server->pid(), SIGKILL);
  EXPECT_TRUE(all_gone(pids));
  const Instant deadline = SteadyClock{}.now() + seconds(10);
  while (!server->exited() && SteadyClock{}.now() < deadline) ::usleep(1000);
  EXPECT_EQ(server->exited(), (Exit{true, SIGKILL}));
  EXPECT_EQ(*server->stop(), (Exit{true, SIGKILL}));
}

TEST_F(Cleanup, AFailedLaunchLeavesNothing) {
  LaunchSpec spec = scripted({"--children"});
  spec.probe_target = "/nowhere";
  spec.ready_timeout = milliseconds(300);
  EXPECT_FALSE(Server::launch(spec));
  EXPECT_THAT(descendants(::getpid()), testing::IsEmpty());
}

TEST_F(Cleanup, NothingSurvivesAKilledHarness) {
  int harness_pid = -1;
  const std::vector<int> pids = pids_of_doomed_harness(2, harness_pid);
  ASSERT_EQ(pids.size(), 8U) << "two servers, each with two children and a supervisor";
  for (const int pid : pids) ASSERT_TRUE(is_alive(pid));
  ::kill(harness_pid, SIGKILL);
  ::waitpid(harness_pid, nullptr, 0);
  EXPECT_TRUE(all_gone(pids));
}

TEST_F(Cleanup, ALaterServerDoesNotHoldTheLifelineOfAnEarlierOne) {
  Result<Server> first = Server::launch(scripted({}, "first"));
  Result<Server> second = Server::launch(scripted({}, "second"));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first->stop(), (Exit{false, 0})) << "killed: its supervisor never saw the end of the lifeline";
  EXPECT_TRUE(is_alive(second->pid()));
  EXPECT_EQ(get(*second, "/plaintext"), "ok");
}

TEST_F(Cleanup, AServerDoesNotSurviveItsKilledSupervisor) {
  Result<Server> server = Server::launch(scripted());
  ASSERT_TRUE(server) << server.error().message;
  ::kill(parent_of(server->pid()), SIGKILL);
  EXPECT_TRUE(all_gone({server->pid()}));
  EXPECT_EQ(*server->stop(), (Exit{true, SIGKILL}));
}

TEST_F(Cleanup, ASupervisorThatHangsIsReplacedByUs) {
  LaunchSpec spec = scripted({"--children"});
  spec.working_directory = folder_;
  Result<Supervision> supervision = Supervision::start(spec);
  ASSERT_TRUE(supervision) << supervision.error().message;
  std::vector<int> pids;
  const Instant deadline = SteadyClock{}.now() + seconds(10);
  while (pids.size() < 3 && SteadyClock{}.now() < deadline) {  // the server and its two children
    supervision->wait(-1, milliseconds(5));
    pids = descendants(supervision->supervisor_pid());
  }
  ASSERT_EQ(pids.size(), 3U);
  ::kill(supervision->supervisor_pid(), SIGSTOP);
  supervision->end(milliseconds(100));
  EXPECT_TRUE(all_gone(pids));
  EXPECT_EQ(supervision->exit(), (Exit{true, SIGKILL}));
}

TEST_F(Cleanup, ASupervisorAskedToTerminateStopsTheServer) {
  Result<Server> server = Server::launch(scripted({"--children"}));
  ASSERT_TRUE(server) << server.error().message;
  ::kill(parent_of(server->pid()), SIGTERM);
  EXPECT_TRUE(all_gone(server->pids()));
  EXPECT_EQ(*server->stop(), (Exit{false, 0}));
}

TEST_F(Cleanup, TheTerminalsInterruptDoesNotReachAServer) {
  Result<Server> server = Server::launch(scripted());
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_NE(::getsid(server->pid()), ::getsid(0));
  EXPECT_EQ(::getpgid(server->pid()), server->pid())
      << "a group of its own, so that its workers can be signalled";
}

}  // namespace
}  // namespace harness::process
