// Every kernel in C++, in every flavour, gives the line that workloads/kernels.toml expects of it.
#include <algorithm>

#include "workloads/native/kernels/registry.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/workload/table_reader.hpp"

namespace harness::kernels {
namespace {

using workload::TableReader;

struct Vector {
  int n = 0;
  std::string line;
};

struct Expected {
  std::string name;
  std::vector<Vector> vectors;
  std::vector<std::string> flavours;  ///< those C++ has
};

std::vector<Expected> read_expected() {
  const auto text = workload::text_of(HARNESS_SOURCE_DIR "/workloads/kernels.toml");
  workload::Problems problems;
  workload::TomlTable table;
  EXPECT_TRUE(read_toml(text, problems, table)) << problems.error().message;
  std::vector<Expected> expected;
  for (TableReader& row : TableReader(table, text.file, "", problems).tables("kernel")) {
    Expected kernel{row.id("name"), {}, {}};
    for (TableReader& vector : row.tables("vectors")) {
      kernel.vectors.push_back({vector.integer("n"), vector.required_string("line")});
    }
    for (TableReader& flavour : row.tables("flavours")) {
      if (flavour.has("native")) {
        kernel.flavours.push_back(flavour.id("name"));
        EXPECT_EQ(flavour.required_string("native"), kTag);
      }
    }
    expected.push_back(std::move(kernel));
  }
  EXPECT_TRUE(problems.none()) << problems.error().message;
  return expected;
}

class Kernels : public testing::Test {
 protected:
  const std::vector<Expected> expected_ = read_expected();
};

TEST_F(Kernels, AreThoseOfTheList) {
  ASSERT_EQ(all_kernels().size(), expected_.size());
  for (std::size_t i = 0; i < expected_.size(); ++i) {
    const Kernel& kernel = all_kernels()[i];
    EXPECT_EQ(kernel.name, expected_[i].name);
    std::vector<std::string> flavours;
    for (const Flavour& flavour : kernel.flavours) flavours.emplace_back(flavour.name);
    EXPECT_EQ(flavours, expected_[i].flavours) << kernel.name;
  }
}

TEST_F(Kernels, GiveTheExpectedLinesTwice) {
  int lines = 0;
  for (const Expected& expected : expected_) {
    const auto kernel = std::ranges::find(all_kernels(), expected.name, &Kernel::name);
    ASSERT_NE(kernel, all_kernels().end()) << expected.name;
    for (const Vector& vector : expected.vectors) {
      for (const Flavour& flavour : kernel->flavours) {
        const auto measured = flavour.measure(vector.n, 2, Nanoseconds(0));
        ASSERT_TRUE(measured) << expected.name << ' ' << flavour.name << ": " << measured.error().message;
        EXPECT_EQ(measured->line, vector.line) << expected.name << ' ' << flavour.name << ' ' << vector.n;
        ++lines;
      }
    }
  }
  EXPECT_GE(lines, 16);
}

}  // namespace
}  // namespace harness::kernels
