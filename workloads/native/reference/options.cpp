#include "workloads/native/reference/options.hpp"

#include <charconv>
#include <cstdlib>
#include <string_view>

#include "workloads/native/reference/team.hpp"

namespace harness::reference {
namespace {

Result<int> number(std::string_view name, std::string_view text, int max) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0 || value > max) {
    return usage_error("{}={} is not a number from 0 to {}", name, text, max);
  }
  return value;
}

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

Result<Options> read_options(std::span<char*> arguments) {
  Options options;
  std::string_view port = environment("PORT");
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--null") {
      options.null_server = true;
    } else if (argument == "--prefork") {
      options.prefork = true;
    } else if (argument == "--port" && i + 1 < arguments.size()) {
      port = arguments[++i];
    } else {
      return usage_error(
          "unknown argument '{}'; usage: PORT=8080 harness-reference [--port N] [--null | --prefork]",
          argument);
    }
  }
  if (port.empty()) return usage_error("PORT is not set; say PORT=8080 or --port 8080");
  const auto parsed_port = number("PORT", port, 65535);
  if (!parsed_port) return tl::unexpected(parsed_port.error());
  options.port = static_cast<std::uint16_t>(*parsed_port);

  const auto workers = environment("WORKERS");
  if (!options.prefork && !workers.empty() && workers != "1") {
    return usage_error(
        "WORKERS={} is not supported: this stack is one process with one thread, use WORKERS=1 or --prefork",
        workers);
  }
  if (options.prefork && !workers.empty()) {
    const auto parsed_workers = number("WORKERS", workers, kMostWorkers);
    if (!parsed_workers) return tl::unexpected(parsed_workers.error());
    if (*parsed_workers == 0) return usage_error("WORKERS=0 would serve nobody; use WORKERS=1 or more");
    options.workers = *parsed_workers;
  }
  const auto threads = environment("THREADS");
  if (!threads.empty()) {
    const auto parsed_threads = number("THREADS", threads, 1024);
    if (!parsed_threads) return tl::unexpected(parsed_threads.error());
    if (*parsed_threads == 0) return usage_error("THREADS=0 is no pool; use THREADS=1 or more");
    options.threads = *parsed_threads;
  }
  options.data_dir = environment("DATA_DIR");
  if (const auto down_port = environment("DOWN_PORT"); !down_port.empty()) {
    const auto parsed = number("DOWN_PORT", down_port, 65535);
    if (!parsed) return tl::unexpected(parsed.error());
    options.down_port = static_cast<std::uint16_t>(*parsed);
  }
  if (const auto line_port = environment("LINE_PORT"); !line_port.empty()) {
    const auto parsed = number("LINE_PORT", line_port, 65535);
    if (!parsed) return tl::unexpected(parsed.error());
    options.line_port = static_cast<std::uint16_t>(*parsed);
  }
  if (auto down_path = environment("DOWN_PATH"); !down_path.empty()) options.down_path = down_path;
  const auto backlog = environment("BACKLOG");
  if (backlog.empty()) return options;
  const auto parsed_backlog = number("BACKLOG", backlog, 65535);
  if (!parsed_backlog) return tl::unexpected(parsed_backlog.error());
  options.backlog = *parsed_backlog;
  return options;
}

}  // namespace harness::reference
