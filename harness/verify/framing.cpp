#include <algorithm>
#include <array>
#include <string>

#include "workloads/native/reference/contract_bodies.hpp"

#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

struct Exchange {
  std::string target;
  int status;
  std::string body;
};

/// Later delays are shorter: a server that answers in order of completion gives itself away.
std::vector<Exchange> mixed_exchanges(Probe& probe) {
  std::vector<Exchange> all;
  for (int i = 0; i < 4; ++i) {
    all.push_back({"/plaintext", 200, contract::plaintext_body()});
    if (probe.declares("/delay"))
      all.push_back({delay_target(12 - 4 * i), 200, contract::delay_body(12 - 4 * i)});
    const auto k = probe.random_u32();
    if (probe.declares("/json")) all.push_back({json_target(k, 20 + i), 200, contract::json_body(k, 20 + i)});
    all.push_back({fmt::format("/nope?{}", i), 404, "Not Found"});
  }
  while (all.size() < 16) all.push_back(all[all.size() % 4]);
  return all;
}

Finding pipelining(Probe& probe) {
  const auto exchanges = mixed_exchanges(probe);
  std::string requests;
  for (const auto& exchange : exchanges) requests += get_request(exchange.target);
  auto connection = probe.connect();
  connection.send(requests);
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    const auto response =
        connection.receive(fmt::format("pipelined request {}, {}", i + 1, exchanges[i].target));
    // /plaintext's letters are another check's; here its length tells it from the others.
    const bool same_length = response.body.size() == exchanges[i].body.size();
    const auto problem = exchanges[i].target == "/plaintext" && same_length
                             ? wrong_status(response, exchanges[i].status)
                             : wrong_answer(response, exchanges[i].status, exchanges[i].body);
    if (problem) return failed("{}", *problem);
  }
  return passed("{} pipelined requests answered in order", exchanges.size());
}

Finding split_reads(Probe& probe) {
  const auto request = get_request("/plaintext", "X-Split: yes\r\n");
  auto connection = probe.connect();
  connection.send_bytewise(request);
  if (auto problem = wrong_status(connection.receive("GET /plaintext, byte by byte"), 200)) {
    return failed("{}", *problem);
  }
  auto second = probe.connect();
  second.send_bytewise(
      "POST /plaintext HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
  if (auto problem = wrong_status(second.receive("POST /plaintext in chunks, byte by byte"), 405)) {
    return failed("{}", *problem);
  }
  return passed("a GET of {} segments and a chunked POST", request.size());
}

Finding keep_alive(Probe& probe) {
  constexpr int kRequests = 1000;
  const auto size = contract::plaintext_body().size();
  auto connection = probe.connect();
  const Instant begin = SteadyClock{}.now();
  for (int i = 1; i <= kRequests; ++i) {
    const auto response = connection.get("/plaintext");
    if (auto problem = wrong_status(response, 200))
      return failed("request {} of {}: {}", i, kRequests, *problem);
    if (response.body.size() != size) return failed("request {}: body of {} bytes", i, response.body.size());
  }
  return passed("{} requests on one connection in {}", kRequests, human(SteadyClock{}.now() - begin));
}

Finding nodelay(Probe& probe) {
  std::array<Nanoseconds, 20> times{};
  auto connection = probe.connect();
  connection.acknowledge_lazily();
  for (auto& time : times) {
    const Instant sent = SteadyClock{}.now();
    if (auto problem = wrong_status(connection.get("/plaintext"), 200)) return failed("{}", *problem);
    time = SteadyClock{}.now() - sent;
  }
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  const auto median = times[times.size() / 2];
  const auto figure =
      fmt::format("median of {} sequential requests: {:.2f} ms", times.size(), to_milliseconds(median));
  // Source: Linux TCP_DELACK_MIN is 40 ms: what Nagle's algorithm waits for when a response is two writes.
  const bool delayed_ack = median > milliseconds(38) && median < milliseconds(48);
  if (delayed_ack)
    return failed("{}: Nagle's algorithm meets delayed acknowledgements; set TCP_NODELAY", figure);
  return median < milliseconds(10) ? passed("{}", figure) : failed("{}, allowed is 10 ms", figure);
}

Finding connection_close(Probe& probe) {
  auto connection = probe.connect();
  connection.send(get_request("/plaintext", "Connection: close\r\n"));
  const auto response = connection.receive("GET /plaintext with Connection: close");
  if (auto problem = wrong_status(response, 200)) return failed("{}", *problem);
  if (response.header("Connection") != "close") {
    return failed("{}: the response says Connection: '{}', expected 'close'", response.asked,
                  response.header("Connection"));
  }
  if (!connection.closed_by_peer()) return failed("{}: the connection stays open", response.asked);
  return passed("announced and done");
}

/// Not required. But a body after it would be read as the next answer.
Finding head_handled(Probe& probe) {
  auto connection = probe.connect();
  connection.send("HEAD /plaintext HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto response = connection.receive_head("HEAD /plaintext");
  if (!response.failure.empty()) return failed("{}: {}", response.asked, response.failure);
  constexpr std::array kAllowed = {200, 404, 405, 501};
  if (std::find(kAllowed.begin(), kAllowed.end(), response.status) == kAllowed.end())
    return failed("{}: status {}, expected {}", response.asked, response.status, fmt::join(kAllowed, " or "));
  if (response.header("Connection") == "close") {
    if (!connection.closed_by_peer())
      return failed("{}: status {} with Connection: close, and more follows", response.asked,
                    response.status);
    return passed("answered {} and closed", response.status);
  }
  if (auto problem = wrong_status(connection.get("/plaintext"), 200)) {
    return failed("after {}, answered {}, the connection is out of step: {}", response.asked, response.status,
                  *problem);
  }
  return passed("answered {} without a body, and the connection goes on", response.status);
}

}  // namespace

std::vector<Rule> framing_rules() {
  return {
      {"pipelining-16", {"/plaintext"}, pipelining},          {"split-reads", {"/plaintext"}, split_reads},
      {"keep-alive-1000", {"/plaintext"}, keep_alive},        {"nodelay", {"/plaintext"}, nodelay},
      {"connection-close", {"/plaintext"}, connection_close}, {"head-handled", {"/plaintext"}, head_handled}};
}

}  // namespace harness::verify
