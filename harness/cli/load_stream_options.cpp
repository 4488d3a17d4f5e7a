#include "harness/base/rate.hpp"
#include "harness/cli/load_stream.hpp"
#include "harness/http/url.hpp"
#include "harness/machine/cpus.hpp"

namespace harness::cli {
namespace {

Result<void> refuse_what_has_no_meaning(const LoadOptions& options) {
  const LoadOptions untouched;
  const char* kind = options.sse                     ? "an event stream"
                     : http::is_tcp_url(options.url) ? "a load of lines"
                                                     : "a WebSocket load";
  const std::pair<bool, const char*> typed[] = {
      {!options.urls_file.empty(), "--urls"},
      {options.threads != untouched.threads, "--threads"},
      {!options.connect_rate.empty(), "--connect-rate"},
      {options.dispatch != untouched.dispatch, "--dispatch"},
      {options.spin != untouched.spin, "--spin"},
      {!options.deadline.empty(), "--deadline"},
      {options.method != untouched.method, "--method"},
      {!options.body_file.empty(), "--body-file"},
      {!options.headers.empty(), "--header"},
      {options.check != untouched.check, "--check"},
      {!options.floor.empty(), "--floor"},
      {!options.hdr_log.empty(), "--hdr-log"},
      {!options.hgrm.empty(), "--hgrm"},
      {options.sse && options.slo.has_value(), "--slo"},
      {options.sse && !options.rate.empty(), "--rate"},
      {options.sse && options.message_bytes != untouched.message_bytes, "--message-bytes"},
      {options.sse && options.rooms != untouched.rooms, "--rooms"}};
  for (const auto& [was_typed, option] : typed) {
    if (was_typed) return usage_error("{}: has no meaning for {}; remove it", option, kind);
  }
  return {};
}

Result<void> parse_into(Nanoseconds& field, const char* option, const std::string& typed) {
  const auto duration = parse_duration(typed);
  if (!duration) return tl::unexpected(duration.error().within(option));
  field = *duration;
  return {};
}

Result<std::optional<int>> cpu_of(const LoadOptions& options) {
  if (options.cpus.empty()) return std::nullopt;
  const auto cpus = machine::parse_cpu_list(options.cpus);
  if (!cpus) return tl::unexpected(cpus.error().within("--cpus"));
  if (cpus->size() != 1)
    return usage_error("--cpus: '{}' names {} CPUs; this client has one thread", options.cpus, cpus->size());
  return cpus->front();
}

Result<void> fill_schedule(stream::WebSocketPlan& plan, const LoadOptions& options) {
  if (options.rate.empty()) return {};
  const auto rate = parse_rate(options.rate);
  if (!rate) return tl::unexpected(rate.error().within("--rate"));
  load::ScheduleSpec schedule;
  schedule.rate = *rate;
  schedule.arrivals = load::arrivals_named(options.arrivals);
  schedule.at_once = options.connections;
  schedule.seed = options.seed;
  if (!options.ramp.empty()) {
    if (auto filled = parse_into(schedule.ramp, "--ramp", options.ramp); !filled) return filled;
  }
  plan.schedule = schedule;
  return {};
}

}  // namespace

bool is_stream_load(const LoadOptions& options) {
  return options.sse || http::is_websocket_url(options.url) || http::is_tcp_url(options.url);
}

Result<stream::WebSocketPlan> websocket_plan_of(const LoadOptions& options) {
  if (auto fine = refuse_what_has_no_meaning(options); !fine) return tl::unexpected(fine.error());
  const bool lines = http::is_tcp_url(options.url);
  const auto url = lines ? http::parse_tcp_url(options.url) : http::parse_websocket_url(options.url);
  if (!url) return tl::unexpected(url.error());
  stream::WebSocketPlan plan;
  plan.host = url->host;
  plan.port = url->port;
  plan.host_header = http::host_header(*url);
  plan.target = url->target;
  plan.conversation = lines ? stream::Conversation::kLines : stream::conversation_of(url->target);
  plan.connections = options.connections;
  plan.message_bytes = options.message_bytes;
  plan.rooms = options.rooms;
  const std::tuple<Nanoseconds&, const char*, const std::string&> times[] = {
      {plan.duration, "--duration", options.duration},
      {plan.lead_in, "--warm-up", options.warm_up},
      {plan.timeout, "--timeout", options.timeout},
      {plan.connect_patience, "--connect-timeout", options.connect_timeout}};
  for (const auto& [field, option, typed] : times) {
    if (auto filled = parse_into(field, option, typed); !filled) return tl::unexpected(filled.error());
  }
  if (auto filled = fill_schedule(plan, options); !filled) return tl::unexpected(filled.error());
  const auto cpu = cpu_of(options);
  if (!cpu) return tl::unexpected(cpu.error());
  plan.cpu = *cpu;
  return plan;
}

Result<stream::SsePlan> sse_plan_of(const LoadOptions& options) {
  if (http::is_websocket_url(options.url))
    return usage_error("--sse: '{}' is a WebSocket; write http://host:port/sse?n=100&hz=10", options.url);
  if (auto fine = refuse_what_has_no_meaning(options); !fine) return tl::unexpected(fine.error());
  const auto url = http::parse_url(options.url);
  if (!url) return tl::unexpected(url.error());
  const auto cadence = stream::cadence_of(url->target);
  if (!cadence) return tl::unexpected(cadence.error().within("--sse"));
  stream::SsePlan plan;
  plan.host = url->host;
  plan.port = url->port;
  plan.host_header = http::host_header(*url);
  plan.target = url->target;
  plan.cadence = *cadence;
  plan.streams = options.connections;
  if (auto filled = parse_into(plan.timeout, "--timeout", options.timeout); !filled)
    return tl::unexpected(filled.error());
  if (auto filled = parse_into(plan.connect_patience, "--connect-timeout", options.connect_timeout); !filled)
    return tl::unexpected(filled.error());
  const auto cpu = cpu_of(options);
  if (!cpu) return tl::unexpected(cpu.error());
  plan.cpu = *cpu;
  return plan;
}

}  // namespace harness::cli
