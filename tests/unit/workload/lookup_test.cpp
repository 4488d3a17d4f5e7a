#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/workload/catalog.hpp"

namespace harness::workload {
namespace {

using testing::ElementsAre;

Suite suite_of(std::string id) {
  Suite suite;
  suite.id = std::move(id);
  suite.load = {{.target = "/plaintext", .connections = {1, 64}, .full_only = {10000}},
                {.target = "/delay?ms=50", .connections = {1}, .full_only = {}}};
  Profile ci, full;
  ci.name = "ci";
  full.name = "full";
  full.full = true;
  suite.profiles = {ci, full};
  return suite;
}

Catalog catalog_of_two() {
  Catalog catalog;
  catalog.suites = {suite_of("concurrency"), suite_of("cpu")};
  catalog.stacks.resize(1);
  catalog.stacks[0].id = "node/http";
  catalog.runtimes.resize(1);
  catalog.runtimes[0].id = "node";
  return catalog;
}

TEST(FindSuite, FindsItOrNothing) {
  const Catalog catalog = catalog_of_two();
  EXPECT_EQ(find_suite(catalog, "cpu"), &catalog.suites[1]);
  EXPECT_EQ(find_suite(catalog, "cp"), nullptr);
}

TEST(Named, FindsEachKind) {
  const Catalog catalog = catalog_of_two();
  EXPECT_EQ(suite_named(catalog, "cpu").value(), &catalog.suites[1]);
  EXPECT_EQ(stack_named(catalog, "node/http").value(), &catalog.stacks[0]);
  EXPECT_EQ(runtime_named(catalog, "node").value(), &catalog.runtimes[0]);
  EXPECT_EQ(profile_named(catalog.suites[0], "full").value(), &catalog.suites[0].profiles[1]);
}

TEST(Named, SuggestsTheNearestSuite) {
  const Error error = suite_named(catalog_of_two(), "concurency").error();
  EXPECT_EQ(error.code, ErrorCode::kUsage);
  EXPECT_EQ(error.message,
            "unknown suite 'concurency'. Did you mean 'concurrency'? Known: concurrency, cpu.");
}

TEST(Named, SuggestsTheNearestOfTheOtherKinds) {
  const Catalog catalog = catalog_of_two();
  EXPECT_EQ(stack_named(catalog, "node/htp").error().message,
            "unknown stack 'node/htp'. Did you mean 'node/http'? Known: node/http.");
  EXPECT_EQ(runtime_named(catalog, "nod").error().message,
            "unknown runtime 'nod'. Did you mean 'node'? Known: node.");
  EXPECT_EQ(profile_named(catalog.suites[0], "ful").error().message,
            "unknown profile 'ful'. Did you mean 'full'? Known: ci, full.");
}

std::vector<std::string> ids_of(const std::vector<Cell>& cells) {
  std::vector<std::string> ids;
  for (const Cell& cell : cells) ids.push_back(cell.id());
  return ids;
}

TEST(CellsOf, AreInTheOrderOfTheSuite) {
  const Suite suite = suite_of("x");
  EXPECT_THAT(ids_of(cells_of(suite, suite.profiles[0])),
              ElementsAre("/plaintext c=1", "/plaintext c=64", "/delay?ms=50 c=1"));
}

TEST(CellsOf, HaveTheLargeSizesInAFullProfileOnly) {
  const Suite suite = suite_of("x");
  EXPECT_THAT(ids_of(cells_of(suite, suite.profiles[1])),
              ElementsAre("/plaintext c=1", "/plaintext c=64", "/plaintext c=10000", "/delay?ms=50 c=1"));
}

}  // namespace
}  // namespace harness::workload
