#include <algorithm>
#include <future>
#include <string>

#include "workloads/native/reference/contract_bodies.hpp"

#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

Finding plaintext_bytes(Probe& probe) {
  const auto golden = contract::plaintext_body();
  for (const char* target : {"/plaintext", "/plaintext?unknown=1"}) {
    if (auto problem = wrong_answer(probe.get(target), 200, golden)) return failed("{}", *problem);
  }
  return passed("{} bytes", golden.size());
}

struct JsonCase {
  std::string query;
  std::uint32_t k;
  int n;
};

JsonCase plain_case(std::uint32_t k, int n) {
  return {fmt::format("k={}&n={}", k, n), k, n};
}

std::vector<JsonCase> json_cases(Probe& probe) {
  const auto random_n = [&](int base) { return base + static_cast<int>(probe.random().below(100)); };
  std::vector<JsonCase> cases = {plain_case(probe.random_u32(), 0), plain_case(probe.random_u32(), 1000),
                                 plain_case(4294967295, random_n(100)), plain_case(0, 1)};
  for (const int base : {200, 300, 400}) cases.push_back(plain_case(probe.random_u32(), random_n(base)));
  cases.push_back({"k=0000000007&n=0012", 7, 12});
  const auto k = probe.random_u32();
  cases.push_back({fmt::format("x=1&n=13&kk=5&k={}&y", k), k, 13});
  return cases;
}

Finding json_golden(Probe& probe) {
  const auto cases = json_cases(probe);
  for (const auto& [query, k, n] : cases) {
    const auto problem = wrong_answer(probe.get("/json?" + query), 200, contract::json_body(k, n));
    if (problem) return failed("{}", *problem);
  }
  return passed("{} bodies equal the golden bytes", cases.size());
}

Finding json_not_cached(Probe& probe) {
  constexpr int kItems = 50;
  const auto first = probe.random_u32();
  for (const auto k : {first, first + 1}) {
    const auto problem = wrong_answer(probe.get(json_target(k, kItems)), 200, contract::json_body(k, kItems));
    if (problem) return failed("{}; asked for k={} and k={} in turn", *problem, first, first + 1);
  }
  return passed("k={} and k={} differ as they should", first, first + 1);
}

Finding delay_golden(Probe& probe) {
  for (const int ms : {0, 1, 7}) {
    const auto problem = wrong_answer(probe.get(delay_target(ms)), 200, contract::delay_body(ms));
    if (problem) return failed("{}", *problem);
  }
  return passed("bodies of 0, 1 and 7 ms equal the golden bytes");
}

struct Waits {
  Nanoseconds shortest = Nanoseconds::max();
  Problem problem;
};

Waits wait_repeatedly(const Probe& probe, int ms, int times) {
  Waits waits;
  for (int i = 0; i < times && !waits.problem; ++i) {
    auto connection = probe.connect();
    // Begun before sending, ended after receiving: our own slowness can only make a wait look longer.
    const Instant sent = SteadyClock{}.now();
    waits.problem = wrong_status(connection.get(delay_target(ms)), 200);
    waits.shortest = std::min(waits.shortest, SteadyClock{}.now() - sent);
  }
  return waits;
}

Finding delay_never_early(Probe& probe) {
  constexpr int kMs = 20;
  constexpr int kTimes = 5;
  std::vector<std::future<Waits>> connections(8);
  for (auto& waits : connections) {
    waits = std::async(std::launch::async, [&probe] { return wait_repeatedly(probe, kMs, kTimes); });
  }
  Waits all;
  for (auto& connection : connections) {
    Waits waits = connection.get();
    all.shortest = std::min(all.shortest, waits.shortest);
    if (waits.problem) all.problem = std::move(waits.problem);
  }
  if (all.problem) return failed("{}", *all.problem);
  const auto figure = fmt::format("shortest of {} waits of {} ms: {:.3f} ms", kTimes * connections.size(),
                                  kMs, to_milliseconds(all.shortest));
  return all.shortest < milliseconds(kMs) ? failed("{}", figure) : passed("{}", figure);
}

}  // namespace

std::vector<Rule> body_rules() {
  return {{"plaintext-bytes", {"/plaintext"}, plaintext_bytes},
          {"json-golden", {"/json"}, json_golden},
          {"json-not-cached", {"/json"}, json_not_cached},
          {"delay-golden", {"/delay"}, delay_golden},
          {"delay-never-early", {"/delay"}, delay_never_early}};
}

}  // namespace harness::verify
