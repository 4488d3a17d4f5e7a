#include "harness/process/server.hpp"

#include <algorithm>
#include <cstdlib>

#include <string.h>
#include <unistd.h>

#include "harness/process/launch_steps.hpp"
#include "harness/process/log_file.hpp"
#include "harness/process/supervision.hpp"

namespace harness::process {

namespace fs = std::filesystem;

struct Server::State {
  State(LaunchSpec launched, Supervision supervised)
      : spec(std::move(launched)), supervision(std::move(supervised)) {}

  LaunchSpec spec;
  std::unique_ptr<Server> companion;  // before supervision: it ends last
  std::unique_ptr<Server> next;       // and so does this
  Supervision supervision;
  std::uint16_t port = 0;
  std::vector<int> pids;
  Instant ready_at;
  Nanoseconds ready_to_first_200{0};
  std::uint64_t log_bytes_at_ready = 0;
};

namespace {

/// What the supervisor needs after a successful end: SIGKILL and reaping of the leftovers.
constexpr Nanoseconds kSweepPatience = seconds(15);

}  // namespace

std::string to_text(const Exit& exit) {
  if (!exit.signaled) return fmt::format("exited with code {}", exit.code_or_signal);
  const char* name = ::strsignal(exit.code_or_signal);
  return fmt::format("was killed by signal {} ({})", exit.code_or_signal, name != nullptr ? name : "unknown");
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() {
  if (state_) static_cast<void>(stop());
}

Result<Server> Server::launch(const LaunchSpec& wanted) {
  const Result<LaunchSpec> spec = completed(wanted);
  if (!spec) return tl::unexpected(spec.error());
  Result<Supervision> supervision = Supervision::start(*spec);
  if (!supervision) return tl::unexpected(supervision.error().within(spec->name));
  Server server(std::make_unique<State>(*spec, std::move(*supervision)));
  State& state = *server.state_;
  const Instant deadline = SteadyClock{}.now() + spec->ready_timeout;

  const Result<ReadyLine> ready = wait_until_ready(*spec, state.supervision, deadline, state.ready_at);
  if (!ready) return tl::unexpected(ready.error());
  if (spec->port != 0 && ready->port && *ready->port != spec->port) {
    return launch_failed(*spec, fmt::format("it listens on port {} instead of {}", *ready->port, spec->port),
                         "the server must listen on the port it is given");
  }
  state.port = spec->port != 0 ? spec->port : static_cast<std::uint16_t>(ready->port.value_or(0));
  state.pids = ready->pids;
  const Result<Instant> first_200 = wait_for_200(*spec, state.port, state.supervision, deadline);
  if (!first_200) return tl::unexpected(first_200.error());
  state.ready_to_first_200 = *first_200 - state.ready_at;
  state.log_bytes_at_ready = size_of(spec->stdout_log) + size_of(spec->stderr_log);
  return server;
}

const std::string& Server::name() const {
  return state_->spec.name;
}
std::uint16_t Server::port() const {
  return state_->port;
}
std::uint16_t Server::line_port() const {
  return state_->spec.line_port;
}
int Server::pid() const {
  return state_->supervision.pid().value_or(-1);
}
std::vector<int> Server::pids() const {
  return state_->pids.empty() ? std::vector<int>{pid()} : state_->pids;
}
Nanoseconds Server::exec_to_ready() const {
  return state_->ready_at - state_->supervision.exec_at();
}
Nanoseconds Server::ready_to_first_200() const {
  return state_->ready_to_first_200;
}

void Server::go_on_with(Server next) {
  state_->next = std::make_unique<Server>(std::move(next));
}
const Server& Server::last() const {
  return state_->next ? state_->next->last() : *this;
}

void Server::accompany(Server companion) {
  state_->companion = std::make_unique<Server>(std::move(companion));
}
const Server* Server::companion() const {
  return state_->companion.get();
}

Result<Nanoseconds> Server::cpu_time() const {
  if (!is_alive(pid())) return environment_error("{}: the server has ended, its CPU time is gone", name());
  auto own = tree_cpu_time(state_->supervision.supervisor_pid());
  if (!own) return tl::unexpected(own.error().within(name()));
  if (!state_->next) return own;
  return state_->next->cpu_time().map([&](Nanoseconds of_the_next) { return *own + of_the_next; });
}

TreeClock Server::cpu_clock() const {
  const TreeClock own = TreeClock::below(state_->supervision.supervisor_pid());
  return state_->next ? own.together_with(state_->next->cpu_clock()) : own;
}

Result<Memory> Server::memory() const {
  if (!is_alive(pid()))
    return environment_error("{}: the server has ended, it has no memory to measure", name());
  auto own = tree_memory(state_->supervision.supervisor_pid());
  if (!own) return tl::unexpected(own.error().within(name()));
  if (!state_->next) return own;
  return state_->next->memory().map([&](Memory all) {
    all.pss_kib += own->pss_kib;
    all.processes += own->processes;
    all.threads += own->threads;
    return all;
  });
}

Result<TreeUsage> Server::usage() const {
  const Result<Nanoseconds> cpu = cpu_time();
  if (!cpu) return tl::unexpected(cpu.error());
  return memory().map([&](const Memory& memory) { return TreeUsage{*cpu, memory}; });
}

std::optional<Exit> Server::exited() {
  state_->supervision.read_reports();
  if (auto own = state_->supervision.exit(); own || !state_->next) return own;
  return state_->next->exited();
}

std::string Server::log_tail(int lines) const {
  const std::string own = tail_of_both(state_->spec, lines);
  return state_->next ? own + state_->next->log_tail(lines) : own;
}

std::uint64_t Server::log_bytes_since_ready() const {
  const std::uint64_t now = size_of(state_->spec.stdout_log) + size_of(state_->spec.stderr_log);
  const std::uint64_t own = now - std::min(now, state_->log_bytes_at_ready);
  return state_->next ? own + state_->next->log_bytes_since_ready() : own;
}

Result<Exit> Server::stop() {
  Supervision& supervision = state_->supervision;
  supervision.end(state_->spec.stop_grace + kSweepPatience);
  if (state_->next) static_cast<void>(state_->next->stop());
  if (supervision.exit()) return *supervision.exit();
  return environment_error("{}: it is not known how the server ended: its supervisor did not say", name());
}

int Server::left_behind() const {
  const int own = state_->supervision.left_behind();
  return state_->next ? own + state_->next->left_behind() : own;
}

fs::path supervisor_path() {
  if (const char* named = std::getenv("HARNESS_SUPERVISOR")) return named;
  std::error_code failure;
  return fs::read_symlink("/proc/self/exe", failure).parent_path() / "harness-supervisor";
}

}  // namespace harness::process
