#include "harness/experiment/mutation_bench.hpp"

#include <algorithm>
#include <cmath>

#include "harness/experiment/inspection.hpp"
#include "harness/experiment/side_by_side.hpp"

namespace harness::experiment {
namespace {

using results::MutationRow;
using verify::Check;
using verify::Outcome;

std::vector<Check> failed_of(const std::vector<Check>& checks) {
  std::vector<Check> failed;
  std::ranges::copy_if(checks, std::back_inserter(failed),
                       [](const Check& check) { return check.outcome == Outcome::kFail; });
  return failed;
}

/// Of the healthy copy as of a mutant: the same checks in the same order.
std::vector<Check> inspect_and_stop(process::Server& server, const workload::Stack& declared) {
  std::vector<Check> checks = inspect(server, declared);
  checks.push_back(stops_cleanly(server));
  return checks;
}

std::vector<Check> not_launched(const Error& error) {
  return {{"launches", Outcome::kFail, error.message.substr(0, error.message.find('\n'))}};
}

std::string joined_names(const std::vector<Check>& checks) {
  std::vector<std::string> names;
  for (const Check& check : checks) names.push_back(check.name);
  return fmt::format("{}", fmt::join(names, " "));
}

/// Enough to show a size by, see side_by_side.hpp.
double rounded(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const double scale = std::pow(10, 3 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}
std::optional<double> rounded(std::optional<double> value) {
  return value ? std::optional(rounded(*value)) : std::nullopt;
}
std::optional<double> ratio(std::optional<double> above, std::optional<double> below) {
  if (!above || !below || *below <= 0) return std::nullopt;
  return rounded(*above / *below);
}

/// A figure of this stack over the same of the other one, as a Node/Python ratio.
std::optional<double> node_over_python(const std::string& language, std::optional<double> own,
                                       std::optional<double> other) {
  return language == "python" ? ratio(other, own) : ratio(own, other);
}

}  // namespace

MutationRow judged(const workload::Mutation& mutation, const std::vector<Check>& checks) {
  const auto fired = failed_of(checks);
  MutationRow row;
  row.mutation = mutation.id;
  row.stack = mutation.stack;
  row.title = mutation.title;
  row.pitfall = mutation.pitfall;
  row.caught_by = fmt::format("{}", fmt::join(mutation.caught_by, " "));
  row.fired = joined_names(fired);
  row.target = mutation.target;
  row.connections = static_cast<std::uint64_t>(mutation.connections);
  if (!mutation.blind_spot.empty()) {
    row.outcome = fired.empty() ? "blind spot" : "failed";
    row.detail = fired.empty() ? mutation.blind_spot : "caught after all: name the checks in caught_by";
    return row;
  }
  row.outcome = "caught";
  for (const std::string& name : mutation.caught_by) {
    const auto check = std::ranges::find(checks, name, &Check::name);
    const bool fires = check != checks.end() && check->outcome == Outcome::kFail;
    if (fires && row.detail.empty()) row.detail = fmt::format("{}: {}", name, check->detail);
    if (fires) continue;
    row.outcome = "MISSED";
    row.detail = check == checks.end() ? fmt::format("{} was not asked", name)
                                       : fmt::format("{} did not fire: {}", name, check->detail);
    break;
  }
  return row;
}

Result<process::Server> MutationBench::launch_as(const workload::Stack& stack,
                                                 const std::string& name) const {
  Arm arm = arm_;
  arm.stack = &stack;
  return launch(
      arm, {place_.cpus.server, 0, place_.scratch / (name + ".stdout"), place_.scratch / (name + ".stderr")});
}

Result<MutationBench> MutationBench::open(const Arm& stack, const Arm* peer, BenchPlace place) {
  auto copy = plant(*stack.stack, nullptr, place.scratch / "healthy" / stack.file_name());
  if (!copy) return tl::unexpected(copy.error());
  MutationBench bench(stack, peer, std::move(place), *std::move(copy));
  auto server = bench.launch_as(bench.healthy_.launched, "healthy");
  if (!server) return tl::unexpected(server.error());
  bench.caught_on_healthy_ = failed_of(inspect_and_stop(*server, bench.healthy_.declared));
  return bench;
}

MutationRow MutationBench::try_out(const workload::Mutation& mutation) const {
  const auto copy = plant(*arm_.stack, &mutation, place_.scratch / mutation.id / "workloads");
  if (!copy) {
    MutationRow row = judged(mutation, {});
    row.outcome = "failed";
    row.detail = copy.error().message;
    return row;
  }
  auto mutant = launch_as(copy->launched, mutation.id);
  MutationRow row =
      judged(mutation, mutant ? inspect_and_stop(*mutant, copy->declared) : not_launched(mutant.error()));
  for (const Check& check : caught_on_healthy_) {
    if (std::ranges::find(mutation.caught_by, check.name) == mutation.caught_by.end()) continue;
    row.outcome = "failed";
    row.detail = fmt::format("{} fires on the healthy copy as well: {}", check.name, check.detail);
  }
  if (peer_ && mutant) measure(copy->launched, row);
  return row;
}

void MutationBench::measure(const workload::Stack& launched, MutationRow& row) const {
  // All three fresh and warmed alike: a server that has answered for longer is compiled better, and would be
  // the faster one for that. With a healthy copy that had run beside earlier mutants, harmless ones
  // looked 1.2 to 1.9 times slower.
  auto healthy = launch_as(healthy_.launched, "healthy");
  auto mutant = launch_as(launched, row.mutation);
  auto peer =
      launch(*peer_, {place_.cpus.server, 0, place_.scratch / "peer.stdout", place_.scratch / "peer.stderr"});
  if (!healthy || !mutant || !peer) return;
  const auto figures = measure_side_by_side({&*healthy, &*mutant, &*peer},
                                            {row.target, static_cast<int>(row.connections)}, place_.cpus);
  row.peer = peer_->name();
  const std::string& language = arm_.stack->language;
  if (!figures[0] || !figures[1]) return;
  const ShortFigures& right = *figures[0];
  const ShortFigures& wrong = *figures[1];
  row.healthy_requests_per_server_cpu_s = rounded(right.requests_per_server_cpu_s);
  row.mutant_requests_per_server_cpu_s = rounded(wrong.requests_per_server_cpu_s);
  row.healthy_throughput_rps = rounded(right.throughput_rps);
  row.mutant_throughput_rps = rounded(wrong.throughput_rps);
  row.healthy_service_p50_us = rounded(right.service_p50_us);
  row.mutant_service_p50_us = rounded(wrong.service_p50_us);
  // mutant over healthy, or the other way round where Python is below the fraction bar: the peer cancels.
  row.moved = node_over_python(language, wrong.requests_per_server_cpu_s, right.requests_per_server_cpu_s);
  row.moved_throughput = node_over_python(language, wrong.throughput_rps, right.throughput_rps);
  row.moved_service_p50 = node_over_python(language, wrong.service_p50_us, right.service_p50_us);
  if (!figures[2]) return;
  const auto other = figures[2]->requests_per_server_cpu_s;
  row.node_python_healthy = node_over_python(language, right.requests_per_server_cpu_s, other);
  row.node_python_mutant = node_over_python(language, wrong.requests_per_server_cpu_s, other);
}

}  // namespace harness::experiment
