#include <algorithm>

#include "harness/base/suggest.hpp"
#include "harness/workload/mutation.hpp"
#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

namespace fs = std::filesystem;

/// "http/server.mjs" lies in the copy of node/http, and so does "common/contract.mjs"; nothing else may be
/// edited.
bool is_in_copy_of(const std::string& stack, const fs::path& file) {
  if (file.is_absolute() || file.lexically_normal() != file) return false;
  const std::string folder = file.begin()->string();
  return std::distance(file.begin(), file.end()) > 1 &&
         (folder == "common" || folder == fs::path(stack).filename().string());
}

Edit read_edit(TableReader row, const std::string& stack) {
  Edit edit{.file = row.required_string("file"),
            .find = row.required_string("find"),
            .replace = row.optional_string("replace")};
  row.finish();
  if (!edit.file.empty() && !is_in_copy_of(stack, edit.file)) {
    row.problem("file", fmt::format("leaves the copy of the stack ('{}'): write '{}/…' or 'common/…'",
                                    edit.file, fs::path(stack).filename().string()));
  }
  if (edit.find == edit.replace) row.problem("replace", "is what it replaces: write another text");
  return edit;
}

void check_stack(TableReader& row, const std::string& key, const std::string& stack, const Catalog& known) {
  if (stack.empty() || find_stack(known, stack)) return;
  row.problem(key, fmt::format("unknown stack '{}': correct it.{}", stack,
                               suggestion(stack, all(known.stacks, &Stack::id))));
}

void check_outcome(TableReader& row, const Mutation& mutation) {
  if (mutation.caught_by.empty() != mutation.blind_spot.empty()) return;
  row.problem("caught_by", mutation.caught_by.empty()
                               ? "says of no check that it fires: name one, or say in blind_spot why none can"
                               : "stands beside blind_spot: remove one of the two");
}

Mutation read_mutation(TableReader row, const MutationSuite& suite, const Catalog& known) {
  Mutation mutation{.id = row.id("id"),
                    .title = row.required_string("title"),
                    .stack = row.required_string("stack"),
                    .pitfall = row.required_string("pitfall"),
                    .caught_by = row.optional_string_list("caught_by"),
                    .blind_spot = row.optional_string("blind_spot"),
                    .edits = {},
                    .argv = row.has("argv") ? row.words("argv") : std::vector<std::string>{},
                    .env = row.string_map("env")};
  if (row.has("edit")) {
    for (TableReader& edit : row.tables("edit")) mutation.edits.push_back(read_edit(edit, mutation.stack));
  }
  if (auto measure = row.optional_table("measure")) {
    mutation.target = measure->required_string("target");
    mutation.connections = measure->integer("connections", 1, 1024);
    measure->finish();
  }
  row.finish();
  check_stack(row, "stack", mutation.stack, known);
  check_outcome(row, mutation);
  if (mutation.edits.empty() && mutation.argv.empty() && mutation.env.empty())
    row.problem("edit", "is missing, and so are argv and env: say what is changed");
  if (mutation_named(suite, mutation.id))
    row.problem("id", fmt::format("'{}' is here twice: remove or rename one", mutation.id));
  return mutation;
}

}  // namespace

void read_mutations(const TomlText& text, const Catalog& known, MutationSuite& suite, Problems& problems) {
  TomlTable table;
  if (!read_toml(text, problems, table)) return;
  TableReader reader(table, text.file, "", problems);
  reader.schema();
  const auto peers = reader.string_map("peers");
  for (const auto& [language, peer] : peers) {
    check_stack(reader, "peers", peer, known);
    if (!suite.peers.try_emplace(language, peer).second)
      reader.problem("peers", fmt::format("another file names the peer of '{}': remove one", language));
  }
  if (reader.has("mutation") || peers.empty()) {
    for (TableReader& row : reader.tables("mutation"))
      suite.mutations.push_back(read_mutation(row, suite, known));
  }
  reader.finish();
}

Result<MutationSuite> load_mutations(const Catalog& catalog) {
  Problems problems;
  MutationSuite suite;
  for (const fs::path& file : sorted_files_in(catalog.root / "mutations", ".toml"))
    read_mutations(text_of(file), catalog, suite, problems);
  if (!problems.none()) return tl::unexpected(problems.error());
  if (suite.mutations.empty())
    return usage_error("{}: has no mutations: add them in a .toml", (catalog.root / "mutations").string());
  return suite;
}

Result<const Mutation*> mutation_named(const MutationSuite& suite, std::string_view id) {
  const auto found = std::find_if(suite.mutations.begin(), suite.mutations.end(),
                                  [&](const Mutation& mutation) { return mutation.id == id; });
  if (found != suite.mutations.end()) return &*found;
  return usage_error("unknown mutation '{}'.{}", id, suggestion(id, all(suite.mutations, &Mutation::id)));
}

Result<std::string> edited(std::string_view text, const Edit& edit) {
  const auto at = text.find(edit.find);
  if (at == std::string_view::npos)
    return environment_error("{}: has no '{}' any more: correct the mutation", edit.file, edit.find);
  if (text.find(edit.find, at + 1) != std::string_view::npos) {
    return environment_error("{}: has '{}' more than once: make the mutation say which", edit.file,
                             edit.find);
  }
  std::string result(text);
  return result.replace(at, edit.find.size(), edit.replace);
}

}  // namespace harness::workload
