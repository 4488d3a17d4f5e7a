// A contract.toml of any bytes is refused line by line, or is one that servers can be held to.
#include <algorithm>

#include "target.hpp"
#include "workload_reading.hpp"

namespace harness::fuzz {
namespace {

void contract(std::string_view bytes) {
  const auto text = as_file("contract.toml", bytes);
  workload::Catalog catalog;
  workload::Problems problems;
  read_contract(text, catalog, problems);
  check_problems(problems, text);
  if (!problems.none()) return;
  HARNESS_ASSERT(!catalog.endpoints.empty() && !catalog.required_headers.empty());
  for (const auto& endpoint : catalog.endpoints) HARNESS_ASSERT(endpoint.path.starts_with('/'));
  for (const auto& answer : catalog.error_answers)
    HARNESS_ASSERT(answer.status >= 400 && answer.status <= 599);
}

const Target kContract("contract", contract);

}  // namespace
}  // namespace harness::fuzz
