#include "small_workloads.hpp"
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

constexpr auto kFile = "runtimes.toml";
constexpr auto kProgram = "\"node/bin/node\"";

TEST(Runtimes, FindProgramsBelowTheWorkloadsFolder) {
  const SmallWorkloads workloads;
  EXPECT_EQ(find_runtime(workloads.load().value(), "node")->program, workloads.root() / "node/bin/node");
}

TEST(Runtimes, FindProgramsInTheBuildFolder) {
  EXPECT_EQ(find_runtime(SmallWorkloads().load().value(), "native")->program, "/build/bin/server");
}

TEST(Runtimes, HaveNoProgramInABuildFolderNobodyNamed) {
  const Catalog catalog = load_catalog(SmallWorkloads().root()).value();
  EXPECT_TRUE(find_runtime(catalog, "native")->program.empty());
}

TEST(Runtimes, MayBeAnywhereByAnAbsolutePath) {
  SmallWorkloads workloads;
  workloads.replace(kFile, kProgram, "\"/usr/bin/node\"");
  EXPECT_EQ(find_runtime(workloads.load().value(), "node")->program, "/usr/bin/node");
}

TEST(Runtimes, MayHaveNoVersionAndNoDate) {
  const Catalog catalog = SmallWorkloads().load().value();
  EXPECT_EQ(find_runtime(catalog, "native")->version, "");
  EXPECT_EQ(find_runtime(catalog, "native")->released, "");
}

TEST(Runtimes, MustNotLeaveTheWorkloadsFolderByARelativePath) {
  SmallWorkloads workloads;
  workloads.replace(kFile, kProgram, "\"node/../../evil/node\"");
  EXPECT_EQ(workloads.complaint(),
            "runtimes.toml:6: runtime[1].program: leaves the workloads folder ('node/../../evil/node'): "
            "write a path "
            "below it or an absolute one");
}

TEST(Runtimes, MustNotLeaveTheBuildFolder) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "{build}/bin/server", "{build}/../server");
  EXPECT_EQ(workloads.complaint(),
            "runtimes.toml:14: runtime[2].program: leaves the build folder ('{build}/../server'): write a "
            "path below "
            "it or an absolute one");
}

TEST(Runtimes, AreNotSearchedOnThePath) {
  SmallWorkloads workloads;
  workloads.replace(kFile, kProgram, "\"node\"");
  EXPECT_EQ(workloads.complaint(),
            "runtimes.toml:6: runtime[1].program: is a bare name ('node'): PATH is not searched, because a "
            "measurement "
            "must name its interpreter; write the path below workloads/ or an absolute one");
}

TEST(Runtimes, KnowNoOtherPlaceholder) {
  SmallWorkloads workloads;
  workloads.replace(kFile, kProgram, "\"{home}/node\"");
  EXPECT_EQ(
      workloads.complaint(),
      "runtimes.toml:6: runtime[1].program: has a placeholder I do not know ('{home}/node'): only a leading "
      "{build}/ is replaced");
}

TEST(Runtimes, RefuseADateThatIsNone) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "\"2026-09-23\"", "\"autumn\"");
  EXPECT_EQ(workloads.complaint(),
            "runtimes.toml:8: runtime[1].released: is not a date ('autumn'): write it like \"2023-02-08\"");
}

TEST(Runtimes, WantTheDateAsAString) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "\"2026-09-23\"", "2026-09-23");
  EXPECT_EQ(workloads.complaint(),
            "runtimes.toml:8: runtime[1].released: must not be a date or time: write it like \"…\"");
}

TEST(Runtimes, HaveALockThatIsOnOrOff) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "\"2026-09-23\"", "\"2026-09-23\"\ngil = \"none\"");
  EXPECT_EQ(workloads.complaint(), "runtimes.toml:9: runtime[1].gil: is neither \"on\" nor \"off\" ('none')");
  workloads.replace(kFile, "gil = \"none\"", "gil = \"off\"");
  EXPECT_EQ(find_runtime(workloads.load().value(), "node")->gil, "off");
}

TEST(Runtimes, RefuseAnIdTwice) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "id = \"native\"", "id = \"node\"");
  workloads.replace("native/server/stack.toml", "runtime = \"native\"", "runtime = \"node\"");
  EXPECT_EQ(workloads.complaint(),
            "runtimes.toml:11: runtime[2].id: 'node' is here twice: remove or rename one");
}

}  // namespace
}  // namespace harness::workload
