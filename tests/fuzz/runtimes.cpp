// A runtimes.toml of any bytes is refused line by line, or names programs by absolute paths.
#include "target.hpp"
#include "workload_reading.hpp"

namespace harness::fuzz {
namespace {

void runtimes(std::string_view bytes) {
  const auto text = as_file("runtimes.toml", bytes);
  workload::Catalog catalog;
  catalog.root = "/workloads";
  workload::Problems problems;
  read_runtimes(text, "/build", catalog, problems);
  check_problems(problems, text);
  if (!problems.none()) return;
  HARNESS_ASSERT(!catalog.runtimes.empty());
  for (const auto& runtime : catalog.runtimes) {
    HARNESS_ASSERT(runtime.program.is_absolute());
    HARNESS_ASSERT(runtime.program == runtime.program.lexically_normal());
    HARNESS_ASSERT(workload::find_runtime(catalog, runtime.id) == &runtime);
  }
}

const Target kRuntimes("runtimes", runtimes);

}  // namespace
}  // namespace harness::fuzz
