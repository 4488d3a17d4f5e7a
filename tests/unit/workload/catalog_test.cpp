#include "harness/workload/catalog.hpp"

#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/file.hpp"

namespace harness::workload {
namespace {

using testing::ElementsAre;

TEST(LoadCatalog, ReadsEveryKindOfFile) {
  const Catalog catalog = SmallWorkloads().load().value();
  EXPECT_EQ(catalog.endpoints.size(), 2u);
  EXPECT_EQ(catalog.endpoints[1].notes, "waits");
  EXPECT_THAT(catalog.required_headers, ElementsAre("Date"));
  EXPECT_THAT(catalog.forbidden_headers, ElementsAre("ETag"));
  EXPECT_EQ(catalog.error_answers.at(0).status, 404);
  EXPECT_EQ(catalog.runtimes.size(), 2u);
  EXPECT_EQ(catalog.suites.size(), 1u);
  EXPECT_EQ(catalog.claims.size(), 2u);
}

TEST(LoadCatalog, SortsStacksById) {
  const Catalog catalog = SmallWorkloads().load().value();
  ASSERT_EQ(catalog.stacks.size(), 2u);
  EXPECT_EQ(catalog.stacks[0].id, "native/server");
  EXPECT_EQ(catalog.stacks[1].id, "node/http");
}

TEST(LoadCatalog, KeepsTheBytesOfTheClaimsFileForItsHash) {
  const SmallWorkloads workloads;
  EXPECT_EQ(workloads.load().value().claims_text, read_file(workloads.root() / "claims.toml").value());
}

TEST(LoadCatalog, ReportsTheProblemsOfAllFilesAtOnce) {
  SmallWorkloads workloads;
  workloads.replace("node/http/stack.toml", "\"T0\"", "\"T9\"")
      .replace("suites/waits.toml", "\"10s\"", "\"soon\"");
  EXPECT_EQ(
      workloads.complaint(),
      "node/http/stack.toml:6: tier: unknown value 'T9': choose a known one. Did you mean 'T0'? "
      "Known: T0, T1, T2, T3, TX.\n"
      "suites/waits.toml:5: timeout: 'soon' is not a duration: write a number and a unit, such as 200ms, 5s "
      "or 2m (units: ns, us, ms, s, m, h)");
}

TEST(LoadCatalog, SaysWhereAFileIsNotToml) {
  SmallWorkloads workloads;
  workloads.write("runtimes.toml", "schema = 1\nid = = 2\n");
  EXPECT_THAT(workloads.complaint(), testing::StartsWith("runtimes.toml:2: not TOML at column 6: "));
}

TEST(LoadCatalog, RefusesAKeyOfSoManyPartsThatItEndsTheStack) {
  std::string parts;
  for (int i = 0; i < 200'000; ++i) parts += "a.";
  SmallWorkloads workloads;
  workloads.write("runtimes.toml", "schema = 1\n[" + parts + "a]\n");
  EXPECT_EQ(workloads.complaint(),
            "runtimes.toml:2: more than 64 dots on a line: shorten the key, or break the text");
}

TEST(LoadCatalog, SaysThatAKeyWrittenTwiceIsNotToml) {
  SmallWorkloads workloads;
  workloads.write("runtimes.toml", "schema = 1\nschema = 1\n");
  EXPECT_THAT(workloads.complaint(), testing::StartsWith("runtimes.toml:2: not TOML at column 1"));
}

TEST(LoadCatalog, MakesOneLineOfAProblemWhateverItQuotes) {
  SmallWorkloads workloads;
  workloads.replace("node/http/stack.toml", "\"T0\"", "\"T\\n0\\u001B[2J\"");
  EXPECT_THAT(workloads.complaint(),
              testing::StartsWith("node/http/stack.toml:6: tier: unknown value 'T\\n0\\x1b[2J'"));
}

TEST(LoadCatalog, MakesOneMessageOfAStackThatCannotBeRead) {
  SmallWorkloads workloads;
  workloads.write("node/http/stack.toml", "schema = \n");
  const std::string complaint = workloads.complaint();
  EXPECT_THAT(complaint, testing::StartsWith("node/http/stack.toml:1: not TOML at column "));
  EXPECT_EQ(complaint.find('\n'), std::string::npos) << complaint;
}

TEST(LoadCatalog, MakesOneMessageOfAMissingContract) {
  SmallWorkloads workloads;
  workloads.remove("contract.toml");
  EXPECT_EQ(
      workloads.complaint(),
      "cannot read contract.toml: No such file or directory (errno 2): restore the file or correct the path");
}

TEST(LoadCatalog, MakesOneMessageOfMissingRuntimes) {
  SmallWorkloads workloads;
  workloads.remove("runtimes.toml");
  EXPECT_EQ(
      workloads.complaint(),
      "cannot read runtimes.toml: No such file or directory (errno 2): restore the file or correct the path");
}

TEST(LoadCatalog, SaysWhichFolderIsNoWorkloadsFolder) {
  const auto catalog = load_catalog("/no/such/folder");
  ASSERT_FALSE(catalog);
  EXPECT_THAT(catalog.error().message, testing::HasSubstr("cannot read /no/such/folder/contract.toml: "));
}

TEST(LoadCatalog, RefusesAFormFromAnotherVersion) {
  SmallWorkloads workloads;
  workloads.replace("claims.toml", "schema = 1", "schema = 2");
  EXPECT_EQ(workloads.complaint(),
            "claims.toml:1: schema: is 2, this harness reads 1: write schema = 1 or update the harness");
}

TEST(LoadCatalog, LooksForManifestsTwoFoldersDeepOnly) {
  SmallWorkloads workloads;
  workloads.write("node/node_modules/other/stack.toml", "not = toml = at all");
  workloads.write(".hidden/x/stack.toml", "not = toml = at all");
  EXPECT_EQ(workloads.complaint(), "");
}

}  // namespace
}  // namespace harness::workload
