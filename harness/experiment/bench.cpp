#include "harness/experiment/bench.hpp"

#include <algorithm>

#include <time.h>

#include "harness/base/file.hpp"
#include "harness/experiment/environment.hpp"
#include "harness/experiment/fairness.hpp"
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

Result<void> lose_slice(Bench& bench, const BlockPlan& block, std::size_t order, const std::string& why) {
  ++bench.failed_arms;
  bench.listener.warn(why);
  return append_failed(bench, block, order, why);
}

void warn_if_broken(Bench& bench, std::size_t arm) {
  const std::string broken = failures_of(bench.contract[arm]);
  if (broken.empty()) return;
  bench.listener.warn(fmt::format("{} breaks the contract, so its rows are invalid: {}",
                                  bench.plan.arms[arm].name(), broken));
}

void add_to_env(Bench& bench, std::vector<results::EnvRow> rows) {
  for (results::EnvRow& row : rows) {
    if (std::ranges::find(bench.env, row.key, &results::EnvRow::key) == bench.env.end())
      bench.env.push_back(std::move(row));
  }
}

void note_what_it_says(Bench& bench, std::size_t arm, const process::Server& server) {
  if (bench.plan.arms[arm].control != Control::kNone) return;
  add_to_env(bench, describe_server(bench.plan.arms[arm], server));
}

void describe_arm(const Bench& bench, std::size_t arm, results::SliceRow& row) {
  const auto& checks = bench.contract[arm];
  describe_contract(row, checks);
  row.gate_vintage = vintage_warning(bench.plan.arms).empty() ? results::Gate::kPass : results::Gate::kWarn;
  row.gate_build_class = build_class(bench.env, bench.plan.arms[arm].stack->id);
  if (checks.empty()) {
    refuse(row, "NOT_EQUIVALENT", "contract: it could not be checked");
  } else if (const std::string broken = failures_of(checks); !broken.empty()) {
    refuse(row, "NOT_EQUIVALENT", "contract: " + broken);
  }
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
