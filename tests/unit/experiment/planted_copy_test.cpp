#include "harness/experiment/planted_copy.hpp"

#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include "harness/base/file.hpp"

namespace harness::experiment {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class PlantedCopies : public testing::Test {
 protected:
  PlantedCopies() : root_(fs::path(testing::TempDir()) / fmt::format("planted_copy_test_{}", ::getpid())) {
    fs::remove_all(root_);
    write("node/http/server.mjs", "const delay = true;\n");
    write("node/http/stack.toml", "");
    write("node/http/__pycache__/server.pyc", "");
    write("node/common/contract.mjs", "const cache = false;\n");
    write("node/other/server.mjs", "");
    write("node/other/stack.toml", "");
    write("node/node_modules/package/index.js", "");
    stack_.file = root_ / "node/http/stack.toml";
    stack_.argv = {"{runtime}", "server.mjs"};
    stack_.env = {{"NODE_ENV", "production"}};
    mutation_.id = "m";
    mutation_.edits = {{"http/server.mjs", "true", "false"}};
  }
  ~PlantedCopies() override { fs::remove_all(root_); }

  void write(const fs::path& file, std::string_view text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }

  fs::path root_;
  fs::path copy_ = root_ / "copy";
  workload::Stack stack_;
  workload::Mutation mutation_;
};

TEST_F(PlantedCopies, HoldTheStackAndWhatItsLanguageShares) {
  ASSERT_TRUE(plant(stack_, nullptr, copy_));
  EXPECT_EQ(read_file(copy_ / "http/server.mjs").value(), "const delay = true;\n");
  EXPECT_EQ(read_file(copy_ / "common/contract.mjs").value(), "const cache = false;\n");
  EXPECT_FALSE(fs::exists(copy_ / "other"));
  EXPECT_FALSE(fs::exists(copy_ / "http/__pycache__"));
}

TEST_F(PlantedCopies, FindTheSamePackagesAndWhatElseTheLanguageHas) {
  write("node/kernels/primes.mjs", "");
  write("node/tools/list.mjs", "");
  ASSERT_TRUE(plant(stack_, nullptr, copy_));
  EXPECT_TRUE(fs::is_regular_file(copy_ / "kernels/primes.mjs"));
  EXPECT_FALSE(fs::is_symlink(copy_ / "kernels"));  // what a server computes with may be planted in
  EXPECT_EQ(fs::read_symlink(copy_ / "tools"), root_ / "node/tools");
  EXPECT_EQ(fs::read_symlink(copy_ / "node_modules"), root_ / "node/node_modules");
}

TEST_F(PlantedCopies, HoldTheServerOfAnotherStackThatTheirsLaunches) {
  stack_.argv = {"{runtime}", "../other/server.mjs"};
  ASSERT_TRUE(plant(stack_, nullptr, copy_));
  EXPECT_TRUE(fs::is_regular_file(copy_ / "other/server.mjs"));
}

TEST_F(PlantedCopies, AreChangedWhereTheOriginalIsNot) {
  const auto copy = plant(stack_, &mutation_, copy_);
  ASSERT_TRUE(copy) << copy.error().message;
  EXPECT_EQ(read_file(copy_ / "http/server.mjs").value(), "const delay = false;\n");
  EXPECT_EQ(read_file(root_ / "node/http/server.mjs").value(), "const delay = true;\n");
}

TEST_F(PlantedCopies, DeclareWhatTheHealthyStackDeclares) {
  mutation_.argv = {"{runtime}", "--jitless", "server.mjs"};
  mutation_.env = {{"NODE_ENV", "development"}, {"DEBUG", "1"}};
  const auto copy = plant(stack_, &mutation_, copy_);
  ASSERT_TRUE(copy) << copy.error().message;
  EXPECT_EQ(copy->declared.argv, stack_.argv);
  EXPECT_EQ(copy->declared.env, stack_.env);
  EXPECT_EQ(copy->launched.argv, mutation_.argv);
  EXPECT_EQ(copy->launched.env, mutation_.env);
  EXPECT_EQ(copy->launched.file, copy_ / "http/stack.toml");
}

TEST_F(PlantedCopies, RefuseAnEditWhoseFileHasMovedOn) {
  mutation_.edits[0].find = "yes";
  const auto copy = plant(stack_, &mutation_, copy_);
  ASSERT_FALSE(copy);
  EXPECT_EQ(copy.error().message, "m: http/server.mjs: has no 'yes' any more: correct the mutation");
}

TEST_F(PlantedCopies, RefuseAnEditWhoseFileIsGone) {
  mutation_.edits[0].file = "http/gone.mjs";
  const auto copy = plant(stack_, &mutation_, copy_);
  ASSERT_FALSE(copy);
  EXPECT_THAT(copy.error().message, HasSubstr("http/gone.mjs"));
}

TEST_F(PlantedCopies, NeedTheirStackToBeThere) {
  stack_.file = root_ / "gone/http/stack.toml";
  const auto copy = plant(stack_, nullptr, copy_);
  ASSERT_FALSE(copy);
  EXPECT_THAT(copy.error().message, HasSubstr("cannot copy"));
}

}  // namespace
}  // namespace harness::experiment
