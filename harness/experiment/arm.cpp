#include "harness/experiment/arm.hpp"

#include <algorithm>

#include <unistd.h>

#include "harness/experiment/data_folder.hpp"
#include "harness/experiment/downstream.hpp"
#include "harness/experiment/interpreter.hpp"

namespace harness::experiment {
namespace {

std::string replaced(std::string text, std::string_view placeholder, const std::string& value) {
  for (std::size_t at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + value.size())) {
    text.replace(at, placeholder.size(), value);
  }
  return text;
}

std::optional<std::string> what_is_missing(const workload::Stack& stack, const workload::Runtime& runtime) {
  for (const std::string& file : stack.needs) {
    if (!std::filesystem::exists(stack.file.parent_path() / file))
      return fmt::format("{} is missing; run: {}", file, runtime.install);
  }
  return stack.lost;
}

/// A claim about a build without the lock would be decided by one that has it.
std::optional<std::string> what_is_another(const workload::Runtime& runtime,
                                           const std::filesystem::path& workloads) {
  if (runtime.gil.empty()) return std::nullopt;
  const auto it = ask(runtime.program, workloads);
  if (!it) return it.error().message;
  if (it->gil == runtime.gil) return std::nullopt;
  return fmt::format("{} has its lock '{}', and '{}' stands for a build with it '{}'; run: {}",
                     runtime.program.string(), it->gil, runtime.id, runtime.gil, runtime.install);
}

/// Flavours of its kernels, or what it reads of sources.
std::vector<std::string> jobs_of(const workload::Suite& suite) {
  std::vector<std::string> jobs;
  for (const workload::JobLine& line : suite.jobs)
    jobs.insert(jobs.end(), line.flavours.begin(), line.flavours.end());
  if (suite.reads_sources()) jobs.insert(jobs.end(), {"source", "mutants"});
  return jobs;
}

bool does_any(const workload::Stack& stack, const std::vector<std::string>& jobs) {
  return jobs.empty() || std::ranges::any_of(jobs, [&](const std::string& job) {
           return std::ranges::find(stack.jobs, job) != stack.jobs.end();
         });
}

bool has_jobs_beside(const workload::Suite& suite) {
  return std::ranges::any_of(suite.load, [](const workload::LoadLine& line) {
    return !line.beside.empty() || !line.beside_full_only.empty();
  });
}

}  // namespace

std::string Arm::name() const {
  switch (control) {
    case Control::kNone:
      break;
    case Control::kSame:
      return results::Controls{stack->id}.same_arm();
    case Control::kSlower:
      return results::Controls{stack->id}.slower_arm();
  }
  return stack->id;
}

workload::Stack Arm::as_launched() const {
  workload::Stack launched = *stack;
  launched.workers = workers;
  return launched;
}

bool Arm::serves(std::string_view target) const {
  const std::string_view path = target.substr(0, target.find('?'));
  const auto lies_on = [path](std::string_view row) {
    return path.starts_with(row) && (path.size() == row.size() || path[row.size()] == '/');
  };
  return stack->endpoints.empty() || std::ranges::any_of(stack->endpoints, lies_on);
}

std::string Arm::file_name() const {
  std::string text = name();
  std::ranges::replace_if(
      text, [](char c) { return c == '/' || c == ':'; }, '-');
  if (workers != stack->workers) text += fmt::format("-w{}", workers);
  return hops == 1 ? text : fmt::format("{}-h{}", text, hops);
}

bool Arm::suits(const workload::Cell& cell) const {
  return (cell.workers == 0 || cell.workers == workers) && (cell.hops == 0 || cell.hops == hops);
}

results::Controls controls_of(const workload::ControlLine& line) {
  results::Controls controls;
  controls.stack = line.stack;
  controls.target = line.cell.target;
  controls.connections = line.cell.connections;
  const bool closed_loop = line.cell == workload::Cell{line.cell.target, line.cell.connections};
  if (!closed_loop) controls.cell = line.cell.id();
  controls.metric = line.metric;
  controls.no_slower = line.no_slower;
  return controls;
}

std::vector<Arm> control_arms(const workload::Suite& suite, std::span<const Arm> arms) {
  std::vector<Arm> controls;
  if (!suite.controls) return controls;
  for (const Arm& arm : arms) {
    if (arm.stack->id != suite.controls->stack || !arm.suits(suite.controls->cell)) continue;
    controls.emplace_back(arm).control = Control::kSame;
    if (suite.controls->no_slower.empty()) controls.emplace_back(arm).control = Control::kSlower;
  }
  return controls;
}

std::optional<std::string> why_absent(const workload::Runtime& runtime) {
  if (runtime.program.empty())
    return fmt::format("runtime '{}' has no program; run: {}", runtime.id, runtime.install);
  if (::access(runtime.program.c_str(), X_OK) == 0) return std::nullopt;
  return fmt::format("runtime '{}' is not installed ({} is missing); run: {}", runtime.id,
                     runtime.program.string(), runtime.install);
}

Result<Arm> arm_of(const workload::Catalog& catalog, const workload::Stack& stack) {
  const auto runtime = workload::runtime_named(catalog, stack.runtime);
  if (!runtime) return tl::unexpected(runtime.error().within(stack.file.string()));
  Arm arm{&stack, *runtime, stack.workers, why_absent(**runtime), Control::kNone};
  if (!arm.absent) arm.absent = what_is_missing(stack, **runtime);
  if (!arm.absent) arm.absent = what_is_another(**runtime, catalog.root);
  if (const auto& why = stack.not_testable_here)
    arm.absent = fmt::format("NOT_TESTABLE_HERE: {}; this would test it: {}", why->reason, why->command);
  return arm;
}

