#include "harness/experiment/bench.hpp"

#include <time.h>

#include "harness/base/file.hpp"
#include "harness/experiment/slice.hpp"

namespace harness::experiment {

Result<void> append(Bench& bench, const BlockPlan& block, std::size_t order, results::SliceRow row) {
  row.run_id = bench.run_id;
  row.block = block.number;
  row.order = static_cast<int>(order);
  ++bench.slices_done;
  if (auto appended = bench.folder.append(row); !appended) return appended;
  bench.listener.stored(row, bench.slices_done);
  return {};
}

Result<void> append_failed(Bench& bench, const BlockPlan& block, std::size_t order, const std::string& why) {
  const Slot& slot = block.slots[order];
  results::SliceRow row = blank_row(bench.plan, bench.plan.arms[slot.arm], bench.plan.cells[slot.cell]);
  row.status = results::SliceStatus::kFailed;
  row.reason = why;
  return append(bench, block, order, std::move(row));
}

Result<void> store_histogram(Bench& bench, const BlockPlan& block, std::size_t order,
                             const stats::Histogram& histogram, results::SliceRow& row) {
  row.histogram = fmt::format("b{:02}-s{:03}.h1", block.number, order);
  return write_file_atomically(bench.folder.histogram_path(row.histogram), stats::to_text(histogram) + "\n");
}

void rest(Nanoseconds duration) {
  const timespec t{duration.count() / 1'000'000'000, duration.count() % 1'000'000'000};
  ::nanosleep(&t, nullptr);
}

}  // namespace harness::experiment
