// The exact server as a program of its own, to hold any load generator against. Says where it listens like a
// stack does, and at SIGTERM or SIGINT what it really delivered, so that a reader can tell its noise from
// theirs.
#include <csignal>
#include <cstdio>

#include "tests/component/load/exact_server.hpp"
#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <unistd.h>

#include "harness/base/duration.hpp"

namespace {

using namespace harness;

std::string microseconds_or_null(std::optional<Nanoseconds> value) {
  return value ? fmt::format("{:.1f}", to_microseconds(*value)) : "null";
}

void serve_until_told_to_stop(Nanoseconds delay, int cpu) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &stop, nullptr);  // before the server's thread, which inherits it
  test::ExactServer server([delay](std::uint64_t) { return delay; }, cpu);
  fmt::print("{{\"ready\":true,\"pids\":[{}],\"port\":{}}}\n", ::getpid(), server.port());
  std::fflush(stdout);
  int signal = 0;
  ::sigwait(&stop, &signal);
  server.stop();
  const stats::Histogram& delivered = server.delivered();
  fmt::print(
      "{{\"requests\":{},\"delivered_us\":{{\"p50\":{},\"p99\":{},\"max\":{}}},\"longest_pause_us\":{}}}\n",
      server.requests(), microseconds_or_null(delivered.quantile(0.5)),
      microseconds_or_null(delivered.quantile(0.99)), microseconds_or_null(delivered.max()),
      microseconds_or_null(server.longest_pause()));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Answers every request on 127.0.0.1 after an exact delay. It never sleeps: give it a CPU of its own.",
      "exact-server");
  std::string delay_text;
  int cpu = 0;
  app.add_option("--delay", delay_text, "From reading a request to writing its answer, e.g. 5ms")->required();
  app.add_option("--cpu", cpu, "The CPU it keeps busy")
      ->capture_default_str()
      ->check(CLI::Range(0, CPU_SETSIZE - 1));
  CLI11_PARSE(app, argc, argv);
  const auto delay = parse_duration(delay_text);
  if (!delay) {
    fmt::print(stderr, "exact-server: {}\n", delay.error().within("--delay").message);
    return 1;
  }
  serve_until_told_to_stop(*delay, cpu);
  return 0;
}
