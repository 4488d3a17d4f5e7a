#pragma once
// One reader per kind of file (text_of(path), or bytes of any origin); load_catalog calls them in this order,
// because each may refer to those before. All append to `problems` and go on. An item that could not be read
// is still entered under the id its path gives it: one mistake is then one message, not one per reference.
#include <filesystem>

#include "harness/workload/catalog.hpp"
#include "harness/workload/ledger.hpp"
#include "harness/workload/mutation.hpp"
#include "harness/workload/problems.hpp"
#include "harness/workload/table_reader.hpp"
#include "harness/workload/toml_text.hpp"

namespace harness::workload {

void read_contract(const TomlText& text, Catalog& catalog, Problems& problems);
void read_kernels(const TomlText& text, Catalog& catalog, Problems& problems);
void read_runtimes(const TomlText& text, const std::filesystem::path& build_folder, Catalog& catalog,
                   Problems& problems);

/// `folder` is the id that the place below workloads/ demands; empty for a manifest of the user's own.
/// `known` is null for a manifest that is checked alone. `build_folder` replaces "{build}" in what a stack of
/// workloads/ is started with and needs; when it is empty such a file is missing. A manifest of the user's
/// own cannot name it.
[[nodiscard]] Stack read_stack(const TomlText& text, const std::string& folder,
                               const std::filesystem::path& build_folder, const Catalog* known,
                               Problems& problems);
/// What ./scripts/setup wrote down beside the packages it installed: `.lost`, a line "stack<TAB>reason" for
/// each stack that a package is missing for. No such file: nothing is lost.
void read_lost_stacks(Catalog& catalog);
/// A [[load]] of a suite.
void read_load_line(TableReader reader, const Catalog& catalog, Suite& suite);
/// A [[job]] of a suite.
void read_job_line(TableReader reader, const Catalog& catalog, Suite& suite);
/// An [[install]] of a suite.
void read_install_line(TableReader reader, Suite& suite);
/// `beside` of a [[load]].
void read_beside(TableReader reader, const Catalog& catalog, LoadLine& line);
/// A [[pair]] of a suite.
void read_pair_line(TableReader reader, const Catalog& catalog, Suite& suite);
/// A [[conversation]] of a suite.
void read_conversation_line(TableReader reader, const Catalog& catalog, Suite& suite);
/// Can it be sent, and is it an endpoint of the contract?
void check_target(TableReader& reader, const std::string& target, const Catalog& catalog);
/// [only] of a suite whose stacks and cells have been read.
void read_only(TableReader reader, Suite& suite);
/// [controls] of a suite whose other parts have been read.
void read_controls(TableReader reader, const Catalog& catalog, Suite& suite);
void read_suite(const TomlText& text, Catalog& catalog, Problems& problems);
void read_claims(const TomlText& text, Catalog& catalog, Problems& problems);
/// Into the claims they are about.
void read_causes(const TomlText& text, Catalog& catalog, Problems& problems);
[[nodiscard]] Ledger read_ledger(const TomlText& text, const Catalog& catalog, Problems& problems);
/// One of the files: what it says is added to the suite, peers or mutations or both.
void read_mutations(const TomlText& text, const Catalog& known, MutationSuite& suite, Problems& problems);
/// Those of the folder itself, by name. A missing folder is an empty one; what refers to it will say so.
[[nodiscard]] std::vector<std::filesystem::path> sorted_files_in(const std::filesystem::path& folder,
                                                                 std::string_view extension);

/// The row of the contract: "/delay" of "/delay?ms=50", "/cpu" of "/cpu/fib?n=20", if there is such a kernel,
/// "/ws/room" of "/ws/room/a", "/file" of "/file/64k.bin".
[[nodiscard]] std::string row_of_target(std::string_view target, const Catalog& catalog);

/// The field of every item, e.g. all ids: what a suggestion is made from.
template <typename Items, typename Field>
std::vector<std::string> all(const Items& items, Field field) {
  std::vector<std::string> values;
  for (const auto& item : items) values.push_back(item.*field);
  return values;
}

}  // namespace harness::workload
