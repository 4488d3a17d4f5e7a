#include "harness/base/file.hpp"

#include <filesystem>
#include <sys/stat.h>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

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

TEST(WriteFileAtomically, WritesToAPipeInsteadOfReplacingIt) {
  const fs::path pipe = fs::path(testing::TempDir()) / "file_test_pipe";
  fs::remove(pipe);
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int both_ends = ::open(pipe.c_str(), O_RDWR | O_NONBLOCK);
  ASSERT_GE(both_ends, 0);
  ASSERT_TRUE(write_file_atomically(pipe, "text"));
  char text[8] = {};
  EXPECT_EQ(::read(both_ends, text, sizeof text - 1), 4);
  EXPECT_STREQ(text, "text");
  EXPECT_TRUE(fs::is_fifo(pipe));
  ::close(both_ends);
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
