#include "harness/experiment/arm.hpp"

#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

workload::Catalog catalog_with(const std::filesystem::path& program) {
  workload::Catalog catalog;
  catalog.runtimes.push_back({"node", "node", "Node.js", program, "26.10.0", "", "./scripts/setup"});
  workload::Stack stack;
  stack.id = "node/http";
  stack.runtime = "node";
  stack.argv = {"{runtime}", "--port={port}", "server.mjs"};
  stack.env = {{"NODE_ENV", "production"}};
  stack.file = "/somewhere/node/http/stack.toml";
  catalog.stacks.push_back(stack);
  return catalog;
}

TEST(Arm, IsAbsentWithTheRemedyWhenItsRuntimeIsNotInstalled) {
  const auto catalog = catalog_with("/no/such/node");
  const auto arm = arm_of(catalog, catalog.stacks.front());
  ASSERT_TRUE(arm);
  EXPECT_EQ(arm->absent, "runtime 'node' is not installed (/no/such/node is missing); run: ./scripts/setup");
}

TEST(Arm, IsAbsentWhenAFileItNeedsIsMissingOrAPackageIsLost) {
  auto catalog = catalog_with("/bin/true");
  workload::Stack& stack = catalog.stacks.front();
  stack.lost = "its package koa could not be installed";
  EXPECT_EQ(arm_of(catalog, stack)->absent, "its package koa could not be installed");
  stack.needs = {"built/server.js"};
  EXPECT_EQ(arm_of(catalog, stack)->absent, "built/server.js is missing; run: ./scripts/setup");
  stack.needs = {"/bin/true"};
  stack.lost.reset();
  EXPECT_FALSE(arm_of(catalog, stack)->absent);
}

TEST(Arm, IsAbsentWhenItsInterpreterHasTheLockThatItIsToBeWithout) {
  auto catalog = catalog_with("/usr/bin/python3");
  catalog.root = std::filesystem::path(HARNESS_SOURCE_DIR) / "workloads";
  catalog.runtimes.front().gil = "on";
  EXPECT_FALSE(arm_of(catalog, catalog.stacks.front())->absent);
  catalog.runtimes.front().gil = "off";
  EXPECT_EQ(arm_of(catalog, catalog.stacks.front())->absent,
            "/usr/bin/python3 has its lock 'on', and 'node' stands for a build with it 'off'; run: "
            "./scripts/setup");
  catalog.runtimes.front().program = "/bin/true";
  EXPECT_TRUE(arm_of(catalog, catalog.stacks.front())->absent);
}

TEST(Arm, ServesWhatItsManifestDeclares) {
  auto catalog = catalog_with("/bin/true");
  catalog.stacks.front().endpoints = {"/plaintext", "/json", "/cpu"};
  const Arm arm = *arm_of(catalog, catalog.stacks.front());
  EXPECT_TRUE(arm.serves("/plaintext"));
  EXPECT_TRUE(arm.serves("/json?k=1&n=2"));
  EXPECT_TRUE(arm.serves("/cpu/fib?n=20"));
  EXPECT_FALSE(arm.serves("/cpu_off/fib?n=20"));
  EXPECT_FALSE(arm.serves("/delay?ms=50"));
  EXPECT_FALSE(arm.serves("/plain"));
}

TEST(Arm, TellsTheServerItsPortWorkersAndSilenceByTheContract) {
  const auto catalog = catalog_with("/bin/true");
  const auto arm = arm_of(catalog, catalog.stacks.front());
  ASSERT_TRUE(arm);
  EXPECT_FALSE(arm->absent);
  const auto spec = launch_spec(*arm, {{0}, 4321, "out", "err"});
  EXPECT_EQ(spec.program, "/bin/true");
  EXPECT_EQ(spec.arguments, (std::vector<std::string>{"--port=4321", "server.mjs"}));
  EXPECT_EQ(spec.environment, (std::map<std::string, std::string>{{"BACKLOG", "4096"},
                                                                  {"LOG", "none"},
                                                                  {"NODE_ENV", "production"},
                                                                  {"PORT", "4321"},
                                                                  {"WORKERS", "1"}}));
  EXPECT_EQ(spec.working_directory, "/somewhere/node/http");
  EXPECT_EQ(spec.cpus, std::vector<int>{0});
}

