#include "harness/machine/cpus.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <iterator>
#include <optional>

#include <sched.h>

namespace harness::machine {
namespace {

/// The kernel's own largest configuration (CONFIG_NR_CPUS on x86-64); a CPU set is sized by it.
constexpr int kMostCpus = 8192;

class CpuSet {
 public:
  CpuSet() : set_(CPU_ALLOC(kMostCpus)), size_(CPU_ALLOC_SIZE(kMostCpus)) { CPU_ZERO_S(size_, set_); }
  ~CpuSet() { CPU_FREE(set_); }
  CpuSet(const CpuSet&) = delete;
  CpuSet& operator=(const CpuSet&) = delete;
  void add(int cpu) { CPU_SET_S(static_cast<std::size_t>(cpu), size_, set_); }
  [[nodiscard]] bool has(int cpu) const { return CPU_ISSET_S(static_cast<std::size_t>(cpu), size_, set_); }
  [[nodiscard]] cpu_set_t* raw() const { return set_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  cpu_set_t* set_;
  std::size_t size_;
};

std::optional<int> to_cpu(std::string_view text) {
  int cpu = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), cpu);
  const bool whole = failure == std::errc{} && end == text.data() + text.size();
  if (!whole || cpu < 0 || cpu >= kMostCpus) return std::nullopt;
  return cpu;
}

/// One item of a list: "3" or "2-5".
bool add_range(std::string_view item, std::vector<int>& cpus) {
  const auto dash = item.find('-');
  const auto first = to_cpu(item.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : to_cpu(item.substr(dash + 1));
  if (!first || !last || *first > *last) return false;
  for (int cpu = *first; cpu <= *last; ++cpu) cpus.push_back(cpu);
  return true;
}

Result<std::vector<int>> parse_list(std::string_view text, char separator) {
  std::vector<int> cpus;
  for (std::string_view rest = text;;) {
    const auto border = rest.find(separator);
    if (!add_range(rest.substr(0, border), cpus)) {
      return usage_error("'{}' is not a list of CPUs: write numbers and ranges, such as 0 or 0{}2-3", text,
                         separator);
    }
    if (border == std::string_view::npos) break;
    rest.remove_prefix(border + 1);
  }
  std::sort(cpus.begin(), cpus.end());
  cpus.erase(std::unique(cpus.begin(), cpus.end()), cpus.end());
  return cpus;
}

Result<std::vector<int>> parse_side(std::string_view side, std::string_view list,
                                    std::span<const int> usable) {
  Result<std::vector<int>> cpus = parse_list(list, '+');
  if (!cpus) return tl::unexpected(cpus.error().within(side));
  for (const int cpu : *cpus) {
    if (std::find(usable.begin(), usable.end(), cpu) != usable.end()) continue;
    return usage_error("{}: CPU {} is not usable here; usable are {}", side, cpu, to_cpu_list(usable));
  }
  return cpus;
}

}  // namespace

std::vector<int> usable_cpus() {
  const CpuSet set;
  std::vector<int> cpus;
  if (::sched_getaffinity(0, set.size(), set.raw()) != 0) return cpus;
  for (int cpu = 0; cpu < kMostCpus; ++cpu) {
    if (set.has(cpu)) cpus.push_back(cpu);
  }
  return cpus;
}

Result<std::vector<int>> parse_cpu_list(std::string_view text) {
  return parse_list(text, ',');
}

std::string to_cpu_list(std::span<const int> cpus) {
  std::string text;
  for (std::size_t first = 0; first < cpus.size();) {
    std::size_t last = first;
    while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += std::to_string(cpus[first]);
    if (last > first) text += "-" + std::to_string(cpus[last]);
    first = last + 1;
  }
  return text;
}

Result<void> pin_this_thread(std::span<const int> cpus) {
  CpuSet set;
  for (const int cpu : cpus) {
    if (cpu < 0 || cpu >= kMostCpus) return usage_error("CPU {} does not exist", cpu);
    set.add(cpu);
  }
  if (::sched_setaffinity(0, set.size(), set.raw()) == 0) return {};
  return usage_error("{}; this thread may use {}",
                     errno_message("cannot pin to CPUs " + to_cpu_list(cpus), errno),
                     to_cpu_list(usable_cpus()));
}

bool CpuSplit::shared() const {
  return std::find_first_of(server.begin(), server.end(), client.begin(), client.end()) != server.end();
}

CpuSplit both_sides_everywhere(const CpuSplit& split) {
  std::vector<int> all;
  std::ranges::set_union(split.server, split.client, std::back_inserter(all));
  return {all, all};
}

Result<CpuSplit> parse_cpu_split(std::string_view text) {
  return parse_cpu_split(text, usable_cpus());
}

Result<CpuSplit> parse_cpu_split(std::string_view text, std::span<const int> usable) {
  CpuSplit split;
  for (std::string_view rest = text; !rest.empty();) {
    const auto comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    const auto equals = part.find('=');
    const std::string_view side = part.substr(0, equals);
    const bool known = equals != std::string_view::npos && (side == "server" || side == "client");
    std::vector<int>& cpus = side == "server" ? split.server : split.client;
    if (!known || !cpus.empty()) {
      return usage_error(
          "'{}' in '{}' is not understood: write server=0,client=1 (several CPUs of one side: 0-1 or 0+2)",
          part, text);
    }
    Result<std::vector<int>> parsed = parse_side(side, part.substr(equals + 1), usable);
    if (!parsed) return tl::unexpected(parsed.error());
    cpus = std::move(*parsed);
  }
  if (split.server.empty() || split.client.empty()) {
    return usage_error("'{}' leaves the {} without a CPU: write server=0,client=1", text,
                       split.server.empty() ? "server" : "client");
  }
  return split;
}

CpuSplit default_split() {
  return default_split(usable_cpus());
}

CpuSplit default_split(std::span<const int> usable) {
  if (usable.empty()) return {};
  return {{usable.front()}, {usable.back()}};
}

}  // namespace harness::machine
