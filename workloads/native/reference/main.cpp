#include <cerrno>
#include <cstdio>
#include <span>

#include "workloads/native/reference/listener.hpp"
#include "workloads/native/reference/null_server.hpp"
#include "workloads/native/reference/options.hpp"
#include "workloads/native/reference/server.hpp"
#include <fmt/core.h>

#include "harness/base/error.hpp"

namespace {

constexpr int kUsage = 2;
constexpr int kPortTaken = 98;  // EADDRINUSE's number on Linux

int fail(const std::string& message, int code) {
  fmt::print(stderr, "harness-reference: {}\n", message);
  return code;
}

int fail_to_listen(std::uint16_t port, int reason) {
  const auto message = harness::errno_message(fmt::format("cannot listen on 127.0.0.1:{}", port), reason);
  return fail(message, reason == EADDRINUSE ? kPortTaken : kUsage);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace harness;
  const auto options = reference::read_options(std::span(argv, static_cast<std::size_t>(argc)));
  if (!options) return fail(options.error().message, kUsage);
  reference::raise_descriptor_limit();
  const auto listener = reference::listen_on_loopback(options->port, options->backlog);
  if (!listener) return fail_to_listen(options->port, listener.error());
  if (options->null_server) {
    const auto served = reference::serve_nothing(*listener);
    return served ? 0 : fail(served.error().message, kUsage);
  }
  reference::Listener lines;
  if (options->line_port != 0) {
    const auto taken = reference::listen_on_loopback(options->line_port, options->backlog);
    if (!taken) return fail_to_listen(options->line_port, taken.error());
    lines = *taken;
  }
  const auto team = reference::make_team(options->workers);
  if (!team) return fail(team.error().message, kUsage);
  reference::Seat* seat = &(*team)->seats.front();
  if (options->prefork) {
    int code = 0;
    const auto forked = reference::fork_workers(**team, code);
    if (!forked) return fail(forked.error().message, kUsage);
    if (*forked == nullptr) return code;
    seat = *forked;
  }
  reference::serve_contract(*listener, lines, *options, **team, *seat);
  return 0;
}