TEST(Arm, IsOneForEachNumberOfWorkersThatASuiteAsksFor) {
  auto catalog = catalog_with("/bin/true");
  workload::Stack& stack = catalog.stacks.front();
  stack.workers = 2;
  workload::Suite suite;
  suite.stacks = {"node/http"};
  suite.load = {{"/plaintext", {8}, {}}};
  EXPECT_EQ(arms_of(catalog, suite, {})->size(), 1U);
  suite.load.front().workers = {1, 2};
  const auto refused = arms_of(catalog, suite, {});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("'node/http' has no `workers` in its manifest"), std::string::npos);
  stack.scales = true;
  const auto arms = arms_of(catalog, suite, {});
  ASSERT_TRUE(arms) << arms.error().message;
  ASSERT_EQ(arms->size(), 2U);
  const Arm& one = arms->front();
  EXPECT_EQ(one.name(), "node/http");
  EXPECT_EQ(one.file_name(), "node-http-w1");
  EXPECT_EQ(one.as_launched().workers, 1) << "or it would be held to two";
  EXPECT_EQ(launch_spec(one, {{0}, 4321, "out", "err"}).environment.at("WORKERS"), "1");
  EXPECT_EQ(arms->back().file_name(), "node-http");
  EXPECT_EQ(launch_spec(arms->back(), {{0}, 4321, "out", "err"}).environment.at("WORKERS"), "2");
}

TEST(Arm, IsOneForEachNumberOfHopsThatASuiteAsksFor) {
  const auto catalog = catalog_with("/bin/true");
  workload::Suite suite;
  suite.stacks = {"node/http"};
  suite.load = {{"/down?ms=0&b=512", {8}, {}}};
  suite.load.front().hops = {4, 1};
  const auto arms = arms_of(catalog, suite, {});
  ASSERT_TRUE(arms) << arms.error().message;
  ASSERT_EQ(arms->size(), 2U);
  EXPECT_EQ(arms->front().hops, 1);
  EXPECT_EQ(arms->front().file_name(), "node-http");
  EXPECT_EQ(arms->back().hops, 4);
  EXPECT_EQ(arms->back().name(), "node/http") << "or a claim would not find it";
  EXPECT_EQ(arms->back().file_name(), "node-http-h4");
  workload::Cell cell{"/down?ms=0&b=512", 8};
  EXPECT_TRUE(arms->front().suits(cell) && arms->back().suits(cell));
  cell.hops = 4;
  EXPECT_FALSE(arms->front().suits(cell));
  EXPECT_TRUE(arms->back().suits(cell));
}

TEST(Arm, TellsTheServerWhereItsFilesAreIfItServesThem) {
  const auto catalog = catalog_with("/bin/true");
  const auto arm = arm_of(catalog, catalog.stacks.front());
  ASSERT_TRUE(arm);
  EXPECT_EQ(launch_spec(*arm, {{0}, 4321, "out", "err", "/data"}).environment.at("DATA_DIR"), "/data");
}

TEST(Arm, IsToldToWatchItsLoopWhereJobsAreBesideALoad) {
  const auto catalog = catalog_with("/bin/true");
  workload::Suite suite;
  suite.stacks = {catalog.stacks.front().id};
  suite.load.emplace_back();
  const LaunchPlace place{{0}, 4321, "out", "err"};
  EXPECT_FALSE(launch_spec(arms_of(catalog, suite, {})->front(), place).environment.contains("STATS"));
  suite.load.back().beside.emplace_back();
  EXPECT_EQ(launch_spec(arms_of(catalog, suite, {})->front(), place).environment.at("STATS"), "lag");
}

TEST(Arm, IsToldWhomToAskForDownWhereThereIsSomebody) {
  const auto catalog = catalog_with("/bin/true");
  const auto arm = arm_of(catalog, catalog.stacks.front());
  LaunchPlace place{{0}, 4321, "out", "err"};
  place.down_port = 4322;
  EXPECT_EQ(launch_spec(*arm, place).environment.at("DOWN_PORT"), "4322");
  EXPECT_FALSE(launch_spec(*arm, place).environment.contains("DOWN_PATH"));
  place.down_path = "/down";
  EXPECT_EQ(launch_spec(*arm, place).environment.at("DOWN_PATH"), "/down");
}

TEST(Arm, IsToldWhereToTakeLinesWhereItDoes) {
  const auto catalog = catalog_with("/bin/true");
  const auto arm = arm_of(catalog, catalog.stacks.front());
  LaunchPlace place{{0}, 4321, "out", "err"};
  EXPECT_FALSE(launch_spec(*arm, place).environment.contains("LINE_PORT"));
  place.line_port = 4322;
  const auto spec = launch_spec(*arm, place);
  EXPECT_EQ(spec.environment.at("LINE_PORT"), "4322");
  EXPECT_EQ(spec.line_port, 4322);
}

TEST(Arm, OfAControlIsTheSameStackUnderAnotherNameOrWithMoreToDo) {
  auto catalog = catalog_with("/bin/true");
  catalog.stacks.front().slower_argv = {"{runtime}", "--slow={port}", "server.mjs"};
  workload::Suite suite;
  suite.controls = workload::ControlLine{"node/http", {"/plaintext", 64}, "throughput_rps"};
  const std::vector<Arm> arms{*arm_of(catalog, catalog.stacks.front())};
  const auto controls = control_arms(suite, arms);
  ASSERT_EQ(controls.size(), 2U);
  const LaunchPlace place{{0}, 4321, "out", "err"};
  EXPECT_EQ(controls[0].name(), "node/http:same");
  EXPECT_EQ(launch_spec(controls[0], place).arguments, launch_spec(arms[0], place).arguments);
  EXPECT_EQ(controls[1].name(), "node/http:slower");
  EXPECT_EQ(launch_spec(controls[1], place).arguments,
            (std::vector<std::string>{"--slow=4321", "server.mjs"}));
  EXPECT_EQ(launch_spec(controls[1], place).environment, launch_spec(arms[0], place).environment);
}

