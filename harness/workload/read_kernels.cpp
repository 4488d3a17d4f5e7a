#include <algorithm>

#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

void read_line(TableReader row, Kernel& kernel) {
  const int n = row.integer("n");
  const std::string line = row.required_string("line");
  row.finish();
  const auto known = kernel.lines.emplace(n, line).first;
  if (known->second != line)
    row.problem("line", fmt::format("is '{}', elsewhere '{}' for the same n = {}: one is wrong", line,
                                    known->second, n));
}

void read_flavour(TableReader row, Kernel& kernel) {
  KernelFlavour flavour;
  flavour.name = row.id("name");
  for (const char* language : {"node", "python", "native", "java"}) {
    if (row.has(language))
      flavour.tags[language] = row.one_of(language, {"pure_script", "native_ext", "native", "bytecode"});
  }
  flavour.needs = row.optional_string("needs");
  flavour.tolerance = row.optional_number("tolerance").value_or(0);
  row.finish();
  if (flavour.tags.empty())
    row.problem("name", fmt::format("no language has '{}' of {}: add python = \"pure_script\" or remove it",
                                    flavour.name, kernel.name));
  if (std::ranges::find(kernel.flavours, flavour.name, &KernelFlavour::name) != kernel.flavours.end())
    row.problem("name", fmt::format("'{}' is here twice: remove one", flavour.name));
  kernel.flavours.push_back(std::move(flavour));
}

void read_kernel(TableReader row, Catalog& catalog) {
  Kernel kernel;
  kernel.id = row.id("id");
  kernel.name = row.id("name");
  kernel.title = row.required_string("title");
  kernel.caveat = row.required_string("caveat");
  for (TableReader& vector : row.tables("vectors")) read_line(vector, kernel);
  if (auto bench = row.optional_table("bench")) read_line(*bench, kernel);
  for (TableReader& flavour : row.tables("flavours")) read_flavour(flavour, kernel);
  row.finish();
  if (find_kernel(catalog, kernel.name))
    row.problem("name", fmt::format("'{}' is here twice: remove or rename one", kernel.name));
  catalog.kernels.push_back(std::move(kernel));
}

}  // namespace

void read_kernels(const TomlText& text, Catalog& catalog, Problems& problems) {
  TomlTable table;
  if (!read_toml(text, problems, table)) return;
  TableReader reader(table, text.file, "", problems);
  reader.schema();
  for (TableReader& row : reader.tables("kernel")) read_kernel(row, catalog);
  reader.finish();
}

}  // namespace harness::workload
