#include <algorithm>
#include <string>
#include <string_view>

#include "harness/base/printable.hpp"
#include "harness/verify/echo_bodies.hpp"
#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

using contract::kLargestBody;

constexpr std::size_t kChunk = 7;
constexpr std::size_t kLargeChunk = 4096;

std::string named(std::string_view kind, std::string_view body) {
  constexpr std::size_t kShown = 200;
  const auto begin = body.substr(0, std::min(body.find_last_not_of(' ') + 1, kShown));
  return fmt::format("POST /echo, {}: {}{}", kind, printable(begin), begin.size() < body.size() ? "…" : "");
}

Problem wrong_echo(Probe& probe, const std::string& request, const std::string& asked, int status,
                   std::string_view expected) {
  auto connection = probe.connect();
  connection.send(request);
  return wrong_answer(connection.receive(asked), status, expected);
}

Problem wrong_in_any_framing(Probe& probe, std::string_view body, std::size_t chunk, int status,
                             std::string_view expected) {
  if (auto problem = wrong_echo(probe, sized_post(body), named("sized", body), status, expected))
    return problem;
  return wrong_echo(probe, chunked_post(body, chunk), named("chunked", body), status, expected);
}

Finding golden(Probe& probe) {
  const auto cases = echo_cases(probe.random());
  for (const auto& [value, body] : cases) {
    if (auto problem = wrong_in_any_framing(probe, body, kChunk, 200, contract::echo_body(value)))
      return failed("{}", *problem);
  }
  return passed("{} bodies, each sized and chunked, equal the golden bytes", cases.size());
}

Finding two_bodies(Probe& probe) {
  const auto first = plain_echo(probe.random());
  auto second = first;
  second.name = plain_echo(probe.random()).name;
  for (const auto& echo : {first, second, first}) {
    const auto body = plain_body(echo);
    if (auto problem =
            wrong_echo(probe, sized_post(body), named("sized", body), 200, contract::echo_body(echo)))
      return failed("{}; sent were {} and {} in turn", *problem, first.name, second.name);
  }
  return passed("{} and {} differ as they should", first.name, second.name);
}

struct Misfit {
  std::string body;
  std::string path;
};

/// A body that fits but for the value of one key.
Misfit with(std::string_view key, std::string_view value, std::string_view path) {
  const auto member = [&](std::string_view name, std::string_view good) {
    return fmt::format("\"{}\":{}", name, name == key ? value : good);
  };
  return {fmt::format("{{{},{},{},{}}}", member("id", "7"), member("name", "\"x\""),
                      member("tags", "[\"t\"]"), member("cents", "5")),
          std::string(path)};
}

std::string quoted(std::size_t count, std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out + "\"";
}

std::vector<Misfit> misfits() {
  constexpr std::string_view kTwoUnits = "😀";  // counted as two by who counts UTF-16 units
  return {{"[]", ""},
          {"null", ""},
          {"\"text\"", ""},
          {R"({"name":"x","tags":[],"cents":5})", "/id"},
          {R"({"id":7,"tags":[],"cents":5})", "/name"},
          {R"({"id":7,"name":"x","cents":5})", "/tags"},
          {R"({"id":7,"name":"x","tags":[]})", "/cents"},
          {R"({"id":7,"name":"x","tags":[],"cents":5,"extra":null})", "/extra"},
          {R"({"id":7,"name":"x","tags":[],"cents":5,"Id":7})", "/Id"},
          with("id", "-1", "/id"),
          with("id", "2147483648", "/id"),
          with("id", "true", "/id"),
          with("id", "\"7\"", "/id"),
          with("id", "7.5", "/id"),
          with("name", "\"\"", "/name"),
          with("name", quoted(65, "n"), "/name"),
          with("name", quoted(65, kTwoUnits), "/name"),
          with("name", "7", "/name"),
          with("tags", "{}", "/tags"),
          with("tags", "\"t\"", "/tags"),
          with("tags", R"(["0","1","2","3","4","5","6","7","8"])", "/tags"),
          with("tags", R"(["0","1","2",3])", "/tags/3"),
          with("tags", "[null]", "/tags/0"),
          with("tags", fmt::format(R"(["0",{},"2"])", quoted(17, "é")), "/tags/1"),
          with("cents", "-1", "/cents"),
          with("cents", "9007199254740992", "/cents"),
          with("cents", "false", "/cents"),
          with("cents", "null", "/cents")};
}

