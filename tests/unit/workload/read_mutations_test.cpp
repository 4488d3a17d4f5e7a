#include "small_workloads.hpp"
#include <gmock/gmock.h>

#include "harness/workload/mutation.hpp"

namespace harness::workload {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Pair;

constexpr auto kMutations = R"(schema = 1
peers = { node = "native/server" }
[[mutation]]
id = "node-etag"
title = "ETag on"
stack = "node/http"
pitfall = "Work the peers do not do."
caught_by = ["header-set", "response-size"]
env = { DEBUG = "1" }
argv = ["{runtime}", "--slow", "server.mjs"]
measure = { target = "/delay?ms=1", connections = 2 }
[[mutation.edit]]
file = "http/server.mjs"
find = "a"
replace = "b"
[[mutation]]
id = "node-quiet"
title = "Nobody sees it"
stack = "node/http"
pitfall = "It is invisible."
blind_spot = "It shows in no answer."
[[mutation.edit]]
file = "common/contract.mjs"
find = "a"
)";

class Mutations : public testing::Test {
 protected:
  Mutations() { workloads_.write("mutations/all.toml", kMutations); }

  [[nodiscard]] Result<MutationSuite> load() const { return load_mutations(workloads_.load().value()); }

  [[nodiscard]] std::string complaint_after(std::string_view from, std::string_view to) {
    workloads_.replace("mutations/all.toml", from, to);
    const auto suite = load();
    if (suite) return "none";
    EXPECT_EQ(suite.error().code, ErrorCode::kUsage);
    const std::string& message = suite.error().message;
    return message.substr(message.find("mutations/all.toml"));
  }

  SmallWorkloads workloads_;
};

TEST_F(Mutations, AreReadInFull) {
  const auto suite = load();
  ASSERT_TRUE(suite) << suite.error().message;
  EXPECT_THAT(suite->peers, ElementsAre(Pair("node", "native/server")));
  ASSERT_EQ(suite->mutations.size(), 2U);
  const Mutation& etag = suite->mutations[0];
  EXPECT_EQ(etag.id, "node-etag");
  EXPECT_EQ(etag.title, "ETag on");
  EXPECT_EQ(etag.stack, "node/http");
  EXPECT_EQ(etag.pitfall, "Work the peers do not do.");
  EXPECT_THAT(etag.caught_by, ElementsAre("header-set", "response-size"));
  EXPECT_THAT(etag.env, ElementsAre(Pair("DEBUG", "1")));
  EXPECT_THAT(etag.argv, ElementsAre("{runtime}", "--slow", "server.mjs"));
  EXPECT_EQ(etag.target, "/delay?ms=1");
  EXPECT_EQ(etag.connections, 2);
  ASSERT_EQ(etag.edits.size(), 1U);
  EXPECT_EQ(etag.edits[0].file, "http/server.mjs");
  EXPECT_EQ(etag.edits[0].find, "a");
  EXPECT_EQ(etag.edits[0].replace, "b");
}

TEST_F(Mutations, MeasureWithSixtyFourConnectionsUnlessToldOtherwise) {
  const auto suite = load();
  ASSERT_TRUE(suite) << suite.error().message;
  EXPECT_EQ(suite->mutations[1].target, "/plaintext");
  EXPECT_EQ(suite->mutations[1].connections, 64);
}

TEST_F(Mutations, MayTakeTextAwayWithoutPuttingAnyInItsPlace) {
  const auto suite = load();
  ASSERT_TRUE(suite) << suite.error().message;
  EXPECT_EQ(suite->mutations[1].edits[0].replace, "");
}

TEST_F(Mutations, NameTheNearestStackToAnUnknownOne) {
  EXPECT_EQ(
      complaint_after("id = \"node-etag\"\ntitle = \"ETag on\"\nstack = \"node/http\"",
                      "id = \"node-etag\"\ntitle = \"ETag on\"\nstack = \"node/htp\""),
      "mutations/all.toml:13: mutation[1].edit[1].file: leaves the copy of the stack ('http/server.mjs'): "
      "write "
      "'htp/…' or 'common/…'\n" +
          (workloads_.root() / "mutations/all.toml").string() +
          ":6: mutation[1].stack: unknown stack 'node/htp': correct it. Did you mean 'node/http'? Known: "
          "native/server, node/http.");
}

TEST_F(Mutations, MustNotLeaveTheCopyOfTheirStack) {
  for (const char* file : {"../node/http/server.mjs", "/etc/passwd", "http/../../../x", "other/server.mjs",
                           "stack.toml", "http", "./http/server.mjs"}) {
    workloads_.write("mutations/all.toml", kMutations);
    EXPECT_EQ(
        complaint_after("file = \"http/server.mjs\"", fmt::format("file = \"{}\"", file)),
        fmt::format(
            "mutations/all.toml:13: mutation[1].edit[1].file: leaves the copy of the stack ('{}'): write "
            "'http/…' or 'common/…'",
            file));
  }
}

TEST_F(Mutations, MustChangeSomething) {
  EXPECT_EQ(complaint_after("find = \"a\"\nreplace = \"b\"", "find = \"b\"\nreplace = \"b\""),
            "mutations/all.toml:15: mutation[1].edit[1].replace: is what it replaces: write another text");
  workloads_.write("mutations/all.toml", kMutations);
  EXPECT_EQ(
      complaint_after("[[mutation.edit]]\nfile = \"common/contract.mjs\"\nfind = \"a\"\n", ""),
      "mutations/all.toml:16: mutation[2].edit: is missing, and so are argv and env: say what is changed");
}

