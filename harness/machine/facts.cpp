#include "harness/machine/facts.hpp"

#include <algorithm>

#include "harness/machine/cgroup.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/machine/kernel_text.hpp"

namespace harness::machine {
namespace {

namespace fs = std::filesystem;

class Record {
 public:
  explicit Record(const ProcRoot& root) : root_(root) {}

  void add(std::string key, std::optional<std::string> value, std::string source) {
    if (value && !value->empty()) facts_.push_back({std::move(key), std::move(*value), std::move(source)});
  }
  void proc(std::string key, const std::string& file) {
    add(std::move(key), read_text(root_.proc / file), "/proc/" + file);
  }
  void sys(std::string key, const std::string& file) {
    add(std::move(key), read_text(root_.sys / file), "/sys/" + file);
  }
  void cpuinfo(std::string key, const std::string& name) {
    if (cpuinfo_.empty()) cpuinfo_ = read_text(root_.proc / "cpuinfo").value_or(" ");
    add(std::move(key), field(cpuinfo_, name, ':'), "/proc/cpuinfo " + name);
  }
  [[nodiscard]] bool has(const std::string& key) const {
    return std::any_of(facts_.begin(), facts_.end(), [&](const Fact& fact) { return fact.key == key; });
  }
  [[nodiscard]] const ProcRoot& root() const { return root_; }
  std::vector<Fact> take() { return std::move(facts_); }

 private:
  const ProcRoot& root_;
  std::string cpuinfo_;
  std::vector<Fact> facts_;
};

std::optional<std::string> count_of(const std::optional<std::string>& cpu_list) {
  if (!cpu_list) return std::nullopt;
  const auto cpus = parse_cpu_list(*cpu_list);
  if (!cpus) return std::nullopt;
  return std::to_string(cpus->size());
}

void add_cpu(Record& record) {
  const fs::path cpu = record.root().sys / "devices/system/cpu";
  record.cpuinfo("cpu_model", "model name");
  if (!record.has("cpu_model")) record.cpuinfo("cpu_model", "CPU part");  // arm64 has no model name
  record.cpuinfo("cpu_vendor", "vendor_id");
  if (!record.has("cpu_vendor")) record.cpuinfo("cpu_vendor", "CPU implementer");
  record.cpuinfo("cpu_family", "cpu family");
  record.cpuinfo("cpu_model_number", "model");
  record.cpuinfo("cpu_stepping", "stepping");
  record.cpuinfo("cpu_microcode", "microcode");
  record.add("cpus_online", count_of(read_text(cpu / "online")), "/sys/devices/system/cpu/online");
  record.add("threads_per_core", count_of(read_text(cpu / "cpu0/topology/thread_siblings_list")),
             "/sys/devices/system/cpu/cpu0/topology/thread_siblings_list");
  record.sys("numa_nodes", "devices/system/node/online");
  record.sys("governor", "devices/system/cpu/cpu0/cpufreq/scaling_governor");
  record.sys("cpu_frequency_driver", "devices/system/cpu/cpu0/cpufreq/scaling_driver");
  record.sys("turbo_boost", "devices/system/cpu/cpufreq/boost");
  record.sys("intel_no_turbo", "devices/system/cpu/intel_pstate/no_turbo");
}

/// One line of all the kernel says, sorted by name: "meltdown: Not affected; spectre_v2: Mitigation: …".
std::optional<std::string> mitigations(const ProcRoot& root) {
  std::vector<std::string> lines;
  std::error_code unreadable;
  for (const auto& entry :
       fs::directory_iterator(root.sys / "devices/system/cpu/vulnerabilities", unreadable)) {
    if (const auto text = read_text(entry.path()))
      lines.push_back(entry.path().filename().string() + ": " + *text);
  }
  if (lines.empty()) return std::nullopt;
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}", fmt::join(lines, "; "));
}

std::optional<std::string> unquoted(std::optional<std::string> text) {
  if (text) std::erase(*text, '"');
  return text;
}

void add_system(Record& record) {
  record.cpuinfo("hypervisor", "Hypervisor vendor");
  record.sys("hypervisor_type", "hypervisor/type");
  const std::string flags =
      " " + field(read_text(record.root().proc / "cpuinfo").value_or(""), "flags", ':').value_or("") + " ";
  if (flags.find(" hypervisor ") != std::string::npos) {
    record.add("virtualised", "yes", "/proc/cpuinfo flags: hypervisor");
  }
  record.sys("system_vendor", "class/dmi/id/sys_vendor");
  record.sys("system_product", "class/dmi/id/product_name");
  record.proc("kernel", "sys/kernel/osrelease");
  record.proc("kernel_build", "sys/kernel/version");
  // Through self/root, because a container's os-release is the one that counts.
  const auto release = read_text(record.root().proc / "self/root/etc/os-release").value_or("");
  record.add("distribution", unquoted(field(release, "PRETTY_NAME", '=')), "/etc/os-release PRETTY_NAME");
  if (const auto id = unquoted(field(release, "ID", '='))) {
    record.add("distribution_id", *id + unquoted(field(release, "VERSION_ID", '=')).value_or(""),
               "/etc/os-release ID, VERSION_ID");
  }
  record.sys("clocksource", "devices/system/clocksource/clocksource0/current_clocksource");
  record.proc("aslr", "sys/kernel/randomize_va_space");
  record.sys("transparent_hugepages", "kernel/mm/transparent_hugepage/enabled");
  record.add("mitigations", mitigations(record.root()), "/sys/devices/system/cpu/vulnerabilities");
}

void add_memory(Record& record) {
  const auto meminfo = read_text(record.root().proc / "meminfo").value_or("");
  for (const auto& [key, name] : {std::pair{"memory_total_kib", "MemTotal"},
                                  {"memory_available_kib", "MemAvailable"},
                                  {"swap_total_kib", "SwapTotal"}}) {
    const auto columns = words(field(meminfo, name, ':').value_or(""));
    if (!columns.empty()) record.add(key, columns[0], std::string("/proc/meminfo ") + name);
  }
}

void add_limits(Record& record) {
  record.proc("somaxconn", "sys/net/core/somaxconn");
  record.proc("ip_local_port_range", "sys/net/ipv4/ip_local_port_range");
  record.proc("tcp_tw_reuse", "sys/net/ipv4/tcp_tw_reuse");
  record.sys("lo_mtu", "class/net/lo/mtu");
  const auto limits = read_text(record.root().proc / "self/limits").value_or("");
  if (const auto at = limits.find("Max open files"); at != std::string::npos) {
    const auto columns = words(limits.substr(at, limits.find('\n', at) - at));
    if (columns.size() >= 5) {
      record.add("fd_limit_soft", columns[3], "/proc/self/limits Max open files");
      record.add("fd_limit_hard", columns[4], "/proc/self/limits Max open files");
    }
  }
  const auto status = read_text(record.root().proc / "self/status").value_or("");
  record.add("cpus_allowed", field(status, "Cpus_allowed_list", ':'), "/proc/self/status Cpus_allowed_list");
  if (const auto quota = cpu_quota(record.root())) {
    record.add("cgroup_cpu_limit", quota->cpus ? fmt::format("{:.3g}", *quota->cpus) : "none", quota->source);
  }
  record.proc("load_average", "loadavg");
}

}  // namespace

std::vector<Fact> describe(const ProcRoot& root) {
  Record record(root);
  add_cpu(record);
  add_system(record);
  add_memory(record);
  add_limits(record);
  return record.take();
}

}  // namespace harness::machine
