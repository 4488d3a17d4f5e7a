#pragma once
// A pitfall of benchmarks, planted on purpose in a copy of a healthy stack (workloads/mutations/): the
// gates must catch it, though the manifest still says what the healthy stack says. Plain data, and the
// editing of one text; where the copy lives and who launches it is not decided here. Threading: pure
// functions. Errors: reading is kUsage, all problems at once. An edit that does not fit its text is
// kEnvironment: the file has moved on, and a pitfall that is no longer planted must not look like one that is
// caught.
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/workload/catalog.hpp"

namespace harness::workload {

/// One place in one file of the copy.
struct Edit {
  std::string file;  ///< below the language's folder: "http/server.mjs", "common/contract.mjs"
  std::string find;  ///< occurs exactly once
  std::string replace;
};

struct Mutation {
  std::string id;  ///< "node-etag"
  std::string title;
  std::string stack;                   ///< the healthy one: "node/http"
  std::string pitfall;                 ///< how it moves a verdict, one sentence
  std::vector<std::string> caught_by;  ///< names of checks; all of them must fail
  std::string blind_spot;              ///< instead: why no gate can see it
  std::vector<Edit> edits;
  std::vector<std::string> argv;           ///< empty: as the stack
  std::map<std::string, std::string> env;  ///< beside the stack's
  std::string target = "/plaintext";       ///< where it shows how far it moves the figures
  int connections = 64;
};

struct MutationSuite {
  /// language → the stack of the other one that its ratio is taken to: { node = "python/asyncio", … }
  std::map<std::string, std::string> peers;
  std::vector<Mutation> mutations;  ///< in the order of the files, by name
};

/// All of workloads/mutations/, checked against the catalog.
[[nodiscard]] Result<MutationSuite> load_mutations(const Catalog& catalog);

[[nodiscard]] Result<const Mutation*> mutation_named(const MutationSuite& suite, std::string_view id);

/// `text` with the edit made.
[[nodiscard]] Result<std::string> edited(std::string_view text, const Edit& edit);

}  // namespace harness::workload
