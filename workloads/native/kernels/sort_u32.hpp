#pragma once
// K9: n numbers below 2^32 in ascending order. Sorted into a copy: a second run must not find sorted input.
#include <cstdint>
#include <string>
#include <vector>

namespace harness::kernels::sort_u32 {

struct Record {
  std::uint32_t key = 0;
  std::uint32_t index = 0;
};

using Numbers = std::vector<std::uint32_t>;
using Records = std::vector<Record>;

[[nodiscard]] Numbers prepare(int n);
/// A stable merge sort, like the sorts of the other languages.
[[nodiscard]] Numbers run(const Numbers& numbers);
/// std::sort, which is what C++ is written with when equal elements cannot be told apart.
[[nodiscard]] Numbers run_idiom(const Numbers& numbers);
[[nodiscard]] std::string line(const Numbers& sorted);

[[nodiscard]] Records prepare_objects(int n);
[[nodiscard]] Records run_objects(const Records& records);
[[nodiscard]] std::string line_of_objects(const Records& sorted);

}  // namespace harness::kernels::sort_u32
