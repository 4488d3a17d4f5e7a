#pragma once
// Does what a server says of itself in /__info agree with its manifest? Pure: text in, sentences out.
// Threading: pure function. Errors: unreadable JSON is one of the sentences.
#include <string>
#include <string_view>
#include <vector>

#include "harness/workload/stack.hpp"

namespace harness::verify {

/// One sentence per field: its name, what is declared, what is observed. Empty when everything agrees.
[[nodiscard]] std::vector<std::string> info_mismatches(std::string_view info_json,
                                                       const workload::Stack& stack);

}  // namespace harness::verify
