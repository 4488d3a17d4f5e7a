#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

using testing::HasSubstr;

constexpr auto kFile = "suites/installs.toml";

class Installs : public testing::Test {
 protected:
  Installs() {
    workloads_.write("node/npm/stack.toml", R"(schema = 1
id = "node/npm"
title = "npm"
language = "node"
runtime = "node"
argv = ["{runtime}", "job.mjs"]
slower_argv = ["{runtime}", "job.mjs", "--slower"]
env = {}
jobs = ["web"]
)");
    workloads_.write(kFile, R"(schema = 1
id = "installs"
title = "Installing"
envelope = "2cpu"
timeout = "60s"
stacks = ["node/npm"]
[[install]]
app = "web"
[controls]
stack = "node/npm"
cell = "install web"
metric = "job_steady_s"
[profile.ci]
blocks = 6
slice = "1ms"
lead_in = "0ms"
gap = "10ms"
warm_up = "0ms"
verdicts = true
)");
  }
  SmallWorkloads workloads_;
};

TEST_F(Installs, AreJobsThatAreNoKernel) {
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = **suite_named(*catalog, "installs");
  EXPECT_TRUE(suite.runs_jobs());
  EXPECT_FALSE(suite.starts_servers());
  const auto cells = cells_of(suite, suite.profiles.front());
  ASSERT_EQ(cells.size(), 1U);
  EXPECT_EQ(cells[0].id(), "install web");
  ASSERT_TRUE(cells[0].job);
  EXPECT_TRUE(cells[0].job->installs);
  EXPECT_EQ(cells[0].job->line, "as locked");
  ASSERT_TRUE(suite.controls);
  EXPECT_EQ(suite.controls->cell, cells[0]);
}

TEST_F(Installs, AreEachOfAnotherApplication) {
  workloads_.replace(kFile, "[[install]]\napp = \"web\"",
                     "[[install]]\napp = \"web\"\n[[install]]\napp = \"web\"");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("install[2].app: 'web' is here twice: remove one"));
}

TEST_F(Installs, HaveNoSizes) {
  workloads_.replace(kFile, "app = \"web\"", "app = \"web\"\nn = [1]");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("install[1].n: is not a known key"));
}

TEST_F(Installs, DoNotStandBesideKernels) {
  workloads_.replace(kFile, "[[install]]",
                     "[[job]]\nkernel = \"sieve\"\nn = [100]\nflavours = [\"same\"]\n[[install]]");
  EXPECT_THAT(workloads_.complaint(), HasSubstr(": install: is not a known key"));
}

}  // namespace
}  // namespace harness::workload
