#pragma once
// Everything under workloads/ in one value: contract, kernels, runtimes, stacks, suites and claims, read and
// checked. Not a server launcher: programs and argv are only named here, never run. Threading: a loaded
// Catalog is never changed, so it may be read from every thread. Errors: kUsage, all problems of all files at
// once, one per line:
//   file:line: field: what is wrong (value): what to do
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/workload/claim.hpp"
#include "harness/workload/kernel.hpp"
#include "harness/workload/runtime.hpp"
#include "harness/workload/stack.hpp"
#include "harness/workload/suite.hpp"

namespace harness::workload {

/// A row of workloads/contract.toml, in words for people.
struct Endpoint {
  std::string path;  ///< "/delay"
  std::string method;
  std::string request;
  std::string response;
  std::string notes;
};

/// What a server answers to a request the contract does not allow.
struct ErrorAnswer {
  int status = 0;
  std::string when;
  std::string content_type;
  std::string body;
};

struct Catalog {
  std::filesystem::path root;  ///< absolute
  std::vector<Endpoint> endpoints;
  std::vector<std::string> required_headers;   ///< on every answer, "Server: bench" with its value
  std::vector<std::string> forbidden_headers;  ///< on no answer
  std::vector<ErrorAnswer> error_answers;
  std::vector<Kernel> kernels;
  std::vector<Runtime> runtimes;
  std::vector<Stack> stacks;  ///< sorted by id
  std::vector<Suite> suites;  ///< sorted by id
  std::vector<Claim> claims;  ///< in the order of claims.toml
  std::string claims_text;    ///< the bytes of claims.toml, for the hash that proves the pre-registration
};

/// `build_folder` replaces "{build}" in runtime programs; when it is empty such a program stays empty and its
/// arms count as absent.
[[nodiscard]] Result<Catalog> load_catalog(const std::filesystem::path& workloads_root,
                                           const std::filesystem::path& build_folder = {});

/// A manifest of the user's own. Checked alone: whether its runtime and endpoints exist is not.
[[nodiscard]] Result<Stack> load_stack(const std::filesystem::path& file);

/// The same, also checked against the catalog: runtime and endpoints exist, the id is not taken by another
/// file.
[[nodiscard]] Result<Stack> load_stack(const std::filesystem::path& file, const Catalog& catalog);

/// The manifest's folder, and those beside it that its argv reaches into: of node/http-offload that of
/// node/http, whose server it launches.
[[nodiscard]] std::vector<std::filesystem::path> folders_of(const Stack& stack);

/// The same server on another runtime: an arm of its own, "node/http@node18", which no row and no claim can
/// take for the other. An id that is read cannot contain '@'.
[[nodiscard]] Stack on_runtime(const Stack& stack, const Runtime& runtime);

/// Null when there is none.
[[nodiscard]] const Suite* find_suite(const Catalog& catalog, std::string_view id);
[[nodiscard]] const Kernel* find_kernel(const Catalog& catalog, std::string_view name);
[[nodiscard]] const Stack* find_stack(const Catalog& catalog, std::string_view id);
[[nodiscard]] const Runtime* find_runtime(const Catalog& catalog, std::string_view id);

/// kUsage when there is none: "unknown suite 'concurency'. Did you mean 'concurrency'? Known: …".
/// The pointers live as long as the catalog (or suite) they were found in.
[[nodiscard]] Result<const Suite*> suite_named(const Catalog& catalog, std::string_view id);
[[nodiscard]] Result<const Stack*> stack_named(const Catalog& catalog, std::string_view id);
[[nodiscard]] Result<const Runtime*> runtime_named(const Catalog& catalog, std::string_view id);
[[nodiscard]] Result<const Profile*> profile_named(const Suite& suite, std::string_view name);

/// Which jobs a server meets: those of its pool if it has one, else those of the thread that serves. A pool
/// is beside the very server that has none, so with jobs on the thread that serves both would be the same.
[[nodiscard]] bool is_met_by(const Stack& stack, const Interference& jobs);

/// What a profile measures, in the suite's order: `connections` of each line, then `full_only` if the profile
/// is full.
[[nodiscard]] std::vector<Cell> cells_of(const Suite& suite, const Profile& profile);
/// One of which a stored run tells no more than the id: good for its id and for comparing it.
[[nodiscard]] Cell cell_called(std::string_view id);

}  // namespace harness::workload
