// The committed inputs, each through its target: what was found once stays found, also without Clang.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "target.hpp"
#include <gtest/gtest.h>

#include "harness/base/file.hpp"

namespace harness::fuzz {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpora = fs::path(HARNESS_SOURCE_DIR) / "tests/fuzz/corpus";

std::vector<fs::path> sorted_entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code none;  // a missing folder is an empty one; the tests say so
  for (const auto& entry : fs::directory_iterator(folder, none)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::vector<std::string> names_of_targets() {
  std::vector<std::string> names;
  for (const auto& [name, run] : targets()) names.push_back(name);
  return names;
}

class FuzzTarget : public testing::TestWithParam<std::string> {};

TEST_P(FuzzTarget, SurvivesEveryInputOfItsCorpus) {
  const auto inputs = sorted_entries_of(kCorpora / GetParam());
  EXPECT_FALSE(inputs.empty()) << "put a few small inputs into " << kCorpora / GetParam();
  for (const fs::path& input : inputs) {
    std::cout << "next: " << input.string() << std::endl;  // a target that aborts cannot say more
    targets().at(GetParam())(read_file(input).value());
  }
}

INSTANTIATE_TEST_SUITE_P(corpus, FuzzTarget, testing::ValuesIn(names_of_targets()),
                         [](const auto& each) { return each.param; });

TEST(Corpus, BelongsToATarget) {
  for (const fs::path& folder : sorted_entries_of(kCorpora)) {
    EXPECT_TRUE(targets().contains(folder.filename().string())) << "no target is called like " << folder;
  }
}

}  // namespace
}  // namespace harness::fuzz
