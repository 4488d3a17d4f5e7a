// A stack.toml of any bytes is refused line by line, alone as beside the catalog, or can be launched.
#include "target.hpp"
#include "workload_reading.hpp"

namespace harness::fuzz {
namespace {

workload::Problems read(const workload::TomlText& text, const workload::Catalog* known) {
  workload::Problems problems;
  const workload::Stack stack = read_stack(text, "", {}, known, problems);
  check_problems(problems, text);
  if (problems.none()) {
    HARNESS_ASSERT(!stack.id.empty() && !stack.argv.empty() && !stack.endpoints.empty());
    HARNESS_ASSERT(stack.keep_alive_s >= 0 && stack.file.is_absolute());
  }
  return problems;
}

void stack_manifest(std::string_view bytes) {
  const auto text = as_file("stack.toml", bytes);
  HARNESS_ASSERT(read(text, nullptr).count() <= read(text, &repository()).count());
}

const Target kStackManifest("stack_manifest", stack_manifest);

}  // namespace
}  // namespace harness::fuzz
