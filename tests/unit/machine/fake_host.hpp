#pragma once
// A host as a folder of small files: what /proc and /sys would say. Gone with the object.
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "harness/machine/proc_root.hpp"

namespace harness::machine {

class FakeHost {
 public:
  FakeHost() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("fake_host_") + test->test_suite_name() + "_" + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "proc");
    std::filesystem::create_directories(folder_ / "sys");
  }
  ~FakeHost() { std::filesystem::remove_all(folder_); }
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  FakeHost& proc(const std::string& file, const std::string& text) {
    return write(folder_ / "proc" / file, text);
  }
  FakeHost& sys(const std::string& file, const std::string& text) {
    return write(folder_ / "sys" / file, text);
  }
  [[nodiscard]] ProcRoot root() const { return {folder_ / "proc", folder_ / "sys"}; }

 private:
  FakeHost& write(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return *this;
  }
  std::filesystem::path folder_;
};

}  // namespace harness::machine
