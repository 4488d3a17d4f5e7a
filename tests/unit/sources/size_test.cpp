#include "harness/sources/size.hpp"

#include <string>

#include <gtest/gtest.h>

namespace harness::sources {
namespace {

constexpr std::string_view kJavaScript = R"(import { a } from "./a.mjs";

export function twice(n) {
  if (n < 0) {
    return null;
  } else {
    return [
      n,
      n,
    ];
  }
}
)";

TEST(Size, CountsLinesOnWhichAnythingStands) {
  EXPECT_EQ(size_of(kJavaScript).lines, 11U);
  EXPECT_EQ(size_of("a\n \t\n\nb").lines, 2U);
  EXPECT_EQ(size_of("").lines, 0U);
}

TEST(Size, LeavesOutLinesOfNothingButBracketsCommasAndSemicolons) {
  EXPECT_EQ(size_of(kJavaScript).lines_beside_brackets, 8U);  // "];", "}" and "}" are the other three
  EXPECT_EQ(size_of("} else {\n});\n  ],\n)\nx)\n").lines_beside_brackets, 2U);
}

TEST(Size, CountsLinesWithCurlyBracketsOnly) {
  EXPECT_EQ(size_of(kJavaScript).lines_with_braces, 6U);
  EXPECT_EQ(size_of("f(x)\ny[0]\nf\"{z}\"\n").lines_with_braces, 1U);
}

/// gzip's frame is 18 bytes, an empty deflate block two: RFC 1952 and RFC 1951.
TEST(Size, CompressesAsGzipDoes) {
  EXPECT_EQ(size_of("").gzip_bytes, 20U);
  std::string repeated;
  for (int i = 0; i < 100; ++i) repeated += "the same line again\n";
  EXPECT_LT(size_of(repeated).gzip_bytes, 60U);
  EXPECT_GT(size_of(kJavaScript).gzip_bytes, size_of("a").gzip_bytes);
}

}  // namespace
}  // namespace harness::sources
