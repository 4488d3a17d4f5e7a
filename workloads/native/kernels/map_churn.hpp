#pragma once
// K13: n inserts, updates and deletes of string keys. The keys are made inside the timed work, as a server
// makes them from a request.
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace harness::kernels::map_churn {

struct Churned {
  std::unordered_map<std::string, std::uint32_t> entries;
  std::uint32_t deleted = 0;  ///< every deleted value, exclusive or
};

[[nodiscard]] std::vector<std::uint32_t> prepare(int n);
[[nodiscard]] Churned run(const std::vector<std::uint32_t>& draws);
[[nodiscard]] std::string line(const Churned& churned);

}  // namespace harness::kernels::map_churn
