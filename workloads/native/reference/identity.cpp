#include "workloads/native/reference/identity.hpp"

#include <fstream>
#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace harness::reference {
namespace {

#ifdef NDEBUG
constexpr std::string_view kBuild = "release";
#else
constexpr std::string_view kBuild = "debug";
#endif

/// Source: Linux Documentation/filesystems/proc.rst, smaps_rollup; "Pss:  123 kB" is in KiB.
std::optional<std::uint64_t> pss_kib_of(int pid) {
  std::ifstream rollup(fmt::format("/proc/{}/smaps_rollup", pid));
  for (std::string word; rollup >> word;) {
    if (std::uint64_t kib = 0; word == "Pss:" && rollup >> kib) return kib;
  }
  return std::nullopt;
}

std::string pss_kib(const std::vector<int>& pids) {
  std::uint64_t sum = 0;
  for (const int pid : pids) {
    const auto own = pss_kib_of(pid);
    if (!own) return "null";
    sum += *own;
  }
  return std::to_string(sum);
}

}  // namespace

std::string info_body(const Identity& identity, const Team& team) {
  const bool prefork = team.parent != 0;
  return fmt::format(
      R"({{"stack":"native/{}","language":"native","runtime":"native","version":"{}",)"
      R"("implementation":"C++20","build":"{}","layer":"bare","flavour":"tuned",)"
      R"("concurrency_model":"{}","accept_mode":"{}","loop":"asio","http_parser":"beast",)"
      R"("json_lib":"nlohmann","ws_impl":"beast","offload":"thread","gil":"none","workers":{},"threads":1,"backlog":{},)"
      R"("keep_alive_s":{},"nodelay":{},"log":"none","environment":"production","third_party":[],"pids":[{}]}})",
      prefork ? "prefork" : "reference", __VERSION__, kBuild, prefork ? "prefork" : "event_loop",
      prefork ? "shared" : "single", team.workers, identity.backlog, identity.keep_alive_s, identity.nodelay,
      fmt::join(team.pids(), ","));
}

std::string stats_body(const Team& team) {
  std::string workers;
  std::uint64_t lines = 0;
  std::uint64_t connections = 0;
  for (const Seat& seat : team.seats) {
    if (seat.pid == 0) continue;
    workers += fmt::format(R"({}{{"pid":{},"requests":{}}})", workers.empty() ? "" : ",", seat.pid.load(),
                           seat.requests.load());
    lines += seat.lines;
    connections += seat.connections;
  }
  return fmt::format(
      R"({{"workers":[{}],"lines":{},"connections":{},"loop_lag_us":null,"gc":null,"pss_kib":{}}})", workers,
      lines, connections, pss_kib(team.pids()));
}

}  // namespace harness::reference
