#include "harness/cli/load_options.hpp"

#include <sstream>

#include "harness/base/file.hpp"
#include "harness/base/rate.hpp"
#include "harness/http/url.hpp"
#include "harness/load/series.hpp"
#include "harness/machine/cpus.hpp"

namespace harness::cli {
namespace {

Result<std::pair<std::string, std::string>> parse_header(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || colon == 0) {
    return usage_error("--header: '{}' is not a header; write it as 'Name: value'", text);
  }
  const std::size_t value = text.find_first_not_of(' ', colon + 1);
  return std::pair(text.substr(0, colon), value == std::string::npos ? "" : text.substr(value));
}

/// Leaves `field` alone when nothing was typed.
Result<void> fill(Nanoseconds& field, const char* option, const std::string& typed) {
  if (typed.empty()) return {};
  const auto duration = parse_duration(typed);
  if (!duration) return tl::unexpected(duration.error().within(option));
  field = *duration;
  return {};
}

Result<void> fill_times(load::LoadPlan& plan, const LoadOptions& options) {
  const std::vector<std::tuple<const char*, const std::string&, Nanoseconds&>> fields{
      {"--duration", options.duration, plan.duration},
      {"--warm-up", options.warm_up, plan.lead_in},
      {"--timeout", options.timeout, plan.timeout},
      {"--connect-timeout", options.connect_timeout, plan.connect_timeout},
      {"--interval", options.interval, plan.interval}};
  for (const auto& [name, text, field] : fields) {
    if (auto filled = fill(field, name, text); !filled) return filled;
  }
  if (options.interval.empty()) plan.interval = load::usual_interval(plan.duration);
  plan.connect_patience = std::max(plan.connect_patience, plan.connect_timeout);
  if (options.connect_rate.empty()) return {};
  const auto rate = parse_rate(options.connect_rate);
  if (!rate) return tl::unexpected(rate.error().within("--connect-rate"));
  plan.connect_rate = *rate;
  plan.connect_patience += from_seconds(plan.connections / rate->value);
  return {};
}

/// Where one URL of possibly several was written.
struct Written {
  std::string url;
  std::string where;  ///< empty on the command line
};

Result<std::vector<Written>> urls_of(const LoadOptions& options) {
  if (options.url.empty() && options.urls_file.empty()) {
    return usage_error(
        "load: no URL; write e.g. harness load http://127.0.0.1:8080/plaintext, or --urls FILE");
  }
  if (options.urls_file.empty()) return std::vector{Written{options.url, ""}};
  const auto text = read_file(options.urls_file);
  if (!text) return tl::unexpected(Error{ErrorCode::kUsage, "--urls: " + text.error().message});
  std::vector<Written> urls;
  std::istringstream lines(*text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    line.erase(line.find_last_not_of(" \t\r") + 1);
    if (line.empty() || line.front() == '#') continue;
    urls.push_back({line, fmt::format("{}:{}", options.urls_file, number)});
  }
  if (urls.empty()) return usage_error("--urls: {} lists no URL; write one per line", options.urls_file);
  return urls;
}

Result<load::Ask> ask_for(const http::Url& url, const LoadOptions& options) {
  load::Ask ask;
  ask.request.method = options.method;
  ask.request.target = url.target;
  ask.request.host = http::host_header(url);
  for (const std::string& text : options.headers) {
    auto header = parse_header(text);
    if (!header) return tl::unexpected(header.error());
    ask.request.headers.push_back(*std::move(header));
  }
  if (!options.body_file.empty()) {
    auto body = read_file(options.body_file);
    if (!body) return tl::unexpected(Error{ErrorCode::kUsage, "--body-file: " + body.error().message});
    ask.request.body = *std::move(body);
  }
  if (options.check == "contract") {
    auto expectation = load::contract_expectation(url.target);
    if (!expectation) return tl::unexpected(expectation.error().within("--check contract"));
    ask.expectation = *std::move(expectation);
  }
  return ask;
}

Result<void> fill_requests(load::LoadPlan& plan, const LoadOptions& options) {
  const auto urls = urls_of(options);
  if (!urls) return tl::unexpected(urls.error());
  plan.asks.clear();
  for (const Written& written : *urls) {
    const auto in_its_place = [&](const Error& e) {
      return written.where.empty() ? e : e.within(written.where);
    };
    const auto url = http::parse_url(written.url);
    if (!url) return tl::unexpected(in_its_place(url.error()));
    if (plan.asks.empty()) {
      plan.host = url->host;
      plan.port = url->port;
    } else if (url->host != plan.host || url->port != plan.port) {
      return usage_error(
          "{}: {}:{} is another server than {}:{} of the lines above; one load drives one server",
          written.where, url->host, url->port, plan.host, plan.port);
    }
    auto ask = ask_for(*url, options);
    if (!ask) return tl::unexpected(in_its_place(ask.error()));
    plan.asks.push_back(*std::move(ask));
  }
  return {};
}

Result<void> fill_schedule(load::LoadPlan& plan, const LoadOptions& options) {
  const bool searching = options.slo.has_value();  // from the lowest rate upwards
  if (options.rate.empty() && !searching) return {};
  const auto rate = parse_rate(searching ? options.slo_start : options.rate);
  if (!rate) return tl::unexpected(rate.error().within(searching ? "--slo-start" : "--rate"));
  load::ScheduleSpec schedule;
  schedule.rate = *rate;
  schedule.arrivals = load::arrivals_named(options.arrivals);
  schedule.at_once = options.connections;
  schedule.seed = options.seed;
  plan.dispatch = options.dispatch == "sticky" ? load::Dispatch::kSticky : load::Dispatch::kPooled;
  plan.spin = options.spin == "always"  ? load::Spin::kAlways
              : options.spin == "never" ? load::Spin::kNever
                                        : load::Spin::kBeforeDue;
  if (auto filled = fill(schedule.ramp, "--ramp", options.ramp); !filled) return filled;
  if (!options.deadline.empty()) {
    if (auto filled = fill(plan.deadline.emplace(), "--deadline", options.deadline); !filled) return filled;
  }
  plan.schedule = schedule;
  return {};
}

}  // namespace

std::string load_title(const LoadOptions& options) {
  return options.urls_file.empty() ? options.url : options.urls_file;
}

Result<load::LoadPlan> load_plan_of(const LoadOptions& options) {
  load::LoadPlan plan;
  plan.connections = options.connections;
  plan.threads = options.threads;
  plan.seed = options.seed;
  plan.stamp_one_in = options.stamp_one_in;
  if (auto filled = fill_times(plan, options); !filled) return tl::unexpected(filled.error());
  if (auto filled = fill_requests(plan, options); !filled) return tl::unexpected(filled.error());
  if (auto filled = fill_schedule(plan, options); !filled) return tl::unexpected(filled.error());
  if (!options.cpus.empty()) {
    auto cpus = machine::parse_cpu_list(options.cpus);
    if (!cpus) return tl::unexpected(cpus.error().within("--cpus"));
    plan.cpus = *std::move(cpus);
  }
  return plan;
}

}  // namespace harness::cli
