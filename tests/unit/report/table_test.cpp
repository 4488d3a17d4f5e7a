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

}  // namespace
}  // namespace harness::report
