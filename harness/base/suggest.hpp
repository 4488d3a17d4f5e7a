#pragma once
// "did you mean": turns an unknown word into a sentence that teaches what the known words are.
#include <string>
#include <string_view>
#include <vector>

namespace harness {

/// " Did you mean 'concurrency'? Known: a, b, c." The first part only when one word is close enough.
[[nodiscard]] std::string suggestion(std::string_view unknown, const std::vector<std::string>& known);

}  // namespace harness
