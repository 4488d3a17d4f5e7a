// Pitfalls planted for real, with the runtimes of this checkout: caught where they are said to be, and an
// honest failure where not.
#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "harness/base/file.hpp"
#include "harness/results/csv.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kHead = R"(schema = 1
peers = { node = "python/asyncio", python = "node/http" }
)";

/// A checkout whose mutations are `rows`.
class Checkout {
 public:
  explicit Checkout(const std::string& name, const std::string& rows) : root_(fresh_folder(name)) {
    copy_workloads(root_);
    fs::remove_all(root_ / "workloads/mutations");
    fs::create_directory(root_ / "workloads/mutations");
    std::ofstream(root_ / "workloads/mutations/rows.toml") << kHead << rows;
  }
  [[nodiscard]] Ran verify(std::vector<std::string> arguments) const {
    std::vector<std::string> all{"verify", "--mutations", "--no-measure"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_harness(all, {"HARNESS_ROOT=" + root_.string(), "TMPDIR=" + temporary().string()});
  }
  [[nodiscard]] fs::path temporary() const {
    fs::create_directories(root_ / "tmp");
    return root_ / "tmp";
  }

 private:
  fs::path root_;
};

std::string server_header(const std::string& caught_by,
                          const std::string& find = "res.setHeader('Server', 'bench');") {
  return fmt::format(R"([[mutation]]
id = "node-no-server-header"
title = "No Server header"
stack = "node/http"
pitfall = "Fewer bytes."
caught_by = ["{}"]
[[mutation.edit]]
file = "http/server.mjs"
find = "{}"
)",
                     caught_by, find);
}

TEST(MutationsCommand, CatchesPitfallsOfBothLanguagesAndLeavesNothingBehind) {
  const Checkout checkout("caught", server_header("header-set") + R"toml(
[[mutation]]
id = "asyncio-backlog-100"
title = "Backlog 100"
stack = "python/asyncio"
pitfall = "Bursts are dropped."
caught_by = ["backlog"]
[[mutation.edit]]
file = "asyncio/server.py"
find = "sock=listener, backlog=settings.backlog)"
replace = "sock=listener)"
)toml");
  const fs::path csv = checkout.temporary() / "mutations.csv";
  const Ran ran = checkout.verify({"--out", csv.string()});
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  EXPECT_THAT(ran.out,
              HasSubstr("2 of 2 pitfalls caught, 0 known blind spots; 2 of 2 healthy copies silent"));
  const auto rows = results::read_mutations(read_file(csv).value());
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->rows.size(), 2U);
  EXPECT_THAT(rows->rows[0].fired, testing::StartsWith("header-set sse-golden "));  // wherever heads are read
  EXPECT_EQ(rows->rows[1].outcome, "caught");
  EXPECT_EQ(rows->rows[1].moved, std::nullopt);
  fs::remove(csv);
  EXPECT_TRUE(fs::is_empty(checkout.temporary()));
}

TEST(MutationsCommand, FailsWhenTheNamedCheckStaysSilent) {
  const Checkout checkout("missed", server_header("nodelay"));
  const Ran ran = checkout.verify({"--format", "json"});
  EXPECT_EQ(ran.code, 2) << ran.err;
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["passed"], false);
  EXPECT_EQ(json["mutations"][0]["outcome"], "MISSED");
  EXPECT_THAT(json["mutations"][0]["detail"], HasSubstr("nodelay did not fire"));
}

TEST(MutationsCommand, FailsWhenTheStackHasMovedOn) {
  const Checkout checkout("stale", server_header("header-set", "res.setHeader('Server', 'apache');"));
  const Ran ran = checkout.verify({});
  EXPECT_EQ(ran.code, 2) << ran.err;
  EXPECT_THAT(ran.out,
              HasSubstr("failed node-no-server-header: node-no-server-header: http/server.mjs: has no "
                        "'res.setHeader('Server', 'apache');' any more"));
  EXPECT_TRUE(fs::is_empty(checkout.temporary()));
}

TEST(MutationsCommand, ShowsHowFarAPitfallWouldHaveMovedTheRatio) {
  const fs::path csv = fresh_folder("measured") / "mutations.csv";
  const Ran ran = run_harness({"verify", "--mutations", "node-nagle", "--out", csv.string()});
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  const auto rows = results::read_mutations(read_file(csv).value());
  ASSERT_TRUE(rows) << rows.error().message;
  const results::MutationRow& row = rows->rows.front();
  // 40 ms instead of less than one: no noise comes near.
  EXPECT_LT(row.moved_throughput.value_or(1), 0.1);
  EXPECT_GT(row.moved_service_p50.value_or(1), 10);
  EXPECT_EQ(row.peer, "python/asyncio");
  EXPECT_TRUE(row.node_python_healthy && row.node_python_mutant);
}

TEST(MutationsCommand, NamesAnUnknownMutationAndTheNearestKnownOne) {
  const Ran ran = run_harness({"verify", "--mutations", "node-etagg"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, IsEmpty());
  EXPECT_THAT(ran.err, HasSubstr("--mutations: unknown mutation 'node-etagg'. Did you mean 'node-etag'?"));
}

TEST(MutationsCommand, TakesItsOptionsOnlyWithMutations) {
  for (const char* option : {"--no-measure", "--out=x.csv"}) {
    const Ran ran = run_harness({"verify", option});
    EXPECT_EQ(ran.code, 1) << option;
    EXPECT_THAT(ran.err, HasSubstr("--mutations")) << option;
  }
}

TEST(MutationsCommand, ListsWhatItWouldPlant) {
  const Ran ran = run_harness({"list", "mutations"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("node-etag"));
  EXPECT_THAT(ran.out, HasSubstr("header-set response-size"));
}

}  // namespace
}  // namespace harness::test
