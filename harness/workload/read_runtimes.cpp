#include <algorithm>
#include <cctype>

#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBuild = "{build}/";

bool leaves_its_folder(const fs::path& relative) {
  const fs::path normal = relative.lexically_normal();
  return !normal.empty() && *normal.begin() == "..";
}

// Links are not followed on purpose: a virtual environment is found by the path its python link was called
// by.
fs::path resolved_program(TableReader& row, const std::string& written, const fs::path& root,
                          const fs::path& build) {
  const bool built = written.starts_with(kBuild);
  const fs::path program = built ? written.substr(kBuild.size()) : written;
  if (program.is_absolute() && !built) return program.lexically_normal();
  if (program.string().find('{') != std::string::npos) {
    row.problem("program",
                fmt::format("has a placeholder I do not know ('{}'): only a leading {} is replaced", written,
                            kBuild));
  } else if (!built && written.find('/') == std::string::npos) {
    row.problem(
        "program",
        fmt::format("is a bare name ('{}'): PATH is not searched, because a measurement must name its "
                    "interpreter; write the path below workloads/ or an absolute one",
                    written));
  } else if (program.is_absolute() || leaves_its_folder(program)) {
    row.problem("program", fmt::format("leaves {} ('{}'): write a path below it or an absolute one",
                                       built ? "the build folder" : "the workloads folder", written));
  } else if (!built) {
    return (root / program).lexically_normal();
  } else if (!build.empty()) {
    return (fs::absolute(build) / program).lexically_normal();
  }
  return {};
}

bool is_iso_date(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(), [](char character, char form) {
    return form == 'd' ? std::isdigit(static_cast<unsigned char>(character)) != 0 : character == form;
  });
}

void read_runtime(TableReader row, const fs::path& build_folder, Catalog& catalog) {
  Runtime runtime{.id = row.id("id"),
                  .language = row.required_string("language"),
                  .title = row.required_string("title"),
                  .program = {},
                  .version = row.optional_string("version"),
                  .released = row.optional_string("released"),
                  .install = row.required_string("install"),
                  .reported_as = row.optional_string("reported_as")};
  const std::string program = row.required_string("program");
  runtime.optional = row.boolean_or("optional", false);
  const std::string packages = row.optional_string("packages");
  runtime.gil = row.optional_string("gil");
  row.finish();
  if (leaves_its_folder(packages) || fs::path(packages).is_absolute())
    row.problem("packages",
                fmt::format("leaves the workloads folder ('{}'): write a path below it", packages));
  else if (!packages.empty())
    runtime.packages = catalog.root / packages;
  if (!program.empty()) runtime.program = resolved_program(row, program, catalog.root, build_folder);
  if (!runtime.released.empty() && !is_iso_date(runtime.released)) {
    row.problem("released",
                fmt::format("is not a date ('{}'): write it like \"2023-02-08\"", runtime.released));
  }
  if (!runtime.gil.empty() && runtime.gil != "on" && runtime.gil != "off")
    row.problem("gil", fmt::format("is neither \"on\" nor \"off\" ('{}')", runtime.gil));
  if (find_runtime(catalog, runtime.id)) {
    row.problem("id", fmt::format("'{}' is here twice: remove or rename one", runtime.id));
  }
  catalog.runtimes.push_back(std::move(runtime));
}

}  // namespace

void read_runtimes(const TomlText& text, const fs::path& build_folder, Catalog& catalog, Problems& problems) {
  TomlTable table;
  if (!read_toml(text, problems, table)) return;
  TableReader reader(table, text.file, "", problems);
  reader.schema();
  for (TableReader& row : reader.tables("runtime")) read_runtime(row, build_folder, catalog);
  reader.finish();
}

}  // namespace harness::workload
