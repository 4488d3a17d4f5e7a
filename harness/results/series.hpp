#pragma once
// The rows of one arm in one cell, by the names they carry: what every block adds its slices to.
#include <compare>
#include <string>

namespace harness::results {

struct Series {
  std::string stack;  ///< with the suffix of a control: "node/http:slower"
  std::string cell;   ///< "/plaintext c=64"

  friend auto operator<=>(const Series&, const Series&) = default;
};

}  // namespace harness::results
