#include <cstdlib>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "harness/cli/color.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/log_folder.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/experiment/inspection.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/process/signals.hpp"
#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using verify::Check;

struct Verified {
  std::string stack;
  std::string launch_problem;  ///< empty when it ran
  std::vector<Check> checks;
  [[nodiscard]] std::size_t count(verify::Outcome outcome) const {
    return static_cast<std::size_t>(std::count_if(
        checks.begin(), checks.end(), [&](const Check& check) { return check.outcome == outcome; }));
  }
  [[nodiscard]] bool passed() const { return launch_problem.empty() && count(verify::Outcome::kFail) == 0; }
};

Verified verify_stack(const experiment::Arm& arm, const LogFolder& logs) {
  Verified verified{arm.name(), "", {}};
  if (arm.absent) {
    verified.launch_problem = "absent: " + *arm.absent;
    return verified;
  }
  auto server = experiment::launch(
      arm, {machine::default_split().server, 0, logs.path() / "stdout", logs.path() / "stderr"});
  if (!server) {
    verified.launch_problem = server.error().message;
    return verified;
  }
  verified.checks = experiment::inspect(*server, *arm.stack);
  verified.checks.push_back(experiment::stops_cleanly(*server));
  return verified;
}

const char* to_text(verify::Outcome outcome) {
  switch (outcome) {
    case verify::Outcome::kPass:
      return "pass";
    case verify::Outcome::kFail:
      return "FAIL";
    case verify::Outcome::kNotApplicable:
      break;
  }
  return "n/a";
}

void print_text(const Verified& verified) {
  fmt::print("{}  {}\n", verified.passed() ? "ok  " : "FAIL", verified.stack);
  if (!verified.launch_problem.empty()) fmt::print("      {}\n", verified.launch_problem);
  for (const Check& check : verified.checks) {
    fmt::print("      {}  {}  {}\n", report::padded_right(to_text(check.outcome), 4),
               report::padded_right(check.name, 24), check.detail);
  }
}

ordered_json to_json(const Verified& verified) {
  ordered_json json{
      {"stack", verified.stack}, {"passed", verified.passed()}, {"launch_problem", verified.launch_problem}};
  json["checks"] = ordered_json::array();
  for (const Check& check : verified.checks) {
    json["checks"].push_back(
        {{"name", check.name}, {"outcome", to_text(check.outcome)}, {"detail", check.detail}});
  }
  return json;
}

std::vector<std::string> all_ids(const workload::Catalog& catalog) {
  std::vector<std::string> ids;
  for (const workload::Stack& stack : catalog.stacks) ids.push_back(stack.id);
  return ids;
}

Result<int> verify_all(const VerifyOptions& options) {
  const auto project = find_project();
  if (!project) return tl::unexpected(project.error());
  const auto loaded = load_project_catalog(*project, options.stacks);
  if (!loaded) return tl::unexpected(loaded.error());
  const auto ids = loaded->stack_ids.empty() ? all_ids(loaded->catalog) : loaded->stack_ids;

  const process::StopRequest stop_request;
  const LogFolder logs;
  ordered_json json = ordered_json::array();
  std::size_t failures = 0;
  for (const std::string& id : ids) {
    if (process::StopRequest::requested()) return kStopped;
    const auto stack = workload::stack_named(loaded->catalog, id);
    if (!stack) return tl::unexpected(stack.error().within("--stacks"));
    const auto arm = experiment::arm_of(loaded->catalog, **stack);
    if (!arm) return tl::unexpected(arm.error());
    fmt::print(stderr, "verifying {} …\n", id);
    const Verified verified = verify_stack(*arm, logs);
    failures += verified.passed() ? 0 : 1;
    if (options.format == "json") {
      json.push_back(to_json(verified));
    } else {
      print_text(verified);
    }
  }
  if (options.format == "json")
    fmt::print("{}\n", json.dump(2, ' ', false, ordered_json::error_handler_t::replace));
  if (failures > 0) fmt::print(stderr, "{} of {} stacks do not keep the contract\n", failures, ids.size());
  return failures > 0 ? kEnvironmentUnfit : kDone;
}

}  // namespace

int verify_command(const VerifyOptions& options) {
  if (options.mutations) return mutations_command(options);
  const auto code = verify_all(options);
  return code ? *code : report_error(code.error());
}

}  // namespace harness::cli
