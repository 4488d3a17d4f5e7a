#pragma once
// Every kernel with its flavours, and the sizes it can be run at.
#include <span>
#include <string_view>
#include <vector>

#include "workloads/native/kernels/measure.hpp"
#include "workloads/native/kernels/work.hpp"

namespace harness::kernels {

struct Flavour {
  std::string_view name;
  Result<Measurement> (*measure)(int n, int iterations, Nanoseconds at_least);
  Result<Share> (*work)(const Task& task, Instant begin);
};

struct Kernel {
  std::string_view name;
  int smallest;
  int largest;
  std::vector<Flavour> flavours;
};

/// C++ is neither script nor extension; compare node/kernels and python/kernels.
inline constexpr std::string_view kTag = "native";

[[nodiscard]] std::span<const Kernel> all_kernels();

}  // namespace harness::kernels
