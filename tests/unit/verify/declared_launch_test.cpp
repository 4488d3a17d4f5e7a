#include "harness/verify/declared_launch.hpp"

#include <gmock/gmock.h>

namespace harness::verify {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

workload::Stack stack() {
  workload::Stack stack;
  stack.argv = {"{runtime}", "--port={port}", "server.mjs"};
  stack.slower_argv = {"{runtime}", "--import", "../common/ten_percent.mjs", "server.mjs"};
  stack.env = {{"NODE_ENV", "production"}};
  return stack;
}

TEST(DeclaredLaunch, IsWhatTheManifestSays) {
  EXPECT_THAT(undeclared_options({"/usr/bin/node", "--port=8080", "server.mjs"}, stack()), IsEmpty());
  EXPECT_THAT(undeclared_tuning({"PATH=/bin", "NODE_ENV=production", "PORT=8080"}, stack()), IsEmpty());
}

TEST(DeclaredLaunch, MayBeTheSlowerOneOfTheControl) {
  EXPECT_THAT(undeclared_options({"node", "--import", "../common/ten_percent.mjs", "server.mjs"}, stack()),
              IsEmpty());
}

TEST(DeclaredLaunch, HasNoOptionBesides) {
  EXPECT_THAT(undeclared_options({"node", "--jitless", "--port=1", "server.mjs"}, stack()),
              ElementsAre("--jitless"));
  EXPECT_THAT(undeclared_options({"python", "-X", "dev", "server.py"}, stack()), ElementsAre("-X"));
}

TEST(DeclaredLaunch, MayBeThatOfAWorkerOfMultiprocessing) {
  const std::string spawn =
      "from multiprocessing.spawn import spawn_main; spawn_main(tracker_fd=5, pipe_handle=7)";
  EXPECT_THAT(undeclared_options({"python", "-c", spawn, "--multiprocessing-fork"}, stack()), IsEmpty());
  EXPECT_THAT(undeclared_options({"python", "-O", "-c", spawn, "--multiprocessing-fork"}, stack()),
              ElementsAre("-O"));
  EXPECT_THAT(undeclared_options({"python", "-c", "import server", "--multiprocessing-fork", "x"}, stack()),
              ElementsAre("-c", "--multiprocessing-fork"));
}

TEST(DeclaredLaunch, HasNoTuningVariableBesides) {
  EXPECT_THAT(undeclared_tuning({"MALLOC_ARENA_MAX=1", "PYTHONMALLOC=debug", "UV_THREADPOOL_SIZE=64",
                                 "NODE_OPTIONS=--jitless", "GLIBC_TUNABLES=x", "HOME=/root", "MINE=1"},
                                stack()),
              ElementsAre("MALLOC_ARENA_MAX=1", "PYTHONMALLOC=debug", "UV_THREADPOOL_SIZE=64",
                          "NODE_OPTIONS=--jitless", "GLIBC_TUNABLES=x"));
}

TEST(DeclaredLaunch, HasNoOtherValueThanDeclared) {
  EXPECT_THAT(undeclared_tuning({"NODE_ENV=development"}, stack()),
              ElementsAre("NODE_ENV=development (declared: production)"));
}

TEST(DeclaredLaunch, SurvivesAnEntryThatIsNone) {
  EXPECT_THAT(undeclared_tuning({"NODE_ENV", ""}, stack()), ElementsAre("NODE_ENV (declared: production)"));
}

}  // namespace
}  // namespace harness::verify
