#include "harness/machine/fitness.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/resource.h>

#include "harness/machine/cgroup.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/machine/facts.hpp"
#include "harness/machine/kernel_text.hpp"

namespace harness::machine {
namespace {

using Level = Finding::Level;

/// Files a client or server needs beside its connections: logs, epoll, shared libraries, the runtime's own.
constexpr std::uint64_t kOwnFiles = 100;
/// The contract's BACKLOG; the kernel cuts a larger listen() down to somaxconn silently.
constexpr std::uint64_t kBacklog = 4096;
/// Two resident servers of up to 400 MiB each and the client; a server that swaps is not measured, its disk
/// is.
constexpr std::uint64_t kWantedMemoryKib = 1024ULL * 1024;
constexpr std::uint64_t kLeastMemoryKib = 256ULL * 1024;
/// Share of wall time somebody waited for a CPU before we even start.
constexpr double kPressurePercent = 5;

class Host {
 public:
  explicit Host(const ProcRoot& root) : root_(root), facts_(describe(root)) {}

  [[nodiscard]] std::optional<std::string> text(std::string_view key) const {
    const auto found =
        std::find_if(facts_.begin(), facts_.end(), [&](const Fact& fact) { return fact.key == key; });
    if (found == facts_.end()) return std::nullopt;
    return found->value;
  }
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view key) const {
    const auto value = text(key);
    if (value == "unlimited") return UINT64_MAX;
    return value ? to_unsigned(*value) : std::nullopt;
  }
  [[nodiscard]] std::size_t usable() const {
    const auto cpus = parse_cpu_list(text("cpus_allowed").value_or(""));
    return cpus ? cpus->size() : 0;
  }
  [[nodiscard]] const ProcRoot& root() const { return root_; }

