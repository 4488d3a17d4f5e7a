#include "harness/machine/cgroup.hpp"

#include <sstream>
#include <vector>

#include "harness/machine/kernel_text.hpp"

namespace harness::machine {
namespace {

namespace fs = std::filesystem;

struct Group {
  fs::path relative;  ///< below the root's sys
  bool version_2 = true;
};

/// Our group and its parents up to the mount point. In a container the path of /proc/self/cgroup may not
/// exist under the mount; its parents up to the mount point do.
std::vector<Group> upwards(const fs::path& mount, const fs::path& path, bool version_2) {
  std::vector<Group> groups;
  for (fs::path at = path.relative_path(); !at.empty(); at = at.parent_path()) {
    groups.push_back({mount / at, version_2});
  }
  groups.push_back({mount, version_2});
  return groups;
}

/// Lines of /proc/self/cgroup are "hierarchy:controllers:path". Source: cgroups(7).
std::vector<Group> own_groups(const ProcRoot& root) {
  std::vector<Group> groups;
  std::istringstream lines(read_text(root.proc / "self/cgroup").value_or(""));
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const fs::path path = line.substr(second + 1);
    std::vector<Group> found;
    if (controllers == ",,") found = upwards("fs/cgroup", path, true);
    if (controllers.find(",cpu,") != std::string::npos) found = upwards("fs/cgroup/cpu", path, false);
    groups.insert(groups.end(), found.begin(), found.end());
  }
  return groups;
}

/// v2: "max 100000" or "50000 100000". Source: Linux Documentation/admin-guide/cgroup-v2.rst, cpu.max.
std::optional<CpuQuota> quota_v2(const ProcRoot& root, const fs::path& group) {
  const auto text = read_text(root.sys / group / "cpu.max");
  const std::vector<std::string> parts = words(text.value_or(""));
  if (parts.size() != 2) return std::nullopt;
  CpuQuota quota{std::nullopt, "/sys/" + (group / "cpu.max").string()};
  const auto period = to_double(parts[1]);
  if (const auto allowed = to_double(parts[0]); allowed && period && *period > 0)
    quota.cpus = *allowed / *period;
  return quota;
}

/// v1: -1 means no limit. Source: Linux Documentation/scheduler/sched-bwc.rst.
std::optional<CpuQuota> quota_v1(const ProcRoot& root, const fs::path& group) {
  const auto allowed = to_double(read_text(root.sys / group / "cpu.cfs_quota_us").value_or(""));
  const auto period = to_double(read_text(root.sys / group / "cpu.cfs_period_us").value_or(""));
  if (!allowed || !period || *period <= 0) return std::nullopt;
  CpuQuota quota{std::nullopt, "/sys/" + (group / "cpu.cfs_quota_us").string()};
  if (*allowed > 0) quota.cpus = *allowed / *period;
  return quota;
}

}  // namespace

std::optional<CpuQuota> cpu_quota(const ProcRoot& root) {
  std::optional<CpuQuota> tightest;
  for (const Group& group : own_groups(root)) {
    const auto here = group.version_2 ? quota_v2(root, group.relative) : quota_v1(root, group.relative);
    if (!here) continue;
    const bool tighter = tightest && here->cpus && (!tightest->cpus || *here->cpus < *tightest->cpus);
    if (!tightest || tighter) tightest = here;
  }
  return tightest;
}

std::optional<std::uint64_t> throttled_us(const ProcRoot& root) {
  for (const Group& group : own_groups(root)) {
    const auto text = read_text(root.sys / group.relative / "cpu.stat");
    if (!text) continue;
    if (const auto us = to_unsigned(field(*text, "throttled_usec", ' ').value_or(""))) return us;
    if (const auto ns = to_unsigned(field(*text, "throttled_time", ' ').value_or(""))) return *ns / 1000;
  }
  return std::nullopt;
}

}  // namespace harness::machine