TEST_F(Mutations, MustSayWhatCatchesThemOrWhyNothingDoes) {
  EXPECT_EQ(
      complaint_after("blind_spot = \"It shows in no answer.\"\n", ""),
      "mutations/all.toml:16: mutation[2].caught_by: says of no check that it fires: name one, or say in "
      "blind_spot why none can");
  workloads_.write("mutations/all.toml", kMutations);
  EXPECT_EQ(complaint_after("blind_spot = ", "caught_by = [\"nodelay\"]\nblind_spot = "),
            "mutations/all.toml:21: mutation[2].caught_by: stands beside blind_spot: remove one of the two");
}

TEST_F(Mutations, MustNotHaveAnIdTwice) {
  EXPECT_EQ(complaint_after("node-quiet", "node-etag"),
            "mutations/all.toml:17: mutation[2].id: 'node-etag' is here twice: remove or rename one");
}

constexpr auto kOneMore = R"(schema = 1
[[mutation]]
id = "node-more"
title = "One more"
stack = "node/http"
pitfall = "It stands in a file of its own."
caught_by = ["nodelay"]
env = { DEBUG = "1" }
)";

TEST_F(Mutations, AreThoseOfAllFilesByTheirNames) {
  workloads_.write("mutations/a-first.toml", kOneMore);
  const auto suite = load();
  ASSERT_TRUE(suite) << suite.error().message;
  EXPECT_THAT(suite->mutations,
              ElementsAre(Field(&Mutation::id, "node-more"), Field(&Mutation::id, "node-etag"),
                          Field(&Mutation::id, "node-quiet")));
  EXPECT_THAT(suite->peers, ElementsAre(Pair("node", "native/server")));
}

TEST_F(Mutations, MustNotHaveAnIdOfAnotherFile) {
  workloads_.write("mutations/more.toml", kOneMore).write("mutations/most.toml", kOneMore);
  const auto suite = load();
  ASSERT_FALSE(suite);
  EXPECT_THAT(suite.error().message,
              HasSubstr("most.toml:3: mutation[1].id: 'node-more' is here twice: remove or rename one"));
}

TEST_F(Mutations, MayStandApartFromTheirPeers) {
  workloads_.write("mutations/all.toml", kOneMore);
  workloads_.write("mutations/peers.toml", "schema = 1\npeers = { node = \"native/server\" }\n");
  const auto suite = load();
  ASSERT_TRUE(suite) << suite.error().message;
  EXPECT_THAT(suite->peers, ElementsAre(Pair("node", "native/server")));
  EXPECT_EQ(suite->mutations.size(), 1U);
}

TEST_F(Mutations, MustNotHaveTwoPeersOfALanguage) {
  workloads_.write("mutations/peers.toml", "schema = 1\npeers = { node = \"native/server\" }\n");
  const auto suite = load();
  ASSERT_FALSE(suite);
  EXPECT_THAT(suite.error().message,
              HasSubstr("peers.toml:2: peers: another file names the peer of 'node': remove one"));
}

TEST_F(Mutations, AreMissingFromAFileThatNamesNoPeersEither) {
  workloads_.write("mutations/peers.toml", "schema = 1\npeers = {}\n");
  const auto suite = load();
  ASSERT_FALSE(suite);
  EXPECT_THAT(suite.error().message, HasSubstr("mutation: is missing: add a [[mutation]]"));
}

TEST_F(Mutations, MustStandSomewhere) {
  std::filesystem::remove_all(workloads_.root() / "mutations");
  const auto suite = load();
  ASSERT_FALSE(suite);
  EXPECT_THAT(suite.error().message, HasSubstr("mutations: has no mutations: add them in a .toml"));
}

TEST_F(Mutations, NameTheNearestKeyToAnUnknownOne) {
  EXPECT_THAT(
      complaint_after("pitfall = \"It is invisible.\"", "pitfal = \"It is invisible.\""),
      HasSubstr(
          ":20: mutation[2].pitfal: is not a known key: correct or remove it. Did you mean 'pitfall'?"));
}

TEST_F(Mutations, AreFoundByName) {
  const auto suite = load();
  ASSERT_TRUE(suite) << suite.error().message;
  EXPECT_EQ(mutation_named(*suite, "node-quiet").value(), &suite->mutations[1]);
  EXPECT_EQ(mutation_named(*suite, "node-etagg").error().message,
            "unknown mutation 'node-etagg'. Did you mean 'node-etag'? Known: node-etag, node-quiet.");
}

const Edit kEdit{.file = "http/server.mjs", .find = "noDelay: true", .replace = "noDelay: false"};

TEST(EditOfAFile, ReplacesTheOnlyPlace) {
  EXPECT_EQ(edited("({ noDelay: true })", kEdit).value(), "({ noDelay: false })");
}

TEST(EditOfAFile, ThatHasMovedOnIsAnErrorAndNoPass) {
  const auto result = edited("({ nodelay: true })", kEdit);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "http/server.mjs: has no 'noDelay: true' any more: correct the mutation");
}

TEST(EditOfAFile, MustSayWhichOfTwoPlacesItMeans) {
  const auto result = edited("noDelay: true, noDelay: true", kEdit);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message,
            "http/server.mjs: has 'noDelay: true' more than once: make the mutation say which");
}

TEST(EditOfAFile, FindsPlacesThatOverlap) {
  EXPECT_FALSE(edited("aaa", {.file = "f", .find = "aa", .replace = "b"}));
}

}  // namespace
}  // namespace harness::workload
