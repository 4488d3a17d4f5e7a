#include "harness/report/stack_figures.hpp"

#include <algorithm>
#include <cmath>

#include "harness/report/worker_levels.hpp"
#include "harness/results/metric.hpp"

namespace harness::report {
namespace {

using results::SliceRow;
using results::SliceStatus;

struct Figure {
  std::optional<double> (*read)(const SliceRow& row);
  std::optional<double>& (*shown)(StackSummary& summary);
};

template <auto kColumn>
std::optional<double> column(const SliceRow& row) {
  const auto& value = row.*kColumn;
  return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}

std::optional<double> answers_per_canary(const SliceRow& row) {
  if (!row.throughput_rps || !row.canary_before_us || !row.canary_after_us) return {};
  return *row.throughput_rps * 1e-6 * (*row.canary_before_us + *row.canary_after_us) / 2;
}

std::optional<double> p50_us(const SliceRow& row) {
  return row.rate_rps ? row.response_p50_us : row.service_p50_us;
}

std::optional<double> p99_us(const SliceRow& row) {
  return row.rate_rps ? row.response_p99_us : row.service_p99_us;
}

/// Where all talk at once it is the last answer of the worst burst that was waited for.
std::optional<double> last_us(const SliceRow& row) {
  return row.arrivals == "burst" && !row.last_member_p50_us ? row.response_max_us : row.last_member_p50_us;
}

std::optional<double> delay_us(const SliceRow& row) {
  if (!row.response_p99_us || !row.calm_response_p99_us) return {};
  return *row.response_p99_us - *row.calm_response_p99_us;
}

std::optional<double> delay_in_jobs(const SliceRow& row) {
  static const results::MetricReader blocking_factor = results::metric_reader("blocking_factor");
  const auto factor = blocking_factor(row);
  return factor ? std::optional(*factor - 1) : std::nullopt;
}

template <auto... kMembers>
std::optional<double>& in(StackSummary& summary) {
  return (summary.*....*kMembers);
}

constexpr std::array kShown{
    Figure{column<&SliceRow::throughput_rps>, in<&StackSummary::throughput_rps>},
    Figure{answers_per_canary, in<&StackSummary::answers_per_canary>},
    Figure{p50_us, in<&StackSummary::p50_us>},
    Figure{p99_us, in<&StackSummary::p99_us>},
    Figure{column<&SliceRow::server_cpu_us_per_request>, in<&StackSummary::server_cpu_us_per_request>},
    Figure{column<&SliceRow::server_pss_kib>, in<&StackSummary::server_pss_kib>},
    Figure{column<&SliceRow::server_busy_share>, in<&StackSummary::server_busy_share>},
    Figure{last_us, in<&StackSummary::last_us>},
    Figure{column<&SliceRow::job_wall_s>, in<&StackSummary::job, &JobSummary::wall_s>},
    Figure{column<&SliceRow::job_first_s>, in<&StackSummary::job, &JobSummary::first_s>},
    Figure{column<&SliceRow::job_steady_s>, in<&StackSummary::job, &JobSummary::steady_s>},
    Figure{column<&SliceRow::job_steady_cpu_s>, in<&StackSummary::job, &JobSummary::steady_cpu_s>},
    Figure{column<&SliceRow::job_rate_per_s>, in<&StackSummary::job, &JobSummary::rate_per_s>},
    Figure{column<&SliceRow::job_max_rss_kib>, in<&StackSummary::job, &JobSummary::max_rss_kib>},
    Figure{column<&SliceRow::start_ready_s>, in<&StackSummary::launch, &LaunchSummary::ready_s>},
    Figure{column<&SliceRow::start_first_s>, in<&StackSummary::launch, &LaunchSummary::first_s>},
    Figure{column<&SliceRow::beside_alone_us>, in<&StackSummary::beside, &BesideSummary::alone_us>},
    Figure{column<&SliceRow::beside_job_us>, in<&StackSummary::beside, &BesideSummary::job_us>},
    Figure{column<&SliceRow::calm_response_p99_us>, in<&StackSummary::beside, &BesideSummary::calm_p99_us>},
    Figure{delay_us, in<&StackSummary::beside, &BesideSummary::delay_us>},
    Figure{delay_in_jobs, in<&StackSummary::beside, &BesideSummary::delay_in_jobs>},
    Figure{column<&SliceRow::loop_lag_max_us>, in<&StackSummary::beside, &BesideSummary::loop_lag_us>},
};
static_assert(kShown.size() == StackFigures::kFigures);

/// The middle value; the mean of the two middle ones when their number is even.
std::optional<double> median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), half, values.end());
  return values.size() % 2 == 1 ? *half : (*std::max_element(values.begin(), half) + *half) / 2;
}

std::string most_frequent(const std::map<std::string, std::size_t>& counts) {
  const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  return most == counts.end() ? "" : most->first;
}

