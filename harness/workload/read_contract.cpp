#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

void read_endpoint(TableReader row, Catalog& catalog) {
  Endpoint endpoint{.path = row.required_string("path"),
                    .method = row.one_of("method", {"GET", "POST", "PUT", "TCP"}),
                    .request = row.required_string("request"),
                    .response = row.required_string("response"),
                    .notes = row.optional_string("notes")};
  row.finish();
  if (!endpoint.path.empty() && !endpoint.path.starts_with('/')) {
    row.problem("path",
                fmt::format("does not begin with '/' ('{}'): write '/{}'", endpoint.path, endpoint.path));
  }
  for (const Endpoint& earlier : catalog.endpoints) {
    if (earlier.path == endpoint.path && earlier.method == endpoint.method) {
      row.problem("path", fmt::format("{} '{}' is here twice: remove one", endpoint.method, endpoint.path));
    }
  }
  catalog.endpoints.push_back(std::move(endpoint));
}

void read_error_answer(TableReader row, Catalog& catalog) {
  constexpr int kLowestError = 400, kHighestError = 599;  // Source: RFC 9110 section 15
  catalog.error_answers.push_back({.status = row.integer("status", kLowestError, kHighestError),
                                   .when = row.required_string("when"),
                                   .content_type = row.required_string("content_type"),
                                   .body = row.required_string("body")});
  row.finish();
}

}  // namespace

void read_contract(const TomlText& text, Catalog& catalog, Problems& problems) {
  TomlTable table;
  if (!read_toml(text, problems, table)) return;
  TableReader reader(table, text.file, "", problems);
  reader.schema();
  catalog.required_headers = reader.string_list("required_headers");
  catalog.forbidden_headers = reader.string_list("forbidden_headers");
  for (TableReader& row : reader.tables("error_answer")) read_error_answer(row, catalog);
  for (TableReader& row : reader.tables("endpoint")) read_endpoint(row, catalog);
  reader.finish();
}

}  // namespace harness::workload
