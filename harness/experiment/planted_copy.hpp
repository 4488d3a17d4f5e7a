#pragma once
// A copy of a stack with a pitfall planted in it, or as it is. Its manifest says what the healthy one says:
// that is the lie to be caught. The original is never written to. Threading: the caller's. Errors:
// kEnvironment when something cannot be copied, or an edit does not fit its file.
#include <filesystem>

#include "harness/workload/mutation.hpp"

namespace harness::experiment {

struct PlantedCopy {
  workload::Stack declared;  ///< what it claims to be: the healthy stack, in another place
  workload::Stack launched;  ///< with the mutation's argv and environment
};

/// Below `folder`, which is made, and which the caller removes. What is neither the stack's nor the
/// language's common folder nor another stack (packages) is linked, so that it is found as it is from the
/// original. `mutation` may be null: the copy is then as healthy as the stack, and shows that copying changes
/// nothing.
[[nodiscard]] Result<PlantedCopy> plant(const workload::Stack& stack, const workload::Mutation* mutation,
                                        const std::filesystem::path& folder);

}  // namespace harness::experiment
