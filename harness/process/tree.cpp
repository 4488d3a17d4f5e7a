#include "harness/process/tree.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>

#include <dirent.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "harness/base/file.hpp"

namespace harness::process {
namespace {

struct ProcessStat {
  int pid = 0;
  char state = '?';
  int parent = 0;
  std::int64_t reaped_ticks = 0;  ///< cutime + cstime
  int threads = 0;
};

/// One read(2): the kernel fills the line in one go, and a process listing reads hundreds of them.
std::string read_small(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  std::array<char, 4096> buffer{};
  const ssize_t size = ::read(fd, buffer.data(), buffer.size());
  ::close(fd);
  return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

/// Source: proc(5), /proc/[pid]/stat. The name in parentheses may itself contain spaces and parentheses, so
/// counting starts behind the last ')': state(3) ppid(4) … cutime(16) cstime(17) … num_threads(20).
std::optional<ProcessStat> stat_of(int pid) {
  const std::string line = read_small("/proc/" + std::to_string(pid) + "/stat");
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream rest(line.substr(name_end + 1));
  ProcessStat stat;
  stat.pid = pid;
  std::int64_t skipped = 0;
  std::int64_t user = 0;
  std::int64_t system = 0;
  rest >> stat.state >> stat.parent;
  for (int column = 5; column <= 15; ++column) rest >> skipped;
  rest >> user >> system >> skipped >> skipped >> stat.threads;
  if (!rest) return std::nullopt;
  stat.reaped_ticks = user + system;
  return stat;
}

std::vector<ProcessStat> every_process() {
  std::vector<ProcessStat> all;
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), &::closedir);
  while (proc != nullptr) {
    const dirent* entry = ::readdir(proc.get());
    if (entry == nullptr) break;
    const std::string_view name(entry->d_name);
    int pid = 0;
    const auto [end, failure] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (failure != std::errc{} || end != name.data() + name.size()) continue;
    if (const auto stat = stat_of(pid)) all.push_back(*stat);
  }
  return all;
}

/// Parents before children. Children by parent id rather than /proc/…/children: that file exists per thread
/// and needs CONFIG_PROC_CHILDREN.
std::vector<ProcessStat> below(int root_pid, const std::vector<ProcessStat>& all) {
  std::vector<ProcessStat> found;
  const auto add_children_of = [&](int parent) {
    std::copy_if(all.begin(), all.end(), std::back_inserter(found),
                 [parent](const ProcessStat& stat) { return stat.parent == parent; });
  };
  add_children_of(root_pid);
  for (std::size_t i = 0; i < found.size(); ++i) add_children_of(found[i].pid);
  return found;
}

Nanoseconds from_ticks(std::int64_t ticks) {
  static const std::int64_t per_second = ::sysconf(_SC_CLK_TCK);
  return Nanoseconds(ticks * (1'000'000'000 / per_second));
}

std::optional<Nanoseconds> cpu_clock_of(int pid) {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return std::nullopt;
  return Nanoseconds(used.tv_sec * 1'000'000'000LL + used.tv_nsec);
}

std::optional<std::uint64_t> pss_kib(const std::string& rollup) {
  const auto at = rollup.find("\nPss:");
  if (at == std::string::npos) return std::nullopt;
  std::istringstream in(rollup.substr(at + 5));
  std::uint64_t value = 0;
  if (!(in >> value)) return std::nullopt;
  return value;
}

Result<Memory> memory_of(const std::vector<ProcessStat>& processes) {
  Memory memory;
  for (const ProcessStat& stat : processes) {
    const std::string path = fmt::format("/proc/{}/smaps_rollup", stat.pid);
    const Result<std::string> rollup = read_file(path);
    const auto pss = rollup ? pss_kib(*rollup) : std::nullopt;
    if (!pss && !is_alive(stat.pid)) continue;
    if (!pss) {
      return environment_error(
          "cannot read the memory of process {} from {}: {}", stat.pid, path,
          rollup ? "it has no Pss line (Linux 4.14 or newer is needed)" : rollup.error().message);
    }
    memory.pss_kib += *pss;
    memory.processes += 1;
    memory.threads += stat.threads;
  }
  return memory;
}

}  // namespace

std::vector<int> descendants(int root_pid) {
  std::vector<int> pids;
  for (const ProcessStat& stat : below(root_pid, every_process())) pids.push_back(stat.pid);
  return pids;
}

bool is_alive(int pid) {
  const auto stat = stat_of(pid);
  return stat && stat->state != 'Z' && stat->state != 'X';
}

Result<Nanoseconds> tree_cpu_time(int root_pid) {
  constexpr int kTries = 5;
  for (int i = 0; i < kTries; ++i) {
    if (const auto total = TreeClock::below(root_pid).now()) return *total;
  }
  return environment_error(
      "cannot read the CPU time below process {}: its processes end faster than they can be listed",
      root_pid);
}

TreeClock TreeClock::below(int root_pid) {
  return {{root_pid}, descendants(root_pid)};
}

TreeClock TreeClock::together_with(const TreeClock& other) const {
  TreeClock both = *this;
  both.roots_.insert(both.roots_.end(), other.roots_.begin(), other.roots_.end());
  both.pids_.insert(both.pids_.end(), other.pids_.begin(), other.pids_.end());
  return both;
}

Result<Nanoseconds> TreeClock::now() const {
  Nanoseconds total(0);
  for (const int root_pid : roots_) {
    if (const auto root = stat_of(root_pid)) total += from_ticks(root->reaped_ticks);
  }
  for (const int pid : pids_) {
    const auto used = cpu_clock_of(pid);
    const auto stat = stat_of(pid);
    if (!used || !stat) return environment_error("process {} has ended, its CPU time is gone", pid);
    total += *used + from_ticks(stat->reaped_ticks);
  }
  return total;
}

bool TreeClock::still_whole() const {
  std::vector<int> there;
  for (const int root_pid : roots_) std::ranges::copy(descendants(root_pid), std::back_inserter(there));
  return there == pids_;
}

Result<Memory> tree_memory(int root_pid) {
  return memory_of(below(root_pid, every_process()));
}

Result<Memory> memory_from(const std::vector<int>& roots) {
  const auto all = every_process();
  std::vector<ProcessStat> found;
  const auto add = [&](const ProcessStat& stat) {
    if (std::ranges::find(found, stat.pid, &ProcessStat::pid) == found.end()) found.push_back(stat);
  };
  for (const int root : roots) {
    const auto self = std::ranges::find(all, root, &ProcessStat::pid);
    if (self != all.end()) add(*self);
    std::ranges::for_each(below(root, all), add);
  }
  return memory_of(found);
}

}  // namespace harness::process
