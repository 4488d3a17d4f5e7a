#pragma once
// The rules by which the runs of one suite are judged, as bytes to be hashed. The hash of the whole
// claims.toml changes with a comment, or with a claim of another suite; this one does not. Pure.
#include <string>
#include <string_view>

namespace harness::workload {

/// Everything in a claims.toml but the claims of other suites, in its order, without comments and layout. Of
/// a text that is no TOML: all of it.
[[nodiscard]] std::string claims_of_suite(std::string_view claims_text, std::string_view suite);

}  // namespace harness::workload
