#include "harness/cli/load_floor.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "harness/cli/load_figures.hpp"
#include "harness/cli/log_folder.hpp"
#include "harness/experiment/null_server.hpp"
#include "harness/experiment/until_stopped.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

std::vector<int> left_free_by(const std::vector<int>& client) {
  std::vector<int> cpus = machine::usable_cpus();
  if (client.empty()) return {};
  std::erase_if(cpus, [&](int cpu) { return std::find(client.begin(), client.end(), cpu) != client.end(); });
  return cpus;
}

std::string ms(const stats::Histogram& histogram, double q) {
  const auto value = histogram.quantile(q);
  return report::three_digits(value ? std::optional(to_milliseconds(*value)) : std::nullopt);
}

}  // namespace

Result<LoadFloor> measure_floor(load::LoadPlan plan, Nanoseconds duration) {
  if (auto valid = load::validate(plan); !valid) return tl::unexpected(valid.error());
  const LogFolder logs;
  if (logs.path().empty())
    return environment_error("--floor: no folder for the null server's logs can be made in {}",
                             std::filesystem::temp_directory_path().string());
  const auto server = experiment::launch_null_server(left_free_by(plan.cpus), logs.path());
  if (!server) return tl::unexpected(server.error().within("--floor"));
  plan.host = "127.0.0.1";
  plan.port = server->port();
  plan.asks.assign(1, load::Ask{});
  plan.asks[0].request.target = experiment::kNullTarget;
  plan.asks[0].request.host = plan.host;
  plan.duration = duration;
  plan.interval = Nanoseconds(0);
  experiment::UntilStopped observer;
  auto result = load::run(plan, observer);
  if (!result) return tl::unexpected(result.error().within("--floor"));
  if (result->interrupted) return tl::unexpected(Error{ErrorCode::kInterrupted, "--floor: stopped"});
  auto guards = load::guards_of(plan, *result, {});
  return LoadFloor{*std::move(result), std::move(guards)};
}

std::string floor_text(const LoadFloor& floor) {
  const auto& [result, guards] = floor;
  const auto& open_loop = result.open_loop;
  const stats::Histogram& latency = open_loop ? open_loop->response : result.service;
  std::string text = fmt::format(
      "  floor        {} requests/s · {} ms p50 {} · p99 {}{} · client {} CPU µs per request\n"
      "               the same load, as GET, at a server that does nothing: not subtracted from what stands "
      "above\n",
      report::with_thousands(result.throughput_rps), open_loop ? "response" : "service", ms(latency, 0.5),
      ms(latency, 0.99), open_loop ? " · lateness p99 " + ms(open_loop->lateness, 0.99) : "",
      report::three_digits(result.client_cpu_us_per_request()));
  for (const load::Guard& guard : guards)
    text += fmt::format("               {} {}: {}\n", load::name_of(guard.level), guard.code, guard.detail);
  return text;
}

nlohmann::ordered_json floor_json(const LoadFloor& floor) {
  const load::LoadResult& result = floor.result;
  const auto& open_loop = result.open_loop;
  nlohmann::ordered_json json;
  json["throughput_rps"] = result.throughput_rps;
  json["response_us"] = open_loop ? latency_json(open_loop->response) : nlohmann::ordered_json(nullptr);
  json["service_us"] = latency_json(result.service);
  json["lateness_us"] = open_loop ? latency_json(open_loop->lateness) : nlohmann::ordered_json(nullptr);
  json["client_cpu_us_per_request"] = or_null(result.client_cpu_us_per_request());
  json["guards"] = guards_json(floor.guards);
  return json;
}

}  // namespace harness::cli
