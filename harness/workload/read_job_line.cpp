#include <algorithm>

#include "harness/base/suggest.hpp"
#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

constexpr int kMostVisits = 9;  // of a job that takes a second; more blocks say more

template <typename Map>
std::vector<typename Map::key_type> keys_of(const Map& map) {
  std::vector<typename Map::key_type> keys;
  for (const auto& entry : map) keys.push_back(entry.first);
  return keys;
}

/// What kernels.toml says of each size and flavour.
void resolve_jobs(TableReader& reader, const Kernel& kernel, JobLine& line) {
  for (const int n : line.sizes) {
    if (!kernel.lines.contains(n)) {
      reader.problem("n", fmt::format("kernels.toml has no line of {} for n = {}: add it, or take one of {}",
                                      kernel.name, n, fmt::join(keys_of(kernel.lines), ", ")));
    }
  }
  for (const std::string& name : line.flavours) {
    const auto flavour = std::ranges::find(kernel.flavours, name, &KernelFlavour::name);
    if (flavour == kernel.flavours.end()) {
      reader.problem("flavours", fmt::format("{} has no flavour '{}': correct it.{}", kernel.name, name,
                                             suggestion(name, all(kernel.flavours, &KernelFlavour::name))));
      continue;
    }
    for (const int n : line.sizes) {
      const auto right = kernel.lines.find(n);
      if (right == kernel.lines.end()) continue;
      const Job job{name, n, right->second, flavour->tolerance, keys_of(flavour->tags), 0, line.visits};
      if (line.workers.empty()) line.jobs.push_back(job);
      for (const int workers : line.workers) line.jobs.emplace_back(job).workers = workers;
    }
  }
}

void check_repetition(TableReader& reader, const Suite& suite, const JobLine& line) {
  for (const JobLine& earlier : suite.jobs) {
    if (earlier.kernel == line.kernel)
      reader.problem("kernel", fmt::format("'{}' is here twice: put its sizes and flavours into one [[job]]",
                                           line.kernel));
  }
}

}  // namespace

void read_job_line(TableReader reader, const Catalog& catalog, Suite& suite) {
  JobLine line;
  line.kernel = reader.required_string("kernel");
  line.sizes = reader.integer_list("n");
  line.flavours = reader.string_list("flavours");
  line.workers = reader.optional_integer_list("workers");
  if (reader.has("visits")) line.visits = reader.integer("visits", 1, kMostVisits);
  reader.finish();
  if (const Kernel* kernel = find_kernel(catalog, line.kernel)) {
    resolve_jobs(reader, *kernel, line);
    check_repetition(reader, suite, line);
  } else if (!line.kernel.empty()) {
    reader.problem("kernel",
                   fmt::format("unknown kernel '{}': correct it or add it to kernels.toml.{}", line.kernel,
                               suggestion(line.kernel, all(catalog.kernels, &Kernel::name))));
  }
  suite.jobs.push_back(std::move(line));
}

}  // namespace harness::workload
