#include "harness/cli/slo_command.hpp"

#include <cstdio>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/load_options.hpp"
#include "harness/cli/load_progress.hpp"
#include "harness/cli/slo_output.hpp"
#include "harness/load/engine.hpp"
#include "harness/load/guards.hpp"

namespace harness::cli {
namespace {

Result<load::SloSearchSpec> search_spec(const LoadOptions& options) {
  load::SloSearchSpec spec;
  spec.seed = options.seed;
  const auto start = parse_rate(options.slo_start);
  if (!start) return tl::unexpected(start.error().within("--slo-start"));
  const auto ceiling = parse_rate(options.slo_max);
  if (!ceiling) return tl::unexpected(ceiling.error().within("--slo-max"));
  if (*ceiling < *start) {
    return usage_error("--slo-max: {} is below --slo-start {}; the search goes up from there",
                       options.slo_max, options.slo_start);
  }
  spec.start = *start;
  spec.ceiling = *ceiling;
  return spec;
}

Result<SloReport> prepare(const LoadOptions& options, load::LoadPlan plan) {
  SloReport report;
  report.url = load_title(options);
  auto slo = load::parse_slo(options.slo.value_or(""));
  if (!slo) return tl::unexpected(slo.error().within("--slo"));
  report.slo = *std::move(slo);
  const auto length = parse_duration(options.slo_probe);
  if (!length) return tl::unexpected(length.error().within("--slo-probe"));
  if (*length <= Nanoseconds(0))
    return usage_error("--slo-probe: {} must be longer than 0", options.slo_probe);
  plan.duration = *length;
  plan.interval = Nanoseconds(0);  // nobody sees the series of a probe
  report.plan = std::move(plan);
  return report;
}

struct Probed {
  load::LoadResult result;
  std::vector<load::Guard> guards;
};

SloProbe judged(const load::Slo& slo, RequestsPerSecond rate, const Probed& probed) {
  const load::SloOutcome outcome = load::met(slo, probed.result);
  SloProbe probe{rate, outcome.met(), outcome.why(), {}};
  for (const load::Guard& guard : probed.guards) probe.guards.push_back(guard.code);
  return probe;
}

/// What makes a load useless for judging an objective; empty when nothing does. Not the rate that was not
/// reached: that is one of the ways not to meet it. Not Little's law: an objective is about neither
/// throughput nor requests in flight, and with a handful of requests in a probe chance alone breaks it (2.9
/// was seen with five).
std::string unusable(const std::vector<load::Guard>& guards) {
  for (const load::Guard& guard : guards) {
    const bool beside_the_point = guard.code == "RATE_NOT_REACHED" || guard.code == "LITTLE_VIOLATION";
    if (guard.level == load::GuardLevel::kInvalid && !beside_the_point)
      return fmt::format("{}: {}", guard.code, guard.detail);
  }
  return "";
}

void print(const LoadOptions& options, const SloReport& report) {
  fmt::print("{}", options.format == "json" ? slo_json(report) : slo_text(report));
}

/// The probe's plan is set to the rate that the search asks for.
Result<Probed> probe_next(SloReport& report, const load::SloSearch& search) {
  load::LoadPlan& plan = report.plan;
  plan.schedule->rate = search.next();
  // Each probe has bursts of its own: the same ones again would be no replication.
  plan.schedule->seed = random_stream(plan.seed, {report.probes.size()}).next();
  LoadProgress progress(plan.duration, plan.cpus.empty() ? std::nullopt : std::optional(plan.cpus.front()));
  auto result = load::run(plan, progress);
  if (!result) return tl::unexpected(result.error());
  auto guards = load::guards_of(plan, *result, progress.surroundings());
  return Probed{*std::move(result), std::move(guards)};
}

/// Until the search or the user ends it, or a load is useless: the exit code. Errors: those of a probe that
/// could not be run.
Result<ExitCode> probe_until_sure(SloReport& report, load::SloSearch& search) {
  while (!search.finished()) {
    const auto probed = probe_next(report, search);
    if (!probed) return tl::unexpected(probed.error());
    if (probed->result.interrupted) {
      report.stopped_by = fmt::format("stopped after {} probes", report.probes.size());
      return kStopped;
    }
    report.stopped_by = unusable(probed->guards);
    if (!report.stopped_by.empty()) return kMeasuredButInvalid;
    const SloProbe& probe = report.probes.emplace_back(judged(report.slo, search.next(), *probed));
    search.record(probe.rate, probe.met);
    report.answer = search.answer();
    fmt::print(stderr, "{}", slo_progress(report));
  }
  return report.answer.rate ? kDone : kMeasuredButInvalid;
}

}  // namespace

Result<int> find_highest_rate(const LoadOptions& options, load::LoadPlan plan) {
  const auto spec = search_spec(options);
  if (!spec) return tl::unexpected(spec.error());
  auto report = prepare(options, std::move(plan));
  if (!report) return tl::unexpected(report.error());
  fmt::print(stderr, "at most {} probes of {}, each after {} of warm-up; often about 25 are enough\n",
             spec->budget, human(report->plan.duration), human(report->plan.lead_in));

  load::SloSearch search(*spec);
  const auto code = probe_until_sure(*report, search);
  if (!code) report->stopped_by = code.error().message;
  if (code || !report->probes.empty()) print(options, *report);
  if (!code) return tl::unexpected(code.error());
  return *code;
}

}  // namespace harness::cli
