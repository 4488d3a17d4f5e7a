#include "harness/base/huge_pages.hpp"

#include <cstdint>
#include <sys/mman.h>

#include <unistd.h>

namespace harness {

void prefer_huge_pages(void* memory, std::size_t bytes) {
  constexpr std::size_t kWorthIt = std::size_t{16} << 20;
  if (bytes < kWorthIt) return;
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const std::uintptr_t begin = (reinterpret_cast<std::uintptr_t>(memory) + page - 1) / page * page;
  const std::uintptr_t end = (reinterpret_cast<std::uintptr_t>(memory) + bytes) / page * page;
  if (begin < end) static_cast<void>(::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE));
}

}  // namespace harness
