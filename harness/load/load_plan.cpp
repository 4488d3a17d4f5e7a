#include "harness/load/load_plan.hpp"

#include <algorithm>
#include <cmath>

namespace harness::load {
namespace {

void add_problems(const ScheduleSpec& schedule, std::vector<std::string>& problems) {
  if (!(schedule.rate.value > 0) || !std::isfinite(schedule.rate.value))
    problems.push_back(fmt::format("rate: {} must be greater than 0", schedule.rate.value));
  if (schedule.at_once < 1)
    problems.push_back(fmt::format("at_once: {} must be at least 1", schedule.at_once));
  if (schedule.ramp < Nanoseconds(0)) problems.emplace_back("ramp: must not be negative");
  if (!(schedule.ramp_from.value >= 0))
    problems.push_back(fmt::format("ramp_from: {} must not be negative", schedule.ramp_from.value));
}

}  // namespace

Result<void> validate(const LoadPlan& plan) {
  std::vector<std::string> problems;
  if (plan.port == 0) problems.emplace_back("port: 0 is not a port; name the server's port");
  if (plan.connections < 1)
    problems.push_back(fmt::format("connections: {} must be at least 1", plan.connections));
  if (plan.threads < 1) problems.push_back(fmt::format("threads: {} must be at least 1", plan.threads));
  if (plan.threads > std::max(plan.connections, 1)) {
    problems.push_back(
        fmt::format("threads: {} is more than the {} connections; each thread needs at least one",
                    plan.threads, plan.connections));
  }
  if (plan.asks.empty()) problems.emplace_back("asks: nothing to send; name at least one request");
  if (plan.stamp_one_in < 0)
    problems.push_back(fmt::format("stamp_one_in: {} must be 0 (none) or more", plan.stamp_one_in));
  if (plan.interval < Nanoseconds(0)) problems.emplace_back("interval: must not be negative");
  if (plan.connect_rate && !(plan.connect_rate->value > 0))
    problems.push_back(fmt::format("connect_rate: {} must be greater than 0", plan.connect_rate->value));
  if (plan.connect_timeout <= Nanoseconds(0)) problems.emplace_back("connect_timeout: must be longer than 0");
  if (plan.duration <= Nanoseconds(0)) problems.emplace_back("duration: must be longer than 0");
  if (plan.schedule) add_problems(*plan.schedule, problems);
  if (plan.deadline && !plan.schedule)
    problems.emplace_back("deadline: a closed loop sends every request at once; give a rate or remove it");
  if (plan.deadline && *plan.deadline <= Nanoseconds(0))
    problems.emplace_back("deadline: must be longer than 0");
  if (plan.timeout <= Nanoseconds(0)) problems.emplace_back("timeout: must be longer than 0");
  if (problems.empty()) return {};
  return tl::unexpected(joined(ErrorCode::kUsage, problems));
}

}  // namespace harness::load
