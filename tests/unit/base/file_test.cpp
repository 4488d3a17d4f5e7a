#include "harness/base/file.hpp"

#include <filesystem>

#include <gtest/gtest.h>

namespace harness {
namespace {

namespace fs = std::filesystem;

TEST(WriteFileAtomically, ReplacesTheContentAndLeavesNoTemporaryFile) {
  const fs::path folder = fs::path(testing::TempDir()) / "file_test_replace";
  fs::remove_all(folder);
  fs::create_directories(folder);
  ASSERT_TRUE(write_file_atomically(folder / "a", "old"));
  ASSERT_TRUE(write_file_atomically(folder / "a", "new"));
  EXPECT_EQ(*read_file(folder / "a"), "new");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);
}

TEST(WriteFileAtomically, NamesThePathItCannotWrite) {
  const auto written = write_file_atomically("/no/such/folder/a", "x");
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("/no/such/folder/a"), std::string::npos);
}

TEST(ReadFile, NamesThePathItCannotRead) {
  const auto content = read_file("/no/such/file");
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().message, "cannot read /no/such/file: No such file or directory (errno 2)");
}

}  // namespace
}  // namespace harness
