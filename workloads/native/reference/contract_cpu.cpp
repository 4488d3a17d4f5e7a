#include "workloads/native/reference/contract_cpu.hpp"

#include <algorithm>

#include "workloads/native/reference/contract_bodies.hpp"
#include <nlohmann/json.hpp>

namespace harness::contract {
namespace {

/// The first of every kernel: it alone exists in all languages.
const kernels::Flavour& same(const kernels::Kernel& kernel) {
  return *std::ranges::find(kernel.flavours, "same", &kernels::Flavour::name);
}

}  // namespace

const kernels::Kernel* kernel_of_path(std::string_view path) {
  for (const std::string_view row : {kCpu, kCpuOff, kMixed}) {
    if (!path.starts_with(row)) continue;
    const auto all = kernels::all_kernels();
    const auto found = std::ranges::find(all, path.substr(row.size()), &kernels::Kernel::name);
    return found == all.end() ? nullptr : &*found;
  }
  return nullptr;
}

std::string cpu_body(const Computation& computation) {
  const auto& [kernel, n] = computation;
  // It can only fail when two iterations disagree, and this is one.
  const std::string line = same(*kernel).measure(n, 1, Nanoseconds(0)).value().line;
  return nlohmann::ordered_json{{"k", kernel->name}, {"n", n}, {"r", line}}.dump();
}

bool computes(std::uint32_t i, unsigned percent) {
  return 100 * std::uint64_t{item_hash(i, 0)} < std::uint64_t{percent} << 32;
}

}  // namespace harness::contract
