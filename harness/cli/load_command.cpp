#include "harness/base/file.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/load_output.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/http/url.hpp"
#include "harness/load/engine.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/machine/fitness.hpp"
#include "harness/process/signals.hpp"

namespace harness::cli {
namespace {

class UntilStopped : public load::Observer {
 public:
  bool stop_requested() override { return process::StopRequest::requested(); }
};

Result<std::pair<std::string, std::string>> parse_header(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || colon == 0) {
    return usage_error("--header: '{}' is not a header; write it as 'Name: value'", text);
  }
  const std::size_t value = text.find_first_not_of(' ', colon + 1);
  return std::pair(text.substr(0, colon), value == std::string::npos ? "" : text.substr(value));
}

Result<void> fill_times(load::LoadPlan& plan, const LoadOptions& options) {
  const std::vector<std::tuple<const char*, const std::string&, Nanoseconds&>> fields{
      {"--duration", options.duration, plan.duration},
      {"--warm-up", options.warm_up, plan.lead_in},
      {"--timeout", options.timeout, plan.timeout}};
  for (const auto& [name, text, field] : fields) {
    const auto duration = parse_duration(text);
    if (!duration) return tl::unexpected(duration.error().within(name));
    field = *duration;
  }
  return {};
}

Result<void> fill_request(load::LoadPlan& plan, const LoadOptions& options) {
  const auto url = http::parse_url(options.url);
  if (!url) return tl::unexpected(url.error());
  plan.host = url->host;
  plan.port = url->port;
  plan.request.method = options.method;
  plan.request.target = url->target;
  plan.request.host = http::host_header(*url);
  for (const std::string& text : options.headers) {
    auto header = parse_header(text);
    if (!header) return tl::unexpected(header.error());
    plan.request.headers.push_back(*std::move(header));
  }
  if (!options.body_file.empty()) {
    auto body = read_file(options.body_file);
    if (!body) return tl::unexpected(Error{ErrorCode::kUsage, "--body-file: " + body.error().message});
    plan.request.body = *std::move(body);
  }
  if (options.check == "contract") {
    auto expectation = load::contract_expectation(url->target);
    if (!expectation) return tl::unexpected(expectation.error().within("--check contract"));
    plan.expectation = *std::move(expectation);
  }
  return {};
}

Result<load::LoadPlan> plan_of(const LoadOptions& options) {
  if (!options.rate.empty() || !options.arrivals.empty()) {
    return usage_error(
        "--rate, --arrivals: the open loop is not in this version; leave them out for a closed loop of "
        "--connections requests in flight");
  }
  load::LoadPlan plan;
  plan.connections = options.connections;
  plan.threads = options.threads;
  plan.seed = options.seed;
  if (auto filled = fill_times(plan, options); !filled) return tl::unexpected(filled.error());
  if (auto filled = fill_request(plan, options); !filled) return tl::unexpected(filled.error());
  if (!options.cpus.empty()) {
    auto cpus = machine::parse_cpu_list(options.cpus);
    if (!cpus) return tl::unexpected(cpus.error().within("--cpus"));
    plan.cpus = *std::move(cpus);
  }
  return plan;
}

Result<int> load_once(const LoadOptions& options) {
  const auto plan = plan_of(options);
  if (!plan) return tl::unexpected(plan.error());
  if (auto raised = machine::raise_fd_limit(); !raised) return tl::unexpected(raised.error());
  if (plan->duration > seconds(2)) {
    fmt::print(stderr, "{} connections for {} after {} of warm-up\n", plan->connections,
               human(plan->duration), human(plan->lead_in));
  }
  const process::StopRequest stop_request;
  UntilStopped observer;
  const auto result = load::run(*plan, observer);
  if (!result) return tl::unexpected(result.error());
  fmt::print("{}", options.format == "json" ? load_json(options.url, *plan, *result)
                                            : load_text(options.url, *plan, *result));
  if (result->interrupted) return kStopped;
  return result->ledger.balances() && result->ledger.ok > 0 ? kDone : kMeasuredButInvalid;
}

}  // namespace

int load_command(const LoadOptions& options) {
  const auto code = load_once(options);
  return code ? *code : report_error(code.error());
}

}  // namespace harness::cli
