#include "workloads/native/kernels/sort_u32.hpp"

#include <algorithm>

#include "workloads/native/kernels/fnv.hpp"
#include "workloads/native/kernels/lcg.hpp"
#include <fmt/format.h>

namespace harness::kernels::sort_u32 {

Numbers prepare(int n) {
  return draws(99, n);
}

Numbers run(const Numbers& numbers) {
  Numbers sorted = numbers;
  std::stable_sort(sorted.begin(), sorted.end());
  return sorted;
}

Numbers run_idiom(const Numbers& numbers) {
  Numbers sorted = numbers;
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

std::string line(const Numbers& sorted) {
  const std::size_t step = std::max<std::size_t>(1, sorted.size() / 1000);
  std::vector<unsigned char> sample;
  for (std::size_t i = 0; i < sorted.size(); i += step) {
    for (int shift = 0; shift < 32; shift += 8)
      sample.push_back(static_cast<unsigned char>(sorted[i] >> shift));
  }
  return fmt::format("{} {} {}", sorted.front(), sorted.back(), fnv1a(sample));
}

Records prepare_objects(int n) {
  Records records;
  for (const std::uint32_t key : prepare(n)) {
    records.push_back({key, static_cast<std::uint32_t>(records.size())});
  }
  return records;
}

Records run_objects(const Records& records) {
  Records sorted = records;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Record& a, const Record& b) { return a.key < b.key; });
  return sorted;
}

std::string line_of_objects(const Records& sorted) {
  Numbers keys;
  for (const Record& record : sorted) keys.push_back(record.key);
  return line(keys);
}

}  // namespace harness::kernels::sort_u32
