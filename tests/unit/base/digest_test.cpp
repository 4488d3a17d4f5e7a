#include "harness/base/digest.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace harness {
namespace {

TEST(Sha256, AgreesWithThePublishedExample) {
  // Source: FIPS 180-2, appendix B.1.
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, OfPartsIsThatOfTheWhole) {
  Sha256 parts;
  EXPECT_EQ(parts.hex(), sha256_hex(""));
  parts.take("ab");
  EXPECT_EQ(parts.hex(), sha256_hex("ab"));
  parts.take("");
  parts.take("c");
  EXPECT_EQ(parts.hex(), sha256_hex("abc"));
}

class FolderDigest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "sub");
    write("a.py", "1");
    write("sub/b.py", "2");
  }
  void write(const std::string& name, const std::string& content) {
    std::ofstream(folder_ / name, std::ios::trunc) << content;
  }
  [[nodiscard]] std::string digest() const { return sha256_of_folder(folder_).value(); }

  /// One of its own: tests run beside each other.
  std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / "folder-digest" /
                                  testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(FolderDigest, ChangesWithAContentAndWithAName) {
  const std::string before = digest();
  write("sub/b.py", "3");
  EXPECT_NE(digest(), before);
  write("sub/b.py", "2");
  EXPECT_EQ(digest(), before);
  std::filesystem::rename(folder_ / "a.py", folder_ / "c.py");
  EXPECT_NE(digest(), before);
}

TEST_F(FolderDigest, DoesNotSeeWhatPythonCaches) {
  const std::string before = digest();
  std::filesystem::create_directories(folder_ / "__pycache__");
  write("__pycache__/a.pyc", "x");
  EXPECT_EQ(digest(), before);
}

TEST_F(FolderDigest, NamesAFolderThatIsNotThere) {
  EXPECT_NE(sha256_of_folder(folder_ / "none").error().message.find("/none"), std::string::npos);
}

}  // namespace
}  // namespace harness
