#pragma once
// What the programs that read sources print (workloads/<language>/sources): one JSON object as the last line.
// Threading: pure functions. Errors: kEnvironment naming the field and what it holds.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/sources/attempt.hpp"
#include "harness/sources/edit.hpp"

namespace harness::sources {

/// Of `program` and `files`.
struct SourceReport {
  std::string version;               ///< of the interpreter, as it says itself
  std::string tools;                 ///< "prettier 3.10.1, acorn 8.19.0"
  std::vector<std::string> sources;  ///< files it was made of, from the language's folder
  std::string text;                  ///< in canonical form
  std::uint64_t tokens = 0;
  std::uint64_t blocks = 0;
  std::uint64_t braced_blocks = 0;
};

[[nodiscard]] Result<SourceReport> parse_source_report(std::string_view output);

/// Of `lex`, whose tokens must lie within `source`, in order.
[[nodiscard]] Result<Lexed> parse_lexed(std::string_view output, std::string_view source);

/// Of `try`.
[[nodiscard]] Result<Attempt> parse_attempt(std::string_view output);

}  // namespace harness::sources
