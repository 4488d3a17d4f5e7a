// One kernel in a process of its own: harness-kernels KERNEL FLAVOUR N ITERATIONS [SECONDS] prints what it
// measured as one line of JSON: so many iterations, and more until that time is over. Leaves with 2 when it
// was asked for something it does not know, with 3 when two iterations disagree.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>

#include "workloads/native/kernels/registry.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace harness::kernels {
namespace {

constexpr int kUnknown = 2;
constexpr int kDisagreement = 3;
constexpr int kMostIterations = 100'000;

int leave(int code, const std::string& message) {
  fmt::print(stderr, "harness-kernels: {}\n", message);
  return code;
}

template <typename Named>
const Named* find(std::span<const Named> all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &Named::name);
  return found == all.end() ? nullptr : &*found;
}

template <typename Named>
std::string names_of(std::span<const Named> all) {
  std::vector<std::string_view> names;
  for (const Named& each : all) names.push_back(each.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

std::optional<int> whole_number(std::string_view text, int smallest, int largest) {
  int value = 0;
  const char* const end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data(), end, value);
  const bool known = error == std::errc() && read == end && value >= smallest && value <= largest;
  return known ? std::optional(value) : std::nullopt;
}

std::optional<double> number_of_seconds(std::string_view text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  return error == std::errc() && read == end && value >= 0 && value <= 9999 ? std::optional(value)
                                                                            : std::nullopt;
}

/// Not getrusage(): its maximum starts at what the process that launched this one had in memory.
long peak_memory_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (long kib = 0; word == "VmHWM:" && status >> kib) return kib;
  }
  return 0;
}

std::vector<long long> counts(const std::vector<Nanoseconds>& times) {
  std::vector<long long> nanoseconds;
  for (const Nanoseconds time : times) nanoseconds.push_back(time.count());
  return nanoseconds;
}

int run_job(std::string_view name, std::string_view flavour_name, std::string_view n_text,
            std::string_view iterations_text, std::string_view seconds_text) {
  const Kernel* const kernel = find(all_kernels(), name);
  if (kernel == nullptr) {
    return leave(kUnknown, fmt::format("unknown kernel '{}'; known: {}", name, names_of(all_kernels())));
  }
  const std::span<const Flavour> flavours = kernel->flavours;
  const Flavour* const flavour = find(flavours, flavour_name);
  if (flavour == nullptr) {
    return leave(kUnknown, fmt::format("unknown flavour '{}' of {}; known: {}", flavour_name, name,
                                       names_of(flavours)));
  }
  const auto n = whole_number(n_text, kernel->smallest, kernel->largest);
  if (!n) {
    return leave(kUnknown, fmt::format("'{}' is no n of {}; known: {} to {}", n_text, name, kernel->smallest,
                                       kernel->largest));
  }
  const auto iterations = whole_number(iterations_text, 1, kMostIterations);
  if (!iterations) {
    return leave(kUnknown, fmt::format("'{}' is no number of iterations; known: 1 to {}", iterations_text,
                                       kMostIterations));
  }
  const auto seconds = number_of_seconds(seconds_text);
  if (!seconds)
    return leave(kUnknown, fmt::format("'{}' is no number of seconds; known: 0 to 9999", seconds_text));
  const auto measured = flavour->measure(*n, *iterations, from_seconds(*seconds));
  if (!measured) {
    return leave(kDisagreement,
                 fmt::format("{} {} {}: {}", name, flavour_name, *n, measured.error().message));
  }
  const nlohmann::ordered_json report{
      {"kernel", name},
      {"flavour", flavour_name},
      {"n", *n},
      {"line", measured->line},
      {"tag", kTag},
      {"setup_ns", measured->setup.count()},
      {"iteration_ns", counts(measured->iterations)},
      {"iteration_cpu_ns", counts(measured->iterations_cpu)},
      {"max_rss_kib", peak_memory_kib()},
      {"runtime", "native"},
      {"version", __VERSION__},
  };
  fmt::print("{}\n", report.dump());
  return 0;
}

}  // namespace
}  // namespace harness::kernels

int main(int argc, char** argv) {
  using namespace harness::kernels;
  if (argc != 5 && argc != 6)
    return leave(kUnknown, "usage: harness-kernels KERNEL FLAVOUR N ITERATIONS [SECONDS]");
  return run_job(argv[1], argv[2], argv[3], argv[4], argc == 6 ? argv[5] : "0");
}
