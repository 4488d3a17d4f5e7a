#pragma once
// A DATA_DIR of a test: two small files in it, secret.bin beside it, all gone at the end.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "harness/base/error.hpp"

namespace harness::test {

class ServedFiles {
 public:
  ServedFiles() {
    std::string pattern = (std::filesystem::temp_directory_path() / "harness-served-XXXXXX").string();
    HARNESS_ASSERT(::mkdtemp(pattern.data()) != nullptr);
    root_ = pattern;
    std::filesystem::create_directory(folder());
    write(folder() / "small.bin", 4'000);
    write(folder() / "large.bin", 900'000);
    write(root_ / "secret.bin", 100);
  }
  ~ServedFiles() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  ServedFiles(const ServedFiles&) = delete;
  ServedFiles& operator=(const ServedFiles&) = delete;

  [[nodiscard]] std::filesystem::path folder() const { return root_ / "served"; }

 private:
  /// No two places within a file are alike for long.
  static void write(const std::filesystem::path& file, unsigned size) {
    std::string bytes;
    for (unsigned i = 0; i < size; ++i) bytes.push_back(static_cast<char>((i * i / 7 + i / 251) & 0xFFU));
    std::ofstream(file, std::ios::binary) << bytes;
  }

  std::filesystem::path root_;
};

}  // namespace harness::test
