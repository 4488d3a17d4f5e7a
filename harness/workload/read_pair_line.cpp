#include <algorithm>

#include "harness/base/suggest.hpp"
#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

void resolve_kernel(TableReader& reader, const Catalog& catalog, SourcePair& pair) {
  const Kernel* kernel = find_kernel(catalog, pair.kernel);
  if (!kernel) {
    reader.problem("kernel",
                   fmt::format("unknown kernel '{}': correct it or add it to kernels.toml.{}", pair.kernel,
                               suggestion(pair.kernel, all(catalog.kernels, &Kernel::name))));
    return;
  }
  pair.name = pair.kernel;
  if (kernel->lines.empty()) return;
  const auto& [n, line] = *kernel->lines.begin();
  pair.n = n;
  pair.line = line;
  const auto same = std::ranges::find(kernel->flavours, "same", &KernelFlavour::name);
  if (same != kernel->flavours.end()) pair.tolerance = same->tolerance;
}

void read_files(TableReader& reader, const Catalog& catalog, SourcePair& pair) {
  for (const char* language : {"node", "python"}) {
    pair.files[language] = reader.string_list(language);
    for (const std::string& path : pair.files[language]) {
      if (std::filesystem::exists(catalog.root / language / path)) continue;
      reader.problem(language, fmt::format("there is no {}/{} below workloads/: correct it", language, path));
    }
  }
}

/// Two servers are the same program when they answer the same requests.
void check_servers(TableReader& reader, const Catalog& catalog, const SourcePair& pair) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& id : reader.string_list("servers", 2)) {
    const Stack* stack = find_stack(catalog, id);
    if (!stack) {
      reader.problem("servers", fmt::format("unknown stack '{}': correct it.{}", id,
                                            suggestion(id, all(catalog.stacks, &Stack::id))));
      return;
    }
    std::ranges::sort(rows.emplace_back(stack->endpoints));
  }
  const bool equal = std::ranges::adjacent_find(rows, std::not_equal_to<>()) == rows.end();
  if (equal != pair.unequal.empty()) {
    reader.problem("servers", equal ? "declare the same endpoints: remove 'unequal'"
                                    : "do not declare the same endpoints: say in 'unequal' what one has and "
                                      "the other has not");
  }
}

}  // namespace

void read_pair_line(TableReader reader, const Catalog& catalog, Suite& suite) {
  SourcePair pair;
  pair.kernel = reader.optional_string("kernel");
  if (!pair.kernel.empty()) {
    resolve_kernel(reader, catalog, pair);
  } else {
    pair.name = reader.required_string("name");
    pair.unequal = reader.optional_string("unequal");
    read_files(reader, catalog, pair);
    if (reader.has("servers")) check_servers(reader, catalog, pair);
  }
  reader.finish();
  if (std::ranges::find(suite.pairs, pair.name, &SourcePair::name) != suite.pairs.end())
    reader.problem("name", fmt::format("'{}' is here twice: remove one", pair.name));
  suite.pairs.push_back(std::move(pair));
}

}  // namespace harness::workload
