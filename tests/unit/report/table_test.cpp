#include "harness/report/table.hpp"

#include <gtest/gtest.h>

namespace harness::report {
namespace {

TEST(Table, AlignsColumnsByDisplayWidth) {
  Table table({{"name", Table::Align::kLeft}, {"µs"}});
  table.add({"a", "1,234"});
  table.add({"longer", "–"});
  EXPECT_EQ(table.lines(), (std::vector<std::string>{"name       µs", "a       1,234", "longer      –"}));
}

TEST(Table, OfMarkdownKeepsAlignmentAndEscapesWhatWouldEndACell) {
  Table table({{"  name", Table::Align::kLeft}, {"µs"}});
  table.add({"  a|b", "1,234"});
  EXPECT_EQ(table.markdown(), "| name | µs |\n|---|---:|\n| a\\|b | 1,234 |\n");
}

}  // namespace
}  // namespace harness::report
