// GET /down: does the server ask another one each time, wait for it, serve others meanwhile, and keep its
// connections? The other one is the harness's and counts.
#include <future>
#include <optional>
#include <string>

#include "workloads/native/reference/contract_bodies.hpp"
#include "workloads/native/reference/contract_down.hpp"
#include <nlohmann/json.hpp>

#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

using contract::Call;

std::string target_of(const Call& call) {
  return fmt::format("{}?ms={}&b={}", contract::kDownPath, call.ms, call.size);
}

std::string golden(const Call& call) {
  return contract::down_body(call.ms, contract::blob(call.size));
}

Problem wrong_down(RawConnection& connection, const Call& call) {
  return wrong_answer(connection.get(target_of(call)), 200, golden(call));
}

struct Counts {
  std::int64_t requests = 0;
  std::int64_t connections = 0;
};

/// Of the server that is asked, over one connection for all looks, which is counted before the first.
class Downstream {
 public:
  explicit Downstream(const Probe& probe) : connection_(probe.downstream(), probe.deadline()) {}
  [[nodiscard]] std::optional<Counts> counts() {
    const auto stats = nlohmann::json::parse(connection_.get("/__stats").body, nullptr, false);
    if (!stats.is_object() || !stats.contains("connections")) return std::nullopt;
    return Counts{stats["workers"][0]["requests"].get<std::int64_t>(),
                  stats["connections"].get<std::int64_t>()};
  }

 private:
  RawConnection connection_;
};

Finding down_golden(Probe& probe) {
  const auto some = contract::kLargestBlob / 4 + probe.random().below(contract::kLargestBlob / 4);
  const Call calls[] = {{0, 0}, {1, 1}, {0, 512}, {7, 65'537}, {0, contract::kLargestBlob}, {3, some}};
  auto connection = probe.connect();
  for (const Call& call : calls) {
    if (auto problem = wrong_down(connection, call)) return failed("{}", *problem);
  }
  return passed("{} blobs, of up to {} bytes, have the right length and digest", std::size(calls),
                contract::kLargestBlob);
}

/// As /plaintext behind it shows, which comes at once.
Finding down_in_order(Probe& probe) {
  const Call calls[] = {{30, 512}, {1, 7}, {10, 70'000}};
  std::string requests;
  for (const Call& call : calls) requests += get_request(target_of(call)) + get_request("/plaintext");
  auto connection = probe.connect();
  connection.send(requests);
  for (const Call& call : calls) {
    const auto both = {std::pair{target_of(call), golden(call)},
                       std::pair{std::string("/plaintext"), contract::plaintext_body()}};
    for (const auto& [target, body] : both) {
      if (auto problem = wrong_answer(connection.receive("GET " + target), 200, body))
        return failed("pipelined {} requests: {}", 2 * std::size(calls), *problem);
    }
  }
  return passed("{} pipelined answers in order", 2 * std::size(calls));
}

struct Asked {
  Problem problem;
  Nanoseconds shortest = Nanoseconds::max();
};

Asked ask_repeatedly(const Probe& probe, const Call& call, int times) {
  Asked asked;
  auto connection = probe.connect();
  for (int i = 0; i < times && !asked.problem; ++i) {
    const Instant sent = SteadyClock{}.now();
    asked.problem = wrong_down(connection, call);
    asked.shortest = std::min(asked.shortest, SteadyClock{}.now() - sent);
  }
  return asked;
}

Asked ask_at_once(const Probe& probe, const Call& call, std::size_t connections, int times) {
  std::vector<std::future<Asked>> all(connections);
  for (auto& each : all) {
    each =
        std::async(std::launch::async, [&probe, call, times] { return ask_repeatedly(probe, call, times); });
  }
  Asked together;
  for (auto& each : all) {
    Asked asked = each.get();
    together.shortest = std::min(together.shortest, asked.shortest);
    if (asked.problem) together.problem = std::move(asked.problem);
  }
  return together;
}

Finding asks_each_time(Probe& probe) {
  constexpr std::size_t kConnections = 8;
  constexpr int kTimes = 15;
  constexpr auto kSent = static_cast<std::int64_t>(kConnections) * kTimes;
  Downstream downstream(probe);
  const auto before = downstream.counts();
  const auto asked = ask_at_once(probe, {2, 512}, kConnections, kTimes);
  if (asked.problem) return failed("{}", *asked.problem);
  const auto after = downstream.counts();
  if (!before || !after) return failed("there is nobody on DOWN_PORT to be asked");
  const auto requests = after->requests - before->requests;
  const auto connections = after->connections - before->connections;
  const auto figure =
      fmt::format("{} requests, {} at once: the server behind was asked {} times over {} new connections",
                  kSent, kConnections, requests, connections);
  // Twice as many: one that is free only after its answer has been sent on is missed by the next request.
  const bool kept = connections <= static_cast<std::int64_t>(2 * kConnections);
  return requests == kSent && kept ? passed("{}", figure) : failed("{}", figure);
}

Finding never_early(Probe& probe) {
  constexpr int kMs = 20;
  const auto asked = ask_at_once(probe, {kMs, 1}, 8, 3);
  if (asked.problem) return failed("{}", *asked.problem);
  const auto figure =
      fmt::format("shortest of 24 answers that take {} ms: {:.3f} ms", kMs, to_milliseconds(asked.shortest));
  return asked.shortest < milliseconds(kMs) ? failed("{}", figure) : passed("{}", figure);
}

/// One after the other they would take two seconds.
Finding waits_beside(Probe& probe) {
  constexpr int kMs = 200;
  constexpr std::size_t kConnections = 10;
  const Instant begun = SteadyClock{}.now();
  const auto asked = ask_at_once(probe, {kMs, 1}, kConnections, 1);
  if (asked.problem) return failed("{}", *asked.problem);
  const auto took = SteadyClock{}.now() - begun;
  const auto figure = fmt::format("{} answers that take {} ms each, asked for at once, took {} together",
                                  kConnections, kMs, human(took));
  return took < milliseconds(kMs) * static_cast<int>(kConnections) ? passed("{}", figure)
                                                                   : failed("{}", figure);
}

}  // namespace

std::vector<Rule> down_rules() {
  return {{"down-golden", {"/down"}, down_golden},
          {"down-in-order", {"/down", "/plaintext"}, down_in_order},
          {"down-asks-each-time", {"/down"}, asks_each_time},
          {"down-never-early", {"/down"}, never_early},
          {"down-waits-beside", {"/down"}, waits_beside}};
}

}  // namespace harness::verify
