#include "harness/base/printable.hpp"

#include <gtest/gtest.h>

namespace harness {
namespace {

TEST(Printable, LeavesTextAsItIs) {
  EXPECT_EQ(printable(""), "");
  EXPECT_EQ(printable("GET /a?b=\\n 'µs' ~"), "GET /a?b=\\n 'µs' ~");
}

TEST(Printable, NeitherEndsTheLineNorCommandsTheTerminal) {
  EXPECT_EQ(printable("a\nb\r\n\tc"), "a\\nb\\r\\n\\tc");
  EXPECT_EQ(printable("\x1b[2J\x7f"), "\\x1b[2J\\x7f");
  EXPECT_EQ(printable({"a\0b", 3}), "a\\x00b");
}

}  // namespace
}  // namespace harness
