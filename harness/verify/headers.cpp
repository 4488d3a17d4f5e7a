#include <algorithm>
#include <string>

#include "workloads/native/reference/contract_bodies.hpp"
#include "workloads/native/reference/contract_response.hpp"

#include "harness/verify/echo_bodies.hpp"
#include "harness/verify/head.hpp"
#include "harness/verify/probe.hpp"
#include "harness/verify/upload_bodies.hpp"

namespace harness::verify {
namespace {

constexpr std::size_t kSizeSlack = 16;  // bytes

Problem wrong_headers(const Response& response, int status, std::string_view content_type) {
  return status == 405 ? wrong_head(response, status, content_type, {"allow", "content-length"})
                       : wrong_head(response, status, content_type, {"content-length"});
}

Response post(const Probe& probe, std::string_view body) {
  auto connection = probe.connect();
  connection.send(sized_post(body));
  return connection.receive(fmt::format("POST /echo {}", body));
}

Finding header_set(Probe& probe) {
  struct Expected {
    const char* endpoint;
    std::string target;
    int status;
    std::string_view content_type;
  };
  const Expected all[] = {{"/plaintext", "/plaintext", 200, contract::kPlainText},
                          {"/json", json_target(1, 2), 200, contract::kJson},
                          {"/json", "/json", 400, contract::kPlainText},
                          {"/delay", delay_target(0), 200, contract::kJson},
                          {"/down", "/down?ms=0&b=1", 200, contract::kJson}};
  for (const auto& [endpoint, target, status, content_type] : all) {
    if (!probe.declares(endpoint)) continue;
    if (auto problem = wrong_headers(probe.get(target), status, content_type)) return failed("{}", *problem);
  }
  if (probe.declares("/echo")) {
    const auto fits = plain_body(plain_echo(probe.random()));
    if (auto problem = wrong_headers(post(probe, fits), 200, contract::kJson)) return failed("{}", *problem);
    if (auto problem = wrong_headers(post(probe, "[]"), 422, contract::kJson)) return failed("{}", *problem);
    if (auto problem = wrong_headers(post(probe, "["), 400, contract::kPlainText))
      return failed("{}", *problem);
  }
  if (probe.declares("/upload")) {
    auto connection = probe.connect();
    connection.send(sized_upload("any bytes"));
    if (auto problem = wrong_headers(connection.receive("POST /upload"), 200, contract::kJson))
      return failed("{}", *problem);
  }
  if (auto problem = wrong_headers(probe.get("/nope"), 404, contract::kPlainText))
    return failed("{}", *problem);
  return passed("exactly Content-Length, Content-Type, Date and Server");
}

Finding response_size(Probe& probe) {
  const auto response = probe.get("/plaintext");
  if (auto problem = wrong_status(response, 200)) return failed("{}", *problem);
  std::string golden;
  contract::append_response(golden, {200, contract::kPlainText, contract::plaintext_body()},
                            contract::imf_fixdate(0));
  const std::size_t less = std::min(golden.size(), response.wire_bytes);
  const std::size_t more = std::max(golden.size(), response.wire_bytes);
  const auto figure = fmt::format("/plaintext is {} bytes on the wire, the reference's {}",
                                  response.wire_bytes, golden.size());
  return more - less <= kSizeSlack ? passed("{}", figure) : failed("{}, allowed is ±{}", figure, kSizeSlack);
}

Finding no_content_encoding(Probe& probe) {
  std::vector<std::string> targets = {"/plaintext"};
  // Long enough for servers that leave short answers alone.
  if (probe.declares("/json")) targets.push_back(json_target(1, 1000));
  for (const auto& target : targets) {
    auto connection = probe.connect();
    connection.send(get_request(target, "Accept-Encoding: gzip, br, deflate, zstd\r\n"));
    const auto response = connection.receive(fmt::format("GET {} with Accept-Encoding", target));
    if (auto problem = wrong_status(response, 200)) return failed("{}", *problem);
    for (const char* name : {"Content-Encoding", "Vary"}) {
      if (const auto value = response.header(name); !value.empty())
        return failed("{}: {} is '{}', expected none", response.asked, name, value);
    }
  }
  return passed("gzip, br, deflate and zstd were offered and not used");
}

Finding large_header(Probe& probe) {
  constexpr std::size_t kSize = 4096;
  auto connection = probe.connect();
  connection.send(get_request("/plaintext", fmt::format("X-Large: {}\r\n", std::string(kSize, 'x'))));
  const auto response = connection.receive("GET /plaintext with a header of 4 KiB");
  if (auto problem = wrong_status(response, 200)) return failed("{}", *problem);
  return passed("a header of {} bytes is accepted", kSize);
}

}  // namespace

std::vector<Rule> header_rules() {
  return {{"header-set", {}, header_set},
          {"response-size", {"/plaintext"}, response_size},
          {"no-content-encoding", {"/plaintext"}, no_content_encoding},
          {"large-header", {"/plaintext"}, large_header}};
}

}  // namespace harness::verify
