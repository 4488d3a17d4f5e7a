#include "harness/verify/fairness.hpp"

#include <algorithm>
#include <deque>
#include <optional>

#include <nlohmann/json.hpp>

#include "harness/base/shallow_json.hpp"
#include "harness/process/listening.hpp"
#include "harness/verify/declared_launch.hpp"
#include "harness/verify/declared_limits.hpp"
#include "harness/verify/finding.hpp"

namespace harness::verify {
namespace {

using nlohmann::json;
using process::ListeningSocket;
using Sockets = std::vector<ListeningSocket>;

constexpr auto kPatience = seconds(5);

Check of(std::string name, const Finding& finding) {
  return {std::move(name), finding.passed ? Outcome::kPass : Outcome::kFail, finding.detail};
}

/// A server that sleeps instead of waiting answers one after the other: twenty waits then take twenty times
/// as long.
Finding delay_concurrent(const Subject& subject) {
  constexpr int kMs = 50;
  constexpr int kRequests = 20;
  const Instant deadline = SteadyClock{}.now() + kPatience;
  std::deque<RawConnection> connections;  // they cannot be moved
  for (int i = 0; i < kRequests; ++i) connections.emplace_back(subject, deadline);
  const Instant begun = SteadyClock{}.now();
  for (RawConnection& connection : connections) connection.send(get_request(delay_target(kMs)));
  for (RawConnection& connection : connections) {
    if (auto problem = wrong_status(connection.receive(delay_target(kMs)), 200))
      return failed("{}", *problem);
  }
  const auto took = SteadyClock{}.now() - begun;
  // Half of what one after the other would take: far from both what is right and what is wrong.
  const auto figure = fmt::format("{} waits of {} ms at once took {}", kRequests, kMs, human(took));
  return took < milliseconds(kMs * kRequests / 2) ? passed("{}", figure)
                                                  : failed("{}: they wait for each other", figure);
}

/// What a server may say of itself that is no declaration of its manifest. Unsaid is no lie.
Finding production_settings(const Subject& subject) {
  const auto response = RawConnection(subject, SteadyClock{}.now() + kPatience).get("/__info");
  if (auto problem = wrong_status(response, 200)) return failed("{}", *problem);
  const json info = parse_shallow(response.body, 3);
  if (!info.is_object()) return failed("/__info is not a JSON object");
  const std::pair<const char*, json> wanted[] = {
      {"environment", "production"}, {"nodelay", true}, {"log", "none"}};
  std::vector<std::string> wrong;
  std::vector<std::string> said;
  for (const auto& [field, value] : wanted) {
    const auto found = info.find(field);
    if (found == info.end()) continue;
    said.emplace_back(field);
    if (*found != value) wrong.push_back(fmt::format("{} is {}, not {}", field, found->dump(), value.dump()));
  }
  return wrong.empty() ? passed("of environment, nodelay and log it says [{}], as they should be",
                                fmt::join(said, ", "))
                       : failed("{}", fmt::join(wrong, "; "));
}

struct ListenerRule {
  const char* name;
  Finding (*check)(const Sockets& sockets, const workload::Stack& stack);
  bool holds_for_lines = false;  ///< where a server takes /lines, too
};

Finding one_listener(const Sockets& sockets, const workload::Stack& stack) {
  std::vector<std::string> holders;
  for (const ListeningSocket& socket : sockets)
    holders.push_back(fmt::format("held by process {}", fmt::join(socket.holders, " and ")));
  const auto seen = fmt::format("{} socket{}, {}", sockets.size(), sockets.size() == 1 ? "" : "s",
                                fmt::join(holders, "; "));
  if (stack.accept_mode != "single") return passed("{}; accept_mode is {}", seen, stack.accept_mode);
  const bool alone = sockets.size() == 1 && sockets.front().holders.size() == 1;
  return alone ? passed("{}", seen) : failed("declared is one process that accepts; seen: {}", seen);
}

Finding loopback_only(const Sockets& sockets, const workload::Stack&) {
  for (const ListeningSocket& socket : sockets) {
    if (socket.address != "127.0.0.1")
      return failed("listens on {}: bind 127.0.0.1, as all do", socket.address);
  }
  return passed("127.0.0.1");
}

Finding backlog(const Sockets& sockets, const workload::Stack&) {
  const std::uint32_t wanted = std::min(kBacklog, process::largest_backlog());
  for (const ListeningSocket& socket : sockets) {
    if (socket.backlog != wanted)
      return failed("the kernel keeps {}, asked for was {}", socket.backlog, wanted);
  }
  return passed("{}", wanted);
}

Finding launched_as_declared(const Sockets& sockets, const workload::Stack& stack) {
  for (const ListeningSocket& socket : sockets) {
    for (const int pid : socket.holders) {
      std::vector<std::string> strangers = undeclared_options(process::arguments_of(pid), stack);
      const auto tuning = undeclared_tuning(process::environment_of(pid), stack);
      strangers.insert(strangers.end(), tuning.begin(), tuning.end());
      if (!strangers.empty())
        return failed("started with {}, which the manifest does not say", fmt::join(strangers, ", "));
    }
  }
  return passed("no option and no tuning variable beside the manifest's");
}

constexpr ListenerRule kListenerRules[] = {{"one-listener", one_listener},
                                           {"loopback-only", loopback_only, true},
                                           {"backlog", backlog, true},
                                           {"launched-as-declared", launched_as_declared}};

struct Listeners {
  std::uint16_t port;
  Result<Sockets> sockets;
};

Listeners listeners_on(std::uint16_t port) {
  return {port, process::listening_on(port)};
}

Check check_listeners(const ListenerRule& rule, const Listeners& listeners, const workload::Stack& stack) {
  const auto& [port, sockets] = listeners;
  if (!sockets) return {rule.name, Outcome::kNotApplicable, sockets.error().message};
  if (sockets->empty()) return of(rule.name, failed("nobody listens on port {}", port));
  return of(rule.name, rule.check(*sockets, stack));
}

void check_listeners(const Subject& subject, const workload::Stack& stack, std::vector<Check>& checks) {
  const Listeners listeners = listeners_on(subject.port);
  std::optional<Listeners> of_lines;
  if (subject.line_port != 0) of_lines = listeners_on(subject.line_port);
  for (const ListenerRule& rule : kListenerRules) {
    Check check = check_listeners(rule, listeners, stack);
    if (of_lines && rule.holds_for_lines && check.outcome == Outcome::kPass)
      check = check_listeners(rule, *of_lines, stack);
    checks.push_back(std::move(check));
  }
}

}  // namespace

std::vector<Check> check_fairness(const Subject& subject, const workload::Stack& stack) {
  std::vector<Check> checks;
  if (std::find(stack.endpoints.begin(), stack.endpoints.end(), "/delay") != stack.endpoints.end()) {
    checks.push_back(of("delay-concurrent", delay_concurrent(subject)));
  } else {
    checks.push_back({"delay-concurrent", Outcome::kNotApplicable, "the manifest does not declare /delay"});
  }
  checks.push_back(of("production-settings", production_settings(subject)));
  check_listeners(subject, stack, checks);
  return with_declared_limits(std::move(checks), stack);
}

}  // namespace harness::verify