std::uint64_t errors_of(const SliceRow& row) {
  if (!row.conversation.empty()) return row.scheduled.value_or(0) - row.ok.value_or(0);
  return row.http_error.value_or(0) + row.connect_failed.value_or(0) + row.reset_before_byte.value_or(0) +
         row.reset_mid_body.value_or(0) + row.bad_response.value_or(0) + row.timeout.value_or(0) +
         row.shed.value_or(0);
}

/// Of a cell that may have another beside it with another number of workers.
std::optional<double> rate_of_workers(const SliceRow& row) {
  if (row.cell.find(kWorkers) == std::string::npos) return {};
  const auto rate = row.job_rate_per_s ? row.job_rate_per_s : row.throughput_rps;
  return rate && *rate > 0 ? rate : std::nullopt;
}

/// Of one process that did it alone, more than once.
std::optional<stats::Course> course_of(const SliceRow& row) {
  if (!row.job_wall_s || !row.job_setup_s || !row.job_work_s || !row.job_checks_s || !row.job_first_s)
    return {};
  const auto others = static_cast<double>(row.job_iterations.value_or(0)) - 1;
  if (others < 1) return {};
  return stats::Course{*row.job_wall_s - *row.job_setup_s - *row.job_work_s - *row.job_checks_s,
                       *row.job_first_s, (*row.job_work_s - *row.job_first_s) / others};
}

void add_to(stats::Course& sum, const stats::Course& more) {
  sum.start += more.start;
  sum.first += more.first;
  sum.later += more.later;
}

stats::Course mean(const stats::Course& sum, std::size_t n) {
  const auto parts = static_cast<double>(n);
  return {sum.start / parts, sum.first / parts, sum.later / parts};
}

std::size_t rows_in(const StackSummary& counted) {
  return counted.valid + counted.invalid + counted.failed + counted.absent;
}

/// What the first row says for all.
void introduce(const SliceRow& row, StackSummary& counted) {
  counted.stack = row.stack;
  counted.runtime = row.runtime + (row.runtime_version.empty() ? "" : " " + row.runtime_version);
  counted.job.tag = row.job_tag;
}

}  // namespace

void StackFigures::add(const SliceRow& row) {
  if (rows_in(counted_) == 0) introduce(row, counted_);
  counted_.valid += row.status == SliceStatus::kOk;
  counted_.invalid += row.status == SliceStatus::kInvalid;
  counted_.failed += row.status == SliceStatus::kFailed;
  counted_.absent += row.status == SliceStatus::kAbsent;
  counted_.errors += errors_of(row);
  if (counted_.reason.empty()) counted_.reason = row.reason;
  if (kind_ == RowKind::kLoad) kind_ = kind_of(row);
  if (!row.limited_by.empty()) ++limited_by_[row.limited_by];
  if (row.status != SliceStatus::kOk) return;
  for (std::size_t i = 0; i < kFigures; ++i) {
    if (const auto value = kShown[i].read(row)) figures_[i].push_back(*value);
  }
  if (const auto rate = rate_of_workers(row)) {
    log_rates_[row.block].sum += std::log(*rate);
    ++log_rates_[row.block].n;
  }
  if (const auto course = course_of(row)) {
    add_to(courses_[row.block].sum, *course);
    ++courses_[row.block].n;
  }
  counted_.source.add(row);
  counted_.mutants.add(row);
}

void StackFigures::add(StackFigures&& later) {
  if (rows_in(counted_) == 0) {
    *this = std::move(later);
    return;
  }
  counted_.valid += later.counted_.valid;
  counted_.invalid += later.counted_.invalid;
  counted_.failed += later.counted_.failed;
  counted_.absent += later.counted_.absent;
  counted_.errors += later.counted_.errors;
  counted_.source.add(later.counted_.source);
  counted_.mutants.add(later.counted_.mutants);
  if (counted_.reason.empty()) counted_.reason = later.counted_.reason;
  if (kind_ == RowKind::kLoad) kind_ = later.kind_;
  for (const auto& [limit, number] : later.limited_by_) limited_by_[limit] += number;
  for (const auto& [block, logs] : later.log_rates_) {
    log_rates_[block].sum += logs.sum;
    log_rates_[block].n += logs.n;
  }
  for (const auto& [block, courses] : later.courses_) {
    add_to(courses_[block].sum, courses.sum);
    courses_[block].n += courses.n;
  }
  for (std::size_t i = 0; i < kFigures; ++i)
    figures_[i].insert(figures_[i].end(), later.figures_[i].begin(), later.figures_[i].end());
}

StackSummary StackFigures::summary() const {
  StackSummary summary = counted_;
  summary.limited_by = most_frequent(limited_by_);
  for (const auto& [block, logs] : log_rates_)
    summary.rates.push_back({block, std::exp(logs.sum / static_cast<double>(logs.n))});
  for (const auto& [block, courses] : courses_) summary.job.courses[block] = mean(courses.sum, courses.n);
  for (std::size_t i = 0; i < kFigures; ++i) kShown[i].shown(summary) = median(figures_[i]);
  return summary;
}

}  // namespace harness::report
