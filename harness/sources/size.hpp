#pragma once
// How much there is of a source in canonical form (no comments, formatted), by what can be seen without
// knowing its language. Pure.
#include <cstdint>
#include <string_view>

namespace harness::sources {

struct Size {
  std::uint64_t lines = 0;  ///< that are not blank
  /// Of these, on which more stands than brackets, commas and semicolons: a lone `}` is layout.
  std::uint64_t lines_beside_brackets = 0;
  std::uint64_t lines_with_braces = 0;  ///< on which `{` or `}` stands, in a string too
  std::uint64_t gzip_bytes = 0;         ///< deflate at its best level, in gzip's frame
};

[[nodiscard]] Size size_of(std::string_view text);

}  // namespace harness::sources