Result<std::vector<Arm>> arms_of(const workload::Catalog& catalog, const workload::Suite& suite,
                                 std::span<const std::string> chosen) {
  std::vector<Arm> arms;
  for (const std::string& id : chosen.empty() ? std::span<const std::string>(suite.stacks) : chosen) {
    const auto stack = workload::stack_named(catalog, id);
    if (!stack) return tl::unexpected(stack.error());
    if ((*stack)->jobs.empty() != suite.starts_servers()) {
      return usage_error(
          "'{}' {}, so it has no place in the suite '{}'", id,
          suite.starts_servers() ? "runs jobs and is no server" : "is a server and runs no jobs", suite.id);
    }
    if (!does_any(**stack, jobs_of(suite))) {
      return usage_error("'{}' does none of what the suite '{}' asks for (it does {})", id, suite.id,
                         fmt::join((*stack)->jobs, ", "));
    }
    auto arm = arm_of(catalog, **stack);
    if (!arm) return tl::unexpected(arm.error());
    arm->watches_loop = has_jobs_beside(suite);
    if (suite.varies_workers() && !(*stack)->scales) {
      return usage_error(
          "'{}' has no `workers` in its manifest, so it cannot do what the suite '{}' asks for", id,
          suite.id);
    }
    for (const int workers : suite.workers()) arms.emplace_back(*arm).workers = workers;
    for (const int hops : suite.hops()) arms.emplace_back(*arm).hops = hops;
    if (!suite.varies_workers() && suite.hops().empty()) arms.push_back(*std::move(arm));
  }
  return arms;
}

process::LaunchSpec launch_spec(const Arm& arm, const LaunchPlace& place) {
  process::LaunchSpec spec;
  spec.name = arm.name();
  spec.program = arm.runtime->program;
  const std::string port = std::to_string(place.port);
  const auto& argv = arm.control == Control::kSlower ? arm.stack->slower_argv : arm.stack->argv;
  for (std::size_t i = 0; i < argv.size(); ++i) {
    const std::string word =
        replaced(replaced(argv[i], "{runtime}", arm.runtime->program.string()), "{port}", port);
    if (i == 0) {
      spec.program = word;
    } else {
      spec.arguments.push_back(word);
    }
  }
  spec.environment = arm.stack->env;
  spec.environment["PORT"] = port;
  spec.environment["WORKERS"] = std::to_string(arm.workers);
  spec.environment["BACKLOG"] = "4096";
  spec.environment["LOG"] = "none";
  if (!place.data_dir.empty()) spec.environment["DATA_DIR"] = place.data_dir;
  if (place.down_port != 0) spec.environment["DOWN_PORT"] = std::to_string(place.down_port);
  if (!place.down_path.empty()) spec.environment["DOWN_PATH"] = place.down_path;
  if (place.line_port != 0) spec.environment["LINE_PORT"] = std::to_string(place.line_port);
  if (arm.watches_loop) spec.environment["STATS"] = "lag";
  spec.working_directory = arm.stack->file.parent_path();
  spec.cpus = place.cpus;
  spec.port = place.port;
  spec.line_port = place.line_port;
  spec.stdout_log = place.stdout_log;
  spec.stderr_log = place.stderr_log;
  return spec;
}

namespace {

bool takes_lines(const workload::Stack& stack) {
  return std::ranges::find(stack.endpoints, "/lines") != stack.endpoints.end();
}

Result<process::Server> launch_on_a_free_port(const Arm& arm, LaunchPlace place) {
  for (bool again = true;; again = false) {
    const auto port = process::free_port();
    if (!port) return tl::unexpected(port.error());
    place.port = *port;
    if (takes_lines(*arm.stack)) {
      const auto line_port = process::free_port();
      if (!line_port) return tl::unexpected(line_port.error());
      place.line_port = *line_port;
    }
    auto server = process::Server::launch(launch_spec(arm, place));
    if (!server && again && process::is_port_taken(server.error())) continue;
    return server;
  }
}

/// The hop with that number, counted from the last; the first of all keeps the logs' names.
LaunchPlace place_of_hop(LaunchPlace place, int hop, int hops) {
  if (hop == hops) return place;
  place.stdout_log += fmt::format(".{}", hop);
  place.stderr_log += fmt::format(".{}", hop);
  return place;
}

}  // namespace

Result<process::Server> launch(const Arm& arm, LaunchPlace place) {
  auto data = data_dir_of(*arm.stack);
  if (!data) return tl::unexpected(data.error());
  place.data_dir = *std::move(data);
  if (!asks_downstream(*arm.stack)) return launch_on_a_free_port(arm, place);

  auto downstream = launch_downstream(place.cpus, place.stdout_log, place.stderr_log);
  if (!downstream) return downstream;
  place.down_port = downstream->port();
  auto server = launch_on_a_free_port(arm, place_of_hop(place, 1, arm.hops));
  if (server) server->accompany(*std::move(downstream));
  place.down_path = "/down";
  for (int hop = 2; server && hop <= arm.hops; ++hop) {
    place.down_port = server->port();
    auto before = launch_on_a_free_port(arm, place_of_hop(place, hop, arm.hops));
    if (before) before->go_on_with(*std::move(server));
    server = std::move(before);
  }
  return server;
}

}  // namespace harness::experiment
