// One kernel in a process of its own: harness-kernels KERNEL FLAVOUR N ITERATIONS [SECONDS] prints what it
// measured as one line of JSON: so many iterations, and more until that time is over. With WORKERS and
// LEAD_IN, in seconds, so many threads do it at the same time, for their rates. Leaves with 2 when it was
// asked for something it does not know, with 3 when two iterations disagree.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>

#include "workloads/native/kernels/together.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace harness::kernels {
namespace {

constexpr int kUnknown = 2;
constexpr int kDisagreement = 3;
constexpr int kMostIterations = 100'000;
constexpr int kMostWorkers = 4096;

using Json = nlohmann::ordered_json;

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

/// What was asked for, or why it cannot be done, after which the process leaves with kUnknown.
struct Request {
  std::string_view name;
  const Flavour* flavour = nullptr;
  Task task;
  int workers = 0;  ///< 0: one alone
  std::string problem{};
};

/// KERNEL FLAVOUR N ITERATIONS [SECONDS [WORKERS LEAD_IN]]
Request read_request(std::span<char*> words) {
  Request request{.name = words[0], .task = {}};
  const auto refused = [&](std::string problem) {
    request.problem = std::move(problem);
    return request;
  };
  const Kernel* const kernel = find(all_kernels(), request.name);
  if (kernel == nullptr)
    return refused(fmt::format("unknown kernel '{}'; known: {}", request.name, names_of(all_kernels())));
  const std::span<const Flavour> flavours = kernel->flavours;
  request.flavour = find(flavours, words[1]);
  if (request.flavour == nullptr) {
    return refused(
        fmt::format("unknown flavour '{}' of {}; known: {}", words[1], request.name, names_of(flavours)));
  }
  const auto n = whole_number(words[2], kernel->smallest, kernel->largest);
  if (!n) {
    return refused(fmt::format("'{}' is no n of {}; known: {} to {}", words[2], request.name,
                               kernel->smallest, kernel->largest));
  }
  const auto iterations = whole_number(words[3], 1, kMostIterations);
  if (!iterations) {
    return refused(fmt::format("'{}' is no number of iterations; known: 1 to {}", words[3], kMostIterations));
  }
  request.task = {.n = *n, .iterations = *iterations};
  for (const std::size_t place : {std::size_t{4}, std::size_t{6}}) {
    if (words.size() <= place) continue;
    const auto seconds = number_of_seconds(words[place]);
    if (!seconds) return refused(fmt::format("'{}' is no number of seconds; known: 0 to 9999", words[place]));
    (place == 4 ? request.task.counted : request.task.lead_in) = from_seconds(*seconds);
  }
  if (words.size() == 7) {
    const auto workers = whole_number(words[5], 1, kMostWorkers);
    if (!workers)
      return refused(fmt::format("'{}' is no number of workers; known: 1 to {}", words[5], kMostWorkers));
    request.workers = *workers;
  }
  return request;
}

Result<Json> alone(const Request& request) {
  const Task& task = request.task;
  const auto measured = request.flavour->measure(task.n, task.iterations, task.counted);
  if (!measured) return tl::unexpected(measured.error());
  return Json{{"line", measured->line},
              {"setup_ns", measured->setup.count()},
              {"iteration_ns", counts(measured->iterations)},
              {"iteration_cpu_ns", counts(measured->iterations_cpu)},
              {"loop_ns", measured->loop.count()}};
}

Result<Json> together(const Request& request) {
  const auto shares = work_together(*request.flavour, request.task, request.workers);
  if (!shares) return tl::unexpected(shares.error());
  std::vector<long long> iterations;
  std::vector<double> rates;
  for (const Share& share : *shares) {
    const auto times = counts(share.iterations);
    iterations.insert(iterations.end(), times.begin(), times.end());
    rates.push_back(share.rate_per_s);
  }
  return Json{{"line", shares->front().line},
              {"setup_ns", 0},
              {"iteration_ns", iterations},
              {"worker_rates_per_s", rates}};
}

int run_job(std::span<char*> words) {
  const Request request = read_request(words);
  if (!request.problem.empty()) return leave(kUnknown, request.problem);
  const auto measured = request.workers > 0 ? together(request) : alone(request);
  if (!measured) {
    return leave(kDisagreement, fmt::format("{} {} {}: {}", request.name, request.flavour->name,
                                            request.task.n, measured.error().message));
  }
  Json report{{"kernel", request.name},
              {"flavour", request.flavour->name},
              {"n", request.task.n},
              {"line", measured->at("line")},
              {"tag", kTag}};
  report.update(*measured);
  report.update({{"max_rss_kib", peak_memory_kib()}, {"runtime", "native"}, {"version", __VERSION__}});
  fmt::print("{}\n", report.dump());
  return 0;
}

}  // namespace
}  // namespace harness::kernels

int main(int argc, char** argv) {
  using namespace harness::kernels;
  const std::span<char*> words(argv + 1, static_cast<std::size_t>(argc - 1));
  if (words.size() != 4 && words.size() != 5 && words.size() != 7)
    return leave(kUnknown, "usage: harness-kernels KERNEL FLAVOUR N ITERATIONS [SECONDS [WORKERS LEAD_IN]]");
  return run_job(words);
}
