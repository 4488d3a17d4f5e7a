// What libFuzzer calls. Its main() comes with -fsanitize=fuzzer.
#include <cstddef>
#include <cstdint>

#include "target.hpp"

#include "harness/base/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto& targets = harness::fuzz::targets();
  HARNESS_ASSERT(targets.size() == 1);
  targets.begin()->second({reinterpret_cast<const char*>(data), size});
  return 0;
}
