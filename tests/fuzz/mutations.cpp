// A file of mutations of any bytes is refused line by line, or names edits that stay in the copy of their
// stack.
#include <algorithm>

#include "target.hpp"
#include "workload_reading.hpp"

namespace harness::fuzz {
namespace {

void mutations(std::string_view bytes) {
  const auto text = as_file("mutations.toml", bytes);
  workload::Problems problems;
  workload::MutationSuite suite;
  read_mutations(text, repository(), suite, problems);
  check_problems(problems, text);
  if (!problems.none()) return;
  HARNESS_ASSERT(!suite.mutations.empty() || !suite.peers.empty());
  for (const workload::Mutation& mutation : suite.mutations) {
    HARNESS_ASSERT(workload::find_stack(repository(), mutation.stack) != nullptr);
    HARNESS_ASSERT(mutation.caught_by.empty() != mutation.blind_spot.empty());
    HARNESS_ASSERT(workload::mutation_named(suite, mutation.id).value() == &mutation);
    for (const workload::Edit& edit : mutation.edits) {
      const std::filesystem::path copy = "/copy";
      const std::filesystem::path file = (copy / edit.file).lexically_normal();
      HARNESS_ASSERT(std::mismatch(copy.begin(), copy.end(), file.begin(), file.end()).first == copy.end());
      HARNESS_ASSERT(!edit.find.empty() && edit.find != edit.replace);
    }
  }
}

const Target kMutations("mutations", mutations);

}  // namespace
}  // namespace harness::fuzz
