#include "harness/experiment/data_folder.hpp"

#include <gtest/gtest.h>

#include "harness/base/file.hpp"

namespace harness::experiment {
namespace {

namespace fs = std::filesystem;

TEST(DataFolder, HasTheSameRandomFilesEachTimeAndIsGoneWithItsOwner) {
  fs::path gone;
  {
    const auto one = DataFolder::make();
    const auto other = DataFolder::make();
    ASSERT_TRUE(one && other);
    gone = one->served();
    EXPECT_NE(gone, other->served());
    EXPECT_EQ(fs::file_size(gone / "64k.bin"), 65'536U);
    EXPECT_EQ(fs::file_size(gone / "1m.bin"), 1'048'576U);
    EXPECT_EQ(fs::file_size(gone / "64m.bin"), 67'108'864U);
    EXPECT_EQ(fs::file_size(gone / "../secret.bin"), 1'024U);
    for (const char* name : {"64k.bin", "1m.bin"})
      EXPECT_EQ(read_file(gone / name).value(), read_file(other->served() / name).value()) << name;
    EXPECT_NE(read_file(gone / "64k.bin").value(), read_file(gone / "1m.bin").value().substr(0, 65'536));
  }
  EXPECT_FALSE(fs::exists(gone));
  EXPECT_FALSE(fs::exists(gone.parent_path()));
}

TEST(DataFolder, IsForStacksThatServeFiles) {
  workload::Stack stack;
  stack.endpoints = {"/plaintext"};
  EXPECT_EQ(data_dir_of(stack).value(), "");
  stack.endpoints.emplace_back("/file");
  const auto first = data_dir_of(stack).value();
  EXPECT_TRUE(fs::exists(first / "64m.bin"));
  EXPECT_EQ(data_dir_of(stack).value(), first) << "one for all servers of a process";
}

TEST(DataFolder, TellsWhatAFileMustAnswerWhereThatCanBeCompared) {
  workload::Stack stack;
  stack.endpoints = {"/file"};
  const fs::path folder = data_dir_of(stack).value();
  EXPECT_EQ(served_file("/file/64k.bin"), read_file(folder / "64k.bin").value());
  EXPECT_EQ(served_file("/file/1m.bin").value().size(), 1'048'576U);
  for (const char* target : {"/file/64m.bin", "/file/none", "/plaintext"})
    EXPECT_FALSE(served_file(target)) << target;
}

}  // namespace
}  // namespace harness::experiment
