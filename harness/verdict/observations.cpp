#include "harness/verdict/observations.hpp"

#include <algorithm>
#include <iterator>

#include "harness/base/error.hpp"

namespace harness::verdict {
namespace {

using results::SliceRow;

const Observed kNothing;
const std::vector<Observations::Absence> kNoAbsence;

double or_nan(const std::optional<double>& value) {
  return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

}  // namespace

Observations::Observations(std::span<const workload::Claim> claims, const results::Procedure& procedure) {
  std::set<std::string> names;
  for (const workload::Claim& claim : claims) {
    names.insert(claim.metric);
    for (const workload::Contrast& contrast : claim.contrasts) names.insert(claim.metric_at(contrast));
  }
  if (procedure.controls) names.insert(procedure.controls->metric);
  metrics_.assign(names.begin(), names.end());
  for (const std::string& name : metrics_) readers_.push_back(results::metric_reader(name));
  words_.push_back(std::make_unique<Words>());
}

const std::string* Observations::kept(const std::string& word) {
  return &*words_.front()->insert(word).first;
}

void Observations::note_begin(int block, std::int64_t start_ns) {
  const auto latest = begun_ns_.empty() ? begun_ns_.end() : std::prev(begun_ns_.end());
  const auto begun = begun_ns_.try_emplace(latest, block, start_ns);
  begun->second = std::min(begun->second, start_ns);
}

void Observations::add(const SliceRow& row) {
  if (!schema_) schema_ = row.schema;
  if (row.start_mono_ns) note_begin(row.block, *row.start_mono_ns);
  if (row.status == results::SliceStatus::kAbsent) {
    absent_[row.stack].push_back({kept(row.suite), kept(row.cell), kept(row.reason)});
    return;
  }
  auto& [slices, values] = measured_[row.stack][row.cell];
  slices.push_back({row.block, row.status, kept(row.suite), kept(row.reason), or_nan(row.steal_share),
                    or_nan(row.client_in_line_share), or_nan(row.throttled_share)});
  for (const results::MetricReader read : readers_) values.push_back(or_nan(read ? read(row) : std::nullopt));
}

void Observations::add(Observations&& part) {
  HARNESS_ASSERT(metrics_ == part.metrics_);
  if (!schema_) schema_ = part.schema_;
  for (const auto& [block, start_ns] : part.begun_ns_) note_begin(block, start_ns);
  const auto append = [](auto& to, auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  for (auto& [stack, absences] : part.absent_) append(absent_[stack], absences);
  for (auto& [stack, cells] : part.measured_) {
    for (auto& [cell, observed] : cells) {
      Observed& mine = measured_[stack][cell];
      append(mine.slices, observed.slices);
      append(mine.values, observed.values);
    }
  }
  std::ranges::move(part.words_, std::back_inserter(words_));
}

const Observed& Observations::measured(const std::string& stack, const std::string& cell) const {
  const auto cells = measured_.find(stack);
  if (cells == measured_.end()) return kNothing;
  const auto found = cells->second.find(cell);
  return found == cells->second.end() ? kNothing : found->second;
}

const std::vector<Observations::Absence>& Observations::absent(const std::string& stack) const {
  const auto found = absent_.find(stack);
  return found == absent_.end() ? kNoAbsence : found->second;
}

std::size_t Observations::index_of(std::string_view metric) const {
  const auto found = std::ranges::find(metrics_, metric);
  HARNESS_ASSERT(found != metrics_.end());
  return static_cast<std::size_t>(found - metrics_.begin());
}

Observations observe(std::span<const workload::Claim> claims, std::span<const SliceRow> rows,
                     const results::Procedure& procedure) {
  Observations observations(claims, procedure);
  for (const SliceRow& row : rows) observations.add(row);
  return observations;
}

}  // namespace harness::verdict
