#include "harness/machine/noise.hpp"

#include <algorithm>

#include "harness/machine/cgroup.hpp"
#include "harness/machine/kernel_text.hpp"

namespace harness::machine {
namespace {

/// Fields of the "cpu" line: user nice system idle iowait irq softirq steal guest guest_nice. Guest time is
/// already inside user and nice. Source: proc(5), /proc/stat.
constexpr std::size_t kSteal = 8;

void read_jiffies(const ProcRoot& root, NoiseSnapshot& snapshot) {
  const std::string text = read_text(root.proc / "stat").value_or("");
  const std::vector<std::string> columns = words(text.substr(0, text.find('\n')));
  if (columns.size() <= kSteal || columns[0] != "cpu") return;
  std::uint64_t total = 0;
  for (std::size_t i = 1; i <= kSteal; ++i) {
    const auto value = to_unsigned(columns[i]);
    if (!value) return;
    total += *value;
  }
  snapshot.total_jiffies = total;
  snapshot.steal_jiffies = to_unsigned(columns[kSteal]);
}

/// "some avg10=0.00 avg60=0.00 avg300=0.00 total=12345", total in µs. Source: Linux
/// Documentation/accounting/psi.rst.
std::optional<std::uint64_t> psi_some_us(const ProcRoot& root) {
  const auto text = read_text(root.proc / "pressure/cpu");
  const auto some = field(text.value_or(""), "some", ' ');
  const auto at = some.value_or("").find("total=");
  if (at == std::string::npos) return std::nullopt;
  return to_unsigned(some->substr(at + 6));
}

std::optional<double> load_1m(const ProcRoot& root) {
  const std::vector<std::string> columns = words(read_text(root.proc / "loadavg").value_or(""));
  if (columns.empty()) return std::nullopt;
  return to_double(columns[0]);
}

/// Two lines that begin "TcpExt:": the names, then the values in the same order. Source: Linux
/// net/ipv4/proc.c, netstat_seq_show.
std::optional<std::uint64_t> listen_overflows(const ProcRoot& root) {
  const std::string text = read_text(root.proc / "net/netstat").value_or("");
  const auto names_at = text.find("TcpExt:");
  const auto values_at = names_at == std::string::npos ? names_at : text.find("TcpExt:", names_at + 1);
  if (values_at == std::string::npos) return std::nullopt;
  const auto line = [&](std::size_t at) { return words(text.substr(at, text.find('\n', at) - at)); };
  const auto names = line(names_at);
  const auto values = line(values_at);
  const auto name = std::ranges::find(names, "ListenOverflows");
  if (name == names.end() || values.size() != names.size()) return std::nullopt;
  return to_unsigned(values[static_cast<std::size_t>(name - names.begin())]);
}

using Counter = std::optional<std::uint64_t>;

std::optional<double> grown(const Counter& before, const Counter& after) {
  if (!before || !after || *after < *before) return std::nullopt;
  return static_cast<double>(*after - *before);
}

std::optional<double> share(std::optional<double> part, std::optional<double> whole) {
  if (!part || !whole || *whole <= 0) return std::nullopt;
  return *part / *whole;
}

}  // namespace

NoiseSnapshot noise_now(const ProcRoot& root) {
  NoiseSnapshot snapshot;
  read_jiffies(root, snapshot);
  snapshot.psi_cpu_some_us = psi_some_us(root);
  snapshot.throttled_us = throttled_us(root);
  snapshot.listen_overflows = listen_overflows(root);
  snapshot.load_1m = load_1m(root);
  return snapshot;
}

Noise noise_between(const NoiseSnapshot& before, const NoiseSnapshot& after, Nanoseconds wall) {
  const double wall_us = to_microseconds(wall);
  Noise noise;
  noise.steal_share = share(grown(before.steal_jiffies, after.steal_jiffies),
                            grown(before.total_jiffies, after.total_jiffies));
  noise.psi_cpu_share = share(grown(before.psi_cpu_some_us, after.psi_cpu_some_us), wall_us);
  noise.throttled_share = share(grown(before.throttled_us, after.throttled_us), wall_us);
  if (const auto dropped = grown(before.listen_overflows, after.listen_overflows))
    noise.listen_overflows = static_cast<std::uint64_t>(*dropped);
  noise.load_1m = after.load_1m;
  return noise;
}

}  // namespace harness::machine
