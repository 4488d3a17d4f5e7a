// A suite of any bytes is refused line by line, or consists of cells that differ and can be requested.
#include <algorithm>

#include "target.hpp"
#include "workload_reading.hpp"

#include "harness/http/request.hpp"

namespace harness::fuzz {
namespace {

void check_profile(const workload::Suite& suite, const workload::Profile& profile) {
  HARNESS_ASSERT(profile.blocks >= 1 && profile.slice > Nanoseconds(0));
  HARNESS_ASSERT(std::min({profile.lead_in, profile.gap, profile.warm_up}) >= Nanoseconds(0));
  const auto cells = cells_of(suite, profile);
  HARNESS_ASSERT(!cells.empty());
  for (const auto& cell : cells) {
    HARNESS_ASSERT(cell.connections >= 1);
    HARNESS_ASSERT(std::count(cells.begin(), cells.end(), cell) == 1);
    http::RequestSpec request;
    request.target = cell.target;
    request.host = "localhost";
    HARNESS_ASSERT(http::make_template(request));
  }
}

void suite(std::string_view bytes) {
  const auto text = as_file("suites/concurrency.toml", bytes);
  workload::Catalog catalog = repository();
  catalog.suites.clear();
  workload::Problems problems;
  read_suite(text, catalog, problems);
  check_problems(problems, text);
  HARNESS_ASSERT(catalog.suites.size() == 1 && catalog.suites[0].id == "concurrency");
  if (!problems.none()) return;
  HARNESS_ASSERT(!catalog.suites[0].profiles.empty());
  for (const auto& profile : catalog.suites[0].profiles) check_profile(catalog.suites[0], profile);
}

const Target kSuite("suite", suite);

}  // namespace
}  // namespace harness::fuzz
