// Jobs: programs that end by themselves, what they used, and what becomes of those that do not end.
#include "harness/process/run_to_end.hpp"

#include "fixture.hpp"

namespace harness::process {
namespace {

class RunToEnd : public ProcessTest {
 protected:
  /// A shell, because what it does is in the test.
  LaunchSpec shell(const std::string& script) const {
    LaunchSpec job = scripted();
    job.name = "job";
    job.program = "/bin/sh";
    job.port = 0;
    job.arguments = {"-c", script};
    return job;
  }
};

TEST_F(RunToEnd, SaysHowTheJobEndedAndWhatItPrinted) {
  const LaunchSpec job = shell("echo done; exit 3");
  const auto finished = run_to_end(job, seconds(30));
  ASSERT_TRUE(finished) << finished.error().message;
  EXPECT_EQ(finished->exit, (Exit{false, 3}));
  std::ifstream output(job.stdout_log);
  std::string line;
  std::getline(output, line);
  EXPECT_EQ(line, "done");
}

TEST_F(RunToEnd, CountsTheCpuTimeOfTheJobAndOfItsChildren) {
  const std::string burn = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
  const auto alone = run_to_end(shell(burn), seconds(60));
  const auto in_child = run_to_end(shell("(" + burn + "); exit 0"), seconds(60));
  const auto asleep = run_to_end(shell("sleep 0.2"), seconds(60));
  ASSERT_TRUE(alone && in_child && asleep);
  EXPECT_GT(alone->cpu, milliseconds(10));
  EXPECT_LE(alone->cpu, alone->wall + milliseconds(10));
  EXPECT_GT(in_child->cpu, alone->cpu / 4);
  EXPECT_GE(asleep->wall, milliseconds(200));
  EXPECT_LT(asleep->cpu, milliseconds(50));
}

TEST_F(RunToEnd, EndsAJobThatTakesTooLongAndLeavesNothingOfIt) {
  const auto begun = SteadyClock{}.now();
  const LaunchSpec job = shell("sleep 600 & echo $!; echo $$; sleep 600");
  const auto finished = run_to_end(job, milliseconds(300));
  ASSERT_FALSE(finished);
  EXPECT_NE(finished.error().message.find("did not end within 300 ms"), std::string::npos)
      << finished.error().message;
  EXPECT_LT(SteadyClock{}.now() - begun, seconds(20));
  std::ifstream output(job.stdout_log);
  std::vector<int> pids{0, 0};
  output >> pids[0] >> pids[1];
  ASSERT_GT(pids[1], 0);
  EXPECT_TRUE(all_gone(pids));
}

TEST_F(RunToEnd, NamesAProgramThatIsNotThere) {
  LaunchSpec job = shell("");
  job.program = "/nowhere/interpreter";
  const auto finished = run_to_end(job, seconds(5));
  ASSERT_FALSE(finished);
  EXPECT_NE(finished.error().message.find("/nowhere/interpreter does not exist"), std::string::npos)
      << finished.error().message;
}

}  // namespace
}  // namespace harness::process
