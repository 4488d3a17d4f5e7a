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

}  // namespace

int main(int argc, char** argv) {
  using namespace harness;
  const auto options = reference::read_options(std::span(argv, static_cast<std::size_t>(argc)));
  if (!options) return fail(options.error().message, kUsage);
  reference::raise_descriptor_limit();
  const auto listener = reference::listen_on_loopback(options->port, options->backlog);
  if (!listener) {
    const auto message =
        errno_message(fmt::format("cannot listen on 127.0.0.1:{}", options->port), listener.error());
    return fail(message, listener.error() == EADDRINUSE ? kPortTaken : kUsage);
  }
  if (options->null_server) {
    const auto served = reference::serve_nothing(*listener);
    return served ? 0 : fail(served.error().message, kUsage);
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
  reference::serve_contract(*listener, *options, **team, *seat);
  return 0;
}
