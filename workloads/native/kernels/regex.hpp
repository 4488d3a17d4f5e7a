#pragma once
// K7: five patterns searched and one replaced in a text like an access log, n words long. The patterns are
// functions written by hand: std::regex is known to be slow and says nothing about C++, and no other engine
// is a dependency.
#include <array>
#include <cstddef>
#include <string>

namespace harness::kernels::regex {

struct Matches {
  std::array<std::size_t, 5> found{};
  std::size_t length = 0;
  std::size_t replaced = 0;  ///< the length once every address is "<ip>"
};

[[nodiscard]] std::string prepare(int n);
[[nodiscard]] Matches run(const std::string& text);
[[nodiscard]] std::string line(const Matches& matches);

}  // namespace harness::kernels::regex
