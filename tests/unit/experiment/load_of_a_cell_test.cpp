#include <gtest/gtest.h>

#include "harness/experiment/slice.hpp"
#include "harness/load/expectation.hpp"
#include "harness/workload/catalog.hpp"

namespace harness::experiment {
namespace {

load::Ask ask_of(const workload::Cell& cell) {
  workload::Suite suite;
  workload::Profile profile;
  Plan plan;
  plan.suite = &suite;
  plan.profile = &profile;
  return load_plan(plan, cell, 8080, {}, 1).asks.front();
}

TEST(LoadOfACell, GetsOrPostsWhatTheCellSays) {
  const load::Ask get = ask_of({"/plaintext", 64});
  EXPECT_EQ(get.request.method, "GET");
  EXPECT_EQ(get.request.body, "");
  workload::Cell cell{"/echo", 64};
  cell.body = R"({"id":1,"name":"{rand}","tags":[],"cents":2})";
  const load::Ask post = ask_of(cell);
  EXPECT_EQ(post.request.method, "POST");
  EXPECT_EQ(post.request.body, cell.body);
  EXPECT_TRUE(post.request.varies_in_body) << "or every body is the same";
  EXPECT_EQ(post.request.headers.at(0).second, "application/json");
  const std::string answer = R"({"ok":true,"id":1,"name":"0000000007","tags":[],"cents":2,"n":0})";
  EXPECT_EQ(post.expectation.check(200, answer, answer.size(), 7), load::Outcome::kOk);
  EXPECT_NE(post.expectation.check(200, answer, answer.size(), 8), load::Outcome::kOk);
}

/// An answer that is not known would be taken for right whatever it is.
TEST(LoadOfACell, HasAKnownAnswerInEverySuite) {
  const auto catalog = workload::load_catalog(std::filesystem::path(HARNESS_SOURCE_DIR) / "workloads");
  ASSERT_TRUE(catalog) << catalog.error().message;
  for (const workload::Suite& suite : catalog->suites) {
    for (const workload::LoadLine& line : suite.load) {
      if (line.target.starts_with("/file/"))
        continue;  // known where there is a data folder: data_folder_test
      const auto expected = load::contract_expectation(line.target, line.body);
      EXPECT_TRUE(expected) << suite.id << ": " << expected.error().message;
    }
  }
}

}  // namespace
}  // namespace harness::experiment
