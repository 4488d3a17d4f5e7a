#include "workloads/native/reference/identity.hpp"

#include <fstream>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

namespace harness::reference {
namespace {

#ifdef NDEBUG
constexpr std::string_view kBuild = "release";
#else
constexpr std::string_view kBuild = "debug";
#endif

/// Source: Linux Documentation/filesystems/proc.rst, smaps_rollup; "Pss:  123 kB" is in KiB.
std::string pss_kib() {
  std::ifstream rollup("/proc/self/smaps_rollup");
  for (std::string word; rollup >> word;) {
    if (word == "Pss:" && rollup >> word) return word;
  }
  return "null";
}

}  // namespace

std::string info_body(const Identity& identity) {
  return fmt::format(
      R"({{"stack":"native/reference","language":"native","runtime":"native","version":"{}",)"
      R"("implementation":"C++20","build":"{}","layer":"bare","flavour":"tuned",)"
      R"("concurrency_model":"event_loop","accept_mode":"single","loop":"asio","http_parser":"beast",)"
      R"("json_lib":"nlohmann","ws_impl":"beast","offload":"thread","gil":"none","workers":1,"threads":1,"backlog":{},)"
      R"("keep_alive_s":{},"nodelay":{},"log":"none","environment":"production","third_party":[],"pids":[{}]}})",
      __VERSION__, kBuild, identity.backlog, identity.keep_alive_s, identity.nodelay, ::getpid());
}

std::string stats_body(std::uint64_t requests, std::uint64_t connections) {
  return fmt::format(
      R"({{"workers":[{{"pid":{},"requests":{}}}],"connections":{},"loop_lag_us":null,"gc":null,"pss_kib":{}}})",
      ::getpid(), requests, connections, pss_kib());
}

}  // namespace harness::reference