 private:
  const ProcRoot& root_;
  std::vector<Fact> facts_;
};

Finding not_visible(std::string what) {
  return {Level::kOk, std::move(what), "not visible on this host", ""};
}

Finding ok(std::string what, std::string detail) {
  return {Level::kOk, std::move(what), std::move(detail), ""};
}

Finding open_files(const Host& host, int connections) {
  const auto soft = host.number("fd_limit_soft");
  const auto hard = host.number("fd_limit_hard");
  if (!soft || !hard) return not_visible("open files");
  const auto needed = static_cast<std::uint64_t>(connections) + kOwnFiles;
  const std::string figures =
      fmt::format("limit {} (hard {}), each of client and server needs {} for {} connections",
                  *host.text("fd_limit_soft"), *host.text("fd_limit_hard"), needed, connections);
  if (*soft >= needed) return ok("open files", figures);
  if (*hard >= needed) return ok("open files", figures + "; the harness raises its own soft limit");
  return {
      Level::kProblem, "open files", figures,
      fmt::format(
          "raise the hard limit: 'nofile' in /etc/security/limits.conf or LimitNOFILE= of the service, to "
          "at least {}; or measure fewer connections",
          needed)};
}

Finding cpus(const Host& host) {
  const std::size_t usable = host.usable();
  if (usable == 0) return not_visible("CPUs");
  const std::string figures = fmt::format("{} usable ({})", usable, *host.text("cpus_allowed"));
  if (usable >= 2) return ok("CPUs", figures);
  return {Level::kProblem, "CPUs", figures + ", client and server need one each",
          "use a machine with two CPUs or more, or widen taskset/cpuset of this process"};
}

Finding governor(const Host& host) {
  const auto value = host.text("governor");
  if (!value) return not_visible("CPU frequency governor");
  if (*value == "performance") return ok("CPU frequency governor", *value);
  return {Level::kWarning, "CPU frequency governor",
          *value + ": the clock follows the load, short slices read low",
          "cpupower frequency-set -g performance"};
}

Finding load(const Host& host) {
  const auto columns = words(host.text("load_average").value_or(""));
  const auto load_1m = columns.empty() ? std::nullopt : to_double(columns[0]);
  const auto online = host.number("cpus_online");
  if (!load_1m || !online) return not_visible("load average");
  const std::string figures = fmt::format("{} over the last minute on {} CPUs", columns[0], *online);
  // Source: statistics guard "loadavg > 0.5 * cores at start".
  if (*load_1m <= 0.5 * static_cast<double>(*online)) return ok("load average", figures);
  return {Level::kWarning, "load average", figures + ", more than half of them busy",
          "see who is busy with 'top', stop it or wait a minute"};
}

Finding pressure(const Host& host) {
  const auto some = field(read_text(host.root().proc / "pressure/cpu").value_or(""), "some", ' ');
  const auto columns = words(some.value_or(""));
  if (columns.empty() || !columns[0].starts_with("avg10=")) return not_visible("CPU pressure");
  const auto avg10 = to_double(std::string_view(columns[0]).substr(6));
  if (!avg10) return not_visible("CPU pressure");
  const std::string figures = fmt::format("tasks waited for a CPU {} % of the last 10 s", *avg10);
  if (*avg10 <= kPressurePercent) return ok("CPU pressure", figures);
  return {Level::kWarning, "CPU pressure", figures, "stop what else runs here, or wait until it is done"};
}

Finding memory(const Host& host) {
  const auto available = host.number("memory_available_kib");
  if (!available) return not_visible("memory");
  const std::string figures =
      fmt::format("{} MiB available, {} MiB wanted", *available / 1024, kWantedMemoryKib / 1024);
  if (*available >= kWantedMemoryKib) return ok("memory", figures);
  return {*available < kLeastMemoryKib ? Level::kProblem : Level::kWarning, "memory", figures,
          "close other programs; swapping would be measured as the server's slowness"};
}

Finding ports(const Host& host, int connections) {
  const auto range = words(host.text("ip_local_port_range").value_or(""));
  const auto first = to_unsigned(range.empty() ? "" : range[0]);
  const auto last = to_unsigned(range.size() < 2 ? "" : range[1]);
  if (!first || !last || *last < *first) return not_visible("local ports");
  const std::uint64_t count = *last - *first + 1;
  const auto needed = static_cast<std::uint64_t>(connections);
  // Closed connections keep their port for 60 s (TIME_WAIT), so connections opened anew need a second set.
  const std::string figures =
      fmt::format("{} ports, {} connections opened twice need {}", count, connections, 2 * needed);
  if (count >= 2 * needed) return ok("local ports", figures);
  return {count < needed ? Level::kProblem : Level::kWarning, "local ports", figures,
          "sysctl -w net.ipv4.ip_local_port_range='1024 65535', or measure fewer connections"};
}

Finding backlog(const Host& host) {
  const auto value = host.number("somaxconn");
  if (!value) return not_visible("listen backlog");
  const std::string figures = fmt::format("net.core.somaxconn {}, servers ask for {}", *value, kBacklog);
  if (*value >= kBacklog) return ok("listen backlog", figures);
  return {Level::kWarning, "listen backlog",
          figures + ": bursts of connections are dropped and retried after 1 s",
          fmt::format("sysctl -w net.core.somaxconn={}", kBacklog)};
}

Finding clock(const Host& host) {
  const auto value = host.text("clocksource");
  if (!value) return not_visible("clock");
  // Read in user space through the vDSO, about 25 ns; all others cost a system call for every timestamp.
  static constexpr std::array kFast{"tsc", "kvm-clock", "arch_sys_counter", "hyperv_clocksource_tsc_page"};
  if (std::find(kFast.begin(), kFast.end(), *value) != kFast.end()) return ok("clock", *value);
  return {Level::kWarning, "clock",
          *value + ": every timestamp is a system call, which slows client and server",
          "boot with clocksource=tsc if the machine's TSC is stable (see dmesg)"};
}

Finding quota(const Host& host) {
  const auto limit = cpu_quota(host.root());
  if (!limit) return not_visible("CPU quota");
  if (!limit->cpus) return ok("CPU quota", "none (" + limit->source + ")");
  const std::string figures =
      fmt::format("{:.3g} CPUs ({}), {} usable", *limit->cpus, limit->source, host.usable());
  if (*limit->cpus >= static_cast<double>(host.usable())) return ok("CPU quota", figures);
  return {Level::kWarning, "CPU quota", figures + ": a group that used its share is stopped for up to 100 ms",
          "lift the limit (docker run --cpus, resources.limits.cpu, CPUQuota=)"};
}

}  // namespace

std::vector<Finding> check_fitness(const ProcRoot& root, int needed_connections) {
  const Host host(root);
  return {cpus(host),
          open_files(host, needed_connections),
          ports(host, needed_connections),
          backlog(host),
          memory(host),
          clock(host),
          governor(host),
          quota(host),
          load(host),
          pressure(host)};
}

Result<void> raise_fd_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return environment_error("{}", errno_message("cannot read the limit of open files", errno));
  }
  if (limit.rlim_cur == limit.rlim_max) return {};
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) == 0) return {};
  return environment_error("{}; run 'ulimit -n {}' in your shell first",
                           errno_message("cannot raise the limit of open files", errno), limit.rlim_max);
}

}  // namespace harness::machine