Finding rejects_misfits(Probe& probe) {
  const auto all = misfits();
  // One connection for all: a body that does not fit is no reason to close it.
  auto connection = probe.connect();
  for (const auto& [body, path] : all) {
    connection.send(sized_post(body));
    const auto response = connection.receive(named("misfit", body));
    if (auto problem = wrong_answer(response, 422, contract::misfit_body(path)))
      return failed("{}", *problem);
  }
  return passed("{} bodies with one failure each answered 422 on one connection", all.size());
}

std::vector<std::string> no_json() {
  const std::string fits = R"({"id":7,"name":"x","tags":[],"cents":5})";
  std::vector<std::string> bodies = {"",
                                     " \r\n",
                                     "{",
                                     R"({"id":7,"name":"x","tags":["t"],"cents":5)",
                                     R"({"id":7,"name":"x)",
                                     fits + "x",
                                     fits + fits,
                                     R"({'id':7,'name':'x','tags':[],'cents':5})",
                                     "id=7&name=x&cents=5"};
  for (const char* number : {"NaN", "Infinity", "-Infinity", "05", "+5", ".5", "5.", "0x5", "undefined"})
    bodies.push_back(with("cents", number, "").body);
  for (const char* tags : {"[\"t\",]", "[\"t\" \"t\"]", "[/* t */]"})
    bodies.push_back(with("tags", tags, "").body);
  // Not UTF-8: a lone lead and a lone continuation byte, a slash in two bytes, a surrogate, beyond the last.
  for (const char* name : {"\"\xc3\"", "\"\x80\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"",
                           "\"raw\nline\"", "\"\\x41\"", "\"\\u12\""})
    bodies.push_back(with("name", name, "").body);
  return bodies;
}

Finding refuses_no_json(Probe& probe) {
  const auto bodies = no_json();
  for (const auto& body : bodies) {
    if (auto problem = wrong_echo(probe, sized_post(body), named("no JSON", body), 400, "Bad Request"))
      return failed("{}", *problem);
  }
  return passed("{} bodies that are no JSON answered 400", bodies.size());
}

Finding exactly_64k(Probe& probe) {
  const auto echo = plain_echo(probe.random());
  const auto body = padded_to(kLargestBody, plain_body(echo));
  if (auto problem = wrong_in_any_framing(probe, body, kLargeChunk, 200, contract::echo_body(echo)))
    return failed("{}", *problem);
  return passed("{} bytes accepted, sized and chunked", kLargestBody);
}

Finding oversize(Probe& probe) {
  const auto body = padded_to(kLargestBody + 1, plain_body(plain_echo(probe.random())));
  if (auto problem = wrong_in_any_framing(probe, body, kLargeChunk, 413, "Content Too Large"))
    return failed("{}", *problem);
  return passed("{} bytes refused, sized and chunked", kLargestBody + 1);
}

Finding fragmented(Probe& probe) {
  const auto echo = plain_echo(probe.random());
  const auto body = plain_body(echo);
  auto connection = probe.connect();
  connection.send(sized_post_head(body.size()));
  connection.send_bytewise(body);
  const auto answer = connection.receive(named("byte by byte", body));
  if (auto problem = wrong_answer(answer, 200, contract::echo_body(echo))) return failed("{}", *problem);
  if (auto problem = wrong_echo(probe, chunked_post(body, 1), named("a chunk for each byte", body), 200,
                                contract::echo_body(echo)))
    return failed("{}", *problem);
  return passed("{} bytes in as many segments, then in as many chunks", body.size());
}

}  // namespace

std::vector<Rule> echo_rules() {
  return {{"echo-golden", {"/echo"}, golden},
          {"echo-two-bodies", {"/echo"}, two_bodies},
          {"echo-rejects-422", {"/echo"}, rejects_misfits},
          {"echo-bad-json-400", {"/echo"}, refuses_no_json},
          {"echo-exactly-64k", {"/echo"}, exactly_64k},
          {"echo-oversize-413", {"/echo"}, oversize},
          {"echo-fragmented", {"/echo"}, fragmented}};
}

}  // namespace harness::verify