TEST(Arm, OfAControlKnowsACellThatIsNoClosedLoopByItsName) {
  workload::Cell cell{"nbody", 1};
  EXPECT_EQ(controls_of({"a", cell, "throughput_rps"}).cell, "");
  cell.job = workload::Job{"same", 10'000};
  EXPECT_EQ(controls_of({"a", cell, "job_steady_s"}).cell, "nbody same n=10000");
}

TEST(Arm, HasControlsOfTheNumberOfWorkersTheirCellHas) {
  const auto catalog = catalog_with("/bin/true");
  workload::Suite suite;
  suite.controls = workload::ControlLine{"node/http", {"/plaintext", 64}, "throughput_rps"};
  suite.controls->cell.workers = 2;
  std::vector<Arm> arms(2, *arm_of(catalog, catalog.stacks.front()));
  arms[1].workers = 2;
  const auto controls = control_arms(suite, arms);
  ASSERT_EQ(controls.size(), 2U);
  EXPECT_EQ(controls[0].workers, 2);
  EXPECT_EQ(controls[1].workers, 2);
}

TEST(Arm, HasControlsOfTheNumberOfHopsTheirCellHas) {
  const auto catalog = catalog_with("/bin/true");
  workload::Suite suite;
  suite.controls = workload::ControlLine{"node/http", {"/down?ms=0&b=512", 8}, "throughput_rps"};
  suite.controls->cell.hops = 4;
  std::vector<Arm> arms(2, *arm_of(catalog, catalog.stacks.front()));
  arms[1].hops = 4;
  const auto controls = control_arms(suite, arms);
  ASSERT_EQ(controls.size(), 2U);
  EXPECT_EQ(controls[0].hops, 4);
  EXPECT_EQ(controls[1].hops, 4);
}

TEST(Arm, HasNoControlsWhenTheirStackIsLeftOut) {
  const auto catalog = catalog_with("/bin/true");
  workload::Suite suite;
  suite.controls = workload::ControlLine{"python/asyncio", {"/plaintext", 64}, "throughput_rps"};
  const std::vector<Arm> arms{*arm_of(catalog, catalog.stacks.front())};
  EXPECT_TRUE(control_arms(suite, arms).empty());
  EXPECT_TRUE(control_arms(workload::Suite{}, arms).empty());
}

TEST(ArmsOf, NamesAnUnknownStack) {
  const auto catalog = catalog_with("/bin/true");
  const std::vector<std::string> chosen{"node/htp"};
  const auto arms = arms_of(catalog, workload::Suite{}, chosen);
  ASSERT_FALSE(arms);
  EXPECT_NE(arms.error().message.find("Did you mean 'node/http'?"), std::string::npos)
      << arms.error().message;
}

TEST(ArmsOf, RefusesWhoDoesNothingOfWhatIsAskedFor) {
  auto catalog = catalog_with("/bin/true");
  const std::vector<std::string> chosen{"node/http"};
  workload::Suite cpu;
  cpu.id = "cpu";
  cpu.jobs.push_back({"fib", {20}, {"same"}});
  workload::Suite code;
  code.id = "code";
  code.pairs.push_back({"fib", "fib"});
  catalog.stacks.front().jobs = {"same", "idiom"};
  EXPECT_TRUE(arms_of(catalog, cpu, chosen));
  EXPECT_EQ(arms_of(catalog, code, chosen).error().message,
            "'node/http' does none of what the suite 'code' asks for (it does same, idiom)");
  catalog.stacks.front().jobs = {"source"};
  EXPECT_TRUE(arms_of(catalog, code, chosen));
  EXPECT_EQ(arms_of(catalog, cpu, chosen).error().message,
            "'node/http' does none of what the suite 'cpu' asks for (it does source)");
}

TEST(ArmsOf, RefusesAServerWhereJobsAreRunAndJobsWhereServersAre) {
  auto catalog = catalog_with("/bin/true");
  const std::vector<std::string> chosen{"node/http"};
  workload::Suite jobs;
  jobs.id = "cpu";
  jobs.jobs.push_back({"sieve", {100}, {"same"}});
  EXPECT_EQ(arms_of(catalog, jobs, chosen).error().message,
            "'node/http' is a server and runs no jobs, so it has no place in the suite 'cpu'");
  catalog.stacks.front().jobs = {"same"};
  EXPECT_TRUE(arms_of(catalog, jobs, chosen));
  EXPECT_NE(arms_of(catalog, workload::Suite{}, chosen).error().message.find("runs jobs and is no server"),
            std::string::npos);
}

}  // namespace
}  // namespace harness::experiment
