#include "workloads/native/kernels/map_churn.hpp"

#include "workloads/native/kernels/lcg.hpp"
#include <fmt/format.h>

namespace harness::kernels::map_churn {

std::vector<std::uint32_t> prepare(int n) {
  return kernels::draws(3, n);
}

Churned run(const std::vector<std::uint32_t>& draws) {
  const std::size_t keys = draws.size() / 4 + 1;
  Churned churned;
  for (const std::uint32_t draw : draws) {
    const std::string key = "k" + std::to_string((draw >> 12) % keys);
    if ((draw & 3) == 3) {
      const auto found = churned.entries.find(key);
      if (found == churned.entries.end()) continue;
      churned.deleted ^= found->second;
      churned.entries.erase(found);
    } else {
      churned.entries[key] += draw;
    }
  }
  return churned;
}

std::string line(const Churned& churned) {
  std::uint32_t total = 0;
  for (const auto& [key, value] : churned.entries) total += value * static_cast<std::uint32_t>(key.size());
  return fmt::format("{} {} {}", churned.entries.size(), churned.deleted, total);
}

}  // namespace harness::kernels::map_churn
