#pragma once
// GET /cpu/KERNEL and GET /cpu_off/KERNEL: the kernels of workloads/native/kernels, in their flavour `same`,
// as answers. Not a pool: who serves /cpu_off computes where it likes. Threading: pure functions, so any
// thread.
#include <optional>
#include <string>
#include <string_view>

#include "workloads/native/kernels/registry.hpp"

namespace harness::contract {

inline constexpr std::string_view kCpu = "/cpu/";
inline constexpr std::string_view kCpuOff = "/cpu_off/";

/// A kernel and a size it can be run at.
struct Computation {
  const kernels::Kernel* kernel = nullptr;
  int n = 0;
};

/// What a path below /cpu/ or /cpu_off/ names; null when it is no such path or there is no such kernel.
[[nodiscard]] const kernels::Kernel* kernel_of_path(std::string_view path);

/// {"k":KERNEL,"n":N,"r":LINE}. Takes as long as the kernel does, which for the largest n is minutes.
[[nodiscard]] std::string cpu_body(const Computation& computation);

}  // namespace harness::contract
