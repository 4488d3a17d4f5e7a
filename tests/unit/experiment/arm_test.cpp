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

TEST(ArmsOf, NamesAnUnknownStack) {
  const auto catalog = catalog_with("/bin/true");
  const std::vector<std::string> chosen{"node/htp"};
  const auto arms = arms_of(catalog, workload::Suite{}, chosen);
  ASSERT_FALSE(arms);
  EXPECT_NE(arms.error().message.find("Did you mean 'node/http'?"), std::string::npos)
      << arms.error().message;
}

}  // namespace
}  // namespace harness::experiment
