#pragma once
// GET /cpu/KERNEL, GET /cpu_off/KERNEL and GET /mixed/KERNEL: the kernels of workloads/native/kernels, in
// their flavour `same`, as answers. Not a pool: who serves /cpu_off computes where it likes. Threading: pure
// functions, so any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "workloads/native/kernels/registry.hpp"

namespace harness::contract {

inline constexpr std::string_view kCpu = "/cpu/";
inline constexpr std::string_view kCpuOff = "/cpu_off/";
inline constexpr std::string_view kMixed = "/mixed/";

/// A kernel and a size it can be run at.
struct Computation {
  const kernels::Kernel* kernel = nullptr;
  int n = 0;
};

/// What a path below /cpu/, /cpu_off/ or /mixed/ names; null when it is no such path or there is no such
/// kernel.
[[nodiscard]] const kernels::Kernel* kernel_of_path(std::string_view path);

/// {"k":KERNEL,"n":N,"r":LINE}. Takes as long as the kernel does, which for the largest n is minutes.
[[nodiscard]] std::string cpu_body(const Computation& computation);

/// Whether /mixed computes for the request of number `i` where it is to compute for `percent` of them.
[[nodiscard]] bool computes(std::uint32_t i, unsigned percent);

}  // namespace harness::contract
