// Which stacks there are beyond the manifests: further arms on other runtimes, and those that set-up had to
// give up.
#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

constexpr auto kStack = "node/http/stack.toml";
constexpr auto kRuntimes = "runtimes.toml";

constexpr auto kSecondNode = R"(install = "cmake --build"
[[runtime]]
id = "node18"
language = "node"
title = "Node.js 18"
program = "node/18/node"
version = "18.20.8"
reported_as = "node"
install = "./scripts/setup"
)";

SmallWorkloads with_second_node() {
  SmallWorkloads workloads;
  workloads.replace(kRuntimes, "install = \"cmake --build\"\n", kSecondNode);
  return workloads;
}

TEST(FurtherArms, AreStacksOfTheirOwnOnEachRuntimeTheManifestNames) {
  SmallWorkloads workloads = with_second_node();
  workloads.replace(kStack, "endpoints =", "also_on = [\"node18\"]\nendpoints =");
  const Catalog catalog = workloads.load().value();
  const Stack* arm = find_stack(catalog, "node/http@node18");
  ASSERT_NE(arm, nullptr);
  EXPECT_EQ(arm->runtime, "node18");
  EXPECT_EQ(arm->reported_runtime, "node");
  EXPECT_EQ(arm->variant_of, "node/http");
  EXPECT_EQ(arm->argv, find_stack(catalog, "node/http")->argv);
  EXPECT_EQ(arm->file, find_stack(catalog, "node/http")->file);
  EXPECT_EQ(find_stack(catalog, "node/http")->variant_of, "");
}

TEST(FurtherArms, MayBeNamedByASuite) {
  SmallWorkloads workloads = with_second_node();
  workloads.replace(kStack, "endpoints =", "also_on = [\"node18\"]\nendpoints =");
  workloads.replace("suites/waits.toml", "\"native/server\"]", "\"native/server\", \"node/http@node18\"]");
  EXPECT_EQ(workloads.complaint(), "");
}

TEST(FurtherArms, NeedARuntimeOfTheSameLanguageThatIsNotTheUsualOne) {
  for (const auto* other : {"native", "node", "nod18"}) {
    SmallWorkloads workloads = with_second_node();
    workloads.replace(kStack, "endpoints =", fmt::format("also_on = [\"{}\"]\nendpoints =", other));
    EXPECT_THAT(workloads.complaint(),
                testing::HasSubstr(fmt::format("also_on: '{}' is no further runtime", other)));
  }
}

TEST(LostStacks, AreThoseThatSetUpWroteDownBesideThePackages) {
  SmallWorkloads workloads;
  workloads.replace(kRuntimes, "version = \"26.10.0\"",
                    "version = \"26.10.0\"\npackages = \"node/packages\"");
  EXPECT_FALSE(find_stack(workloads.load().value(), "node/http")->lost);
  workloads.write("node/packages/.lost",
                  "node/gone\twas removed\nnode/http\tits package koa could not be installed\n");
  const Catalog catalog = workloads.load().value();
  EXPECT_EQ(find_stack(catalog, "node/http")->lost, "its package koa could not be installed");
  EXPECT_FALSE(find_stack(catalog, "native/server")->lost);
}

TEST(LostStacks, AreNotLookedForOutsideTheWorkloadsFolder) {
  SmallWorkloads workloads;
  workloads.replace(kRuntimes, "version = \"26.10.0\"", "version = \"26.10.0\"\npackages = \"../packages\"");
  EXPECT_THAT(workloads.complaint(),
              testing::HasSubstr("packages: leaves the workloads folder ('../packages')"));
}

TEST(DeclaredLimits, AreOnlyForStacksThatAreComparedWithNoOther) {
  SmallWorkloads workloads;
  workloads.replace(kStack,
                    "endpoints =", "cannot = { header-set = \"it always sends one more\" }\nendpoints =");
  EXPECT_THAT(workloads.complaint(),
              testing::HasSubstr("cannot: is for stacks that are compared with no other, tier TX"));
  workloads.replace(kStack, "tier = \"T0\"", "tier = \"TX\"");
  EXPECT_THAT(workloads.complaint(),
              testing::HasSubstr("claim[2].numerator: 'node/http' does not keep the whole contract"));
  workloads.replace("claims.toml", "\"comparison\"", "\"threshold\"")
      .replace("claims.toml", "denominator = \"native/server\"", "denominator = \"node/http\"")
      .replace("claims.toml", "equivalence_margin = 1.05\n", "");
  EXPECT_EQ(workloads.complaint(), "");
  EXPECT_EQ(find_stack(workloads.load().value(), "node/http")->cannot.at("header-set"),
            "it always sends one more");
}

}  // namespace
}  // namespace harness::workload
