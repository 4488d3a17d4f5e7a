#include <algorithm>

#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {

void read_install_line(TableReader reader, Suite& suite) {
  Job job;
  job.flavour = reader.id("app");
  job.line = kAsLocked;
  job.installs = true;
  reader.finish();
  const auto is_of_it = [&](const JobLine& earlier) { return earlier.jobs.front().flavour == job.flavour; };
  if (std::ranges::any_of(suite.jobs, is_of_it))
    reader.problem("app", fmt::format("'{}' is here twice: remove one", job.flavour));
  JobLine line;
  line.kernel = kInstall;
  line.flavours = {job.flavour};
  line.jobs = {job};
  suite.jobs.push_back(std::move(line));
}

}  // namespace harness::workload
