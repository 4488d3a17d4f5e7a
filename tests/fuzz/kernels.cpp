// A kernels.toml of any bytes is refused line by line, or names kernels that some language has.
#include "target.hpp"
#include "workload_reading.hpp"

namespace harness::fuzz {
namespace {

void kernels(std::string_view bytes) {
  const auto text = as_file("kernels.toml", bytes);
  workload::Catalog catalog;
  workload::Problems problems;
  read_kernels(text, catalog, problems);
  check_problems(problems, text);
  if (!problems.none()) return;
  HARNESS_ASSERT(!catalog.kernels.empty());
  for (const auto& kernel : catalog.kernels) {
    HARNESS_ASSERT(!kernel.lines.empty() && !kernel.flavours.empty());
    for (const auto& flavour : kernel.flavours) HARNESS_ASSERT(!flavour.tags.empty());
    HARNESS_ASSERT(workload::find_kernel(catalog, kernel.name) == &kernel);
  }
}

const Target kKernels("kernels", kernels);

}  // namespace
}  // namespace harness::fuzz
