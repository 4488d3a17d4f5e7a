#include <array>
#include <string>
#include <string_view>

#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

/// What lenient number parsers let through: signs, blanks, points, underscores, other bases, other scripts'
/// digits (%EF%BC%91 is U+FF11, which Python's int() reads as 1), too many digits, repeats.
constexpr std::string_view kBadJson[] = {"",
                                         "k=1",
                                         "n=1",
                                         "k=&n=1",
                                         "k=1&n=",
                                         "k=-1&n=1",
                                         "k=+1&n=1",
                                         "k=1.0&n=1",
                                         "k=1_0&n=1",
                                         "k=0x1&n=1",
                                         "k=1e3&n=1",
                                         "k=4294967296&n=1",
                                         "k=00000000001&n=1",
                                         "k=1&n=1001",
                                         "k=1&n=00001",
                                         "k=1&n=x",
                                         "k=x&n=1",
                                         "k=1&n=-0",
                                         "k=%EF%BC%91&n=1",
                                         "k=%201&n=1",
                                         "k=1&k=1&n=1",
                                         "k=1&n=1&n=2",
                                         "K=1&N=1"};
constexpr std::string_view kBadDelay[] = {"",       "ms=",  "ms=10001",  "ms=-1",
                                          "ms=1.5", "ms=x", "ms=1&ms=1", "ms=1e1"};

constexpr std::string_view kBadDown[] = {
    "",           "ms=1",      "b=1",       "ms=&b=1",  "ms=1&b=",      "ms=20001&b=1",    "ms=1&b=1048577",
    "ms=1.5&b=1", "ms=1&b=-1", "ms=1&b=+1", "ms=x&b=1", "ms=1&b=1&b=1", "ms=1&b=00000001", "MS=1&B=1"};

/// Of fib, which knows n from 1 to 45.
constexpr std::string_view kBadFib[] = {
    "",      "n=",    "n=0", "n=46",        "n=020",   "n=-1", "n=+1",   "n=1.0", "n=0x1",
    "n=1_0", "n=1e1", "n=x", "n=%EF%BC%91", "n=1&n=1", "N=1",  "n=%201", "m=1",   "n=99999999999"};

constexpr std::array<std::string_view, 14> kBadMixed = {"",
                                                        "&p=5",
                                                        "&i=1",
                                                        "&p=&i=1",
                                                        "&p=101&i=1",
                                                        "&p=-1&i=1",
                                                        "&p=0005&i=1",
                                                        "&p=5.0&i=1",
                                                        "&p=5%25&i=1",
                                                        "&p=5&p=5&i=1",
                                                        "&p=5&i=1&i=1",
                                                        "&p=5&i=4294967296",
                                                        "&p=5&i=x",
                                                        "&p=5&i=00000000001"};

/// n from 1 to 1000000, hz from 1 to 1000.
constexpr std::string_view kBadSse[] = {"",
                                        "n=1",
                                        "hz=1",
                                        "n=0&hz=1",
                                        "n=1&hz=0",
                                        "n=&hz=1",
                                        "n=1000001&hz=1",
                                        "n=1&hz=1001",
                                        "n=-1&hz=1",
                                        "n=1&hz=1.5",
                                        "n=x&hz=1",
                                        "n=1&n=1&hz=1",
                                        "n=1&hz=00001",
                                        "n=00000001&hz=1"};

/// c from 1 to 1000000, b from 1 to 1048576, us to 1000000.
constexpr std::string_view kBadStream[] = {"",
                                           "c=1&b=1",
                                           "c=1&us=1",
                                           "b=1&us=1",
                                           "c=0&b=1&us=1",
                                           "c=1&b=0&us=1",
                                           "c=1000001&b=1&us=1",
                                           "c=1&b=1048577&us=1",
                                           "c=1&b=1&us=1000001",
                                           "c=1&b=1&us=-1",
                                           "c=1&b=1&us=",
                                           "c=1&b=1.5&us=1",
                                           "c=1&c=1&b=1&us=1"};

Finding bad_parameters(Probe& probe) {
  std::vector<std::string> targets;
  if (probe.declares("/json")) {
    for (const auto query : kBadJson) targets.push_back(fmt::format("/json?{}", query));
  }
  if (probe.declares("/delay")) {
    for (const auto query : kBadDelay) targets.push_back(fmt::format("/delay?{}", query));
  }
  if (probe.declares("/down")) {
    for (const auto query : kBadDown) targets.push_back(fmt::format("/down?{}", query));
  }
  for (const char* row : {"/cpu", "/cpu_off", "/mixed"}) {
    if (!probe.declares(row)) continue;
    const char* rest = std::string_view(row) == "/mixed" ? "&p=5&i=1" : "";
    for (const auto query : kBadFib) targets.push_back(fmt::format("{}/fib?{}{}", row, query, rest));
    // Every kernel has bounds of its own; these lie beyond them all.
    for (const auto* kernel : {"sieve", "nbody", "sha256"})
      targets.push_back(fmt::format("{}/{}?n=1073741825{}", row, kernel, rest));
    targets.push_back(fmt::format("{}/fannkuch?n=2{}", row, rest));
  }
  if (probe.declares("/mixed")) {
    for (const auto query : kBadMixed) targets.push_back(fmt::format("/mixed/fib?n=1{}", query));
  }
  if (probe.declares("/sse")) {
    for (const auto query : kBadSse) targets.push_back(fmt::format("/sse?{}", query));
  }
  if (probe.declares("/stream")) {
    for (const auto query : kBadStream) targets.push_back(fmt::format("/stream?{}", query));
  }
  // One connection for all: a bad parameter is no reason to close it.
  auto connection = probe.connect();
  for (const auto& target : targets) {
    if (auto problem = wrong_answer(connection.get(target), 400, "Bad Request"))
      return failed("{}", *problem);
  }
  return passed("{} bad queries answered 400 on one connection", targets.size());
}

Finding unknown_path(Probe& probe) {
  std::vector<std::string> targets = {"/",       "/nope",        "/plaintextx", "/plaintext/x",
                                      "/json/1", "/nope?k=1&n=1"};
  for (const char* row : {"/cpu", "/cpu_off", "/mixed"}) {
    if (!probe.declares(row)) continue;
    for (const auto* rest : {"", "/", "/nope", "/FIB", "/fib/", "/fib/1", "/toString", "/__init__"})
      targets.push_back(fmt::format("{}{}?n=1", row, rest));
  }
  if (probe.declares("/sse")) targets.insert(targets.end(), {"/sse/?n=1&hz=1", "/sse/1?n=1&hz=1"});
  for (const auto& target : targets) {
    if (auto problem = wrong_answer(probe.get(target), 404, "Not Found")) return failed("{}", *problem);
  }
  return passed("{} unknown paths answered 404", targets.size());
}

Finding path_traversal(Probe& probe) {
  constexpr std::array kTargets = {"/../etc/passwd",
                                   "/../../../../../../etc/passwd",
                                   "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                                   "/..%2f..%2f..%2fetc%2fpasswd",
                                   "/plaintext/../../../etc/passwd",
                                   "/plaintext/%2E%2E/%2E%2E/etc/passwd",
                                   "//etc/passwd"};
  for (const char* target : kTargets) {
    const auto response = probe.get(target);
    if (!response.failure.empty()) return failed("{}: {}", response.asked, response.failure);
    if (response.status != 404 && response.status != 400)
      return failed("{}: status {}, expected 404 or 400", response.asked, response.status);
  }
  return passed("{} ways out of the root answered 404 or 400", kTargets.size());
}

/// A body that reads as a request: a server that does not consume it answers once too often.
constexpr std::string_view kTreacherousBody = "GET /nope HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::string bare(std::string_view line) {
  return fmt::format("{} HTTP/1.1\r\nHost: localhost\r\n\r\n", line);
}

std::string sized(std::string_view line) {
  return fmt::format("{} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{}", line,
                     kTreacherousBody.size(), kTreacherousBody);
}

std::string chunked(std::string_view line) {
  return fmt::format(
      "{} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
      "chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n",
      line, kTreacherousBody.size(), kTreacherousBody);
}

struct WrongMethod {
  std::string line;
  const char* framing;
  std::string (*request)(std::string_view line);
  std::string_view allowed;
};

std::vector<WrongMethod> wrong_methods(const Probe& probe) {
  std::vector<WrongMethod> all = {{"POST /plaintext", "sized body", sized, "GET"},
                                  {"POST /plaintext", "chunked body", chunked, "GET"},
                                  {"PUT /plaintext", "sized body", sized, "GET"},
                                  {"DELETE /plaintext", "no body", bare, "GET"}};
  for (const char* row : {"/cpu", "/cpu_off", "/mixed"}) {
    if (probe.declares(row)) all.push_back({fmt::format("POST {}/fib?n=1", row), "sized body", sized, "GET"});
  }
  if (probe.declares("/sse")) all.push_back({"POST /sse?n=1&hz=1", "sized body", sized, "GET"});
  if (probe.declares("/stream")) all.push_back({"POST /stream?c=1&b=1&us=0", "sized body", sized, "GET"});
  if (probe.declares("/file")) all.push_back({"POST /file/64k.bin", "sized body", sized, "GET"});
  for (const char* row : {"/echo", "/upload"}) {
    if (!probe.declares(row)) continue;
    all.push_back({fmt::format("GET {}", row), "no body", bare, "POST"});
    all.push_back({fmt::format("PUT {}", row), "sized body", sized, "POST"});
    all.push_back({fmt::format("DELETE {}", row), "no body", bare, "POST"});
  }
  return all;
}

Finding wrong_method(Probe& probe) {
  const auto attempts = wrong_methods(probe);
  for (const auto& attempt : attempts) {
    auto connection = probe.connect();
    connection.send(attempt.request(attempt.line));
    const auto response = connection.receive(fmt::format("{} ({})", attempt.line, attempt.framing));
    if (auto problem = wrong_answer(response, 405, "Method Not Allowed")) return failed("{}", *problem);
    if (response.header("Allow") != attempt.allowed) {
      return failed("{}: Allow is '{}', expected '{}'", response.asked, response.header("Allow"),
                    attempt.allowed);
    }
    if (auto problem = wrong_status(connection.get("/plaintext"), 200)) {
      return failed("after {} the connection is out of step: {}", response.asked, *problem);
    }
  }
  return passed("{} times, with bodies and without: 405 with Allow, and the connection goes on",
                attempts.size());
}

Finding malformed(Probe& probe) {
  struct Attempt {
    const char* asked;
    const char* bytes;
  };
  constexpr Attempt kAttempts[] = {
      {"a line that is no request line", "NOT AN HTTP REQUEST\r\n\r\n"},
      {"a header line without a colon",
       "GET /plaintext HTTP/1.1\r\nHost: localhost\r\nno colon here\r\n\r\n"},
      {"Content-Length: ten", "GET /plaintext HTTP/1.1\r\nHost: localhost\r\nContent-Length: ten\r\n\r\n"},
      {"a space in a header name", "GET /plaintext HTTP/1.1\r\nHost: localhost\r\nbad name: 1\r\n\r\n"},
  };
  for (const auto& [asked, bytes] : kAttempts) {
    auto connection = probe.connect();
    connection.send(bytes);
    if (auto problem = wrong_status(connection.receive(asked), 400)) return failed("{}", *problem);
    if (!connection.closed_by_peer()) return failed("{}: answered 400 but the connection stays open", asked);
  }
  // Said, not judged: parsers as shipped differ (httptools leaves Host to the application), no client of ours
  // omits it. Source: RFC 9112 §3.2, which asks for 400.
  auto connection = probe.connect();
  connection.send("GET /plaintext HTTP/1.1\r\n\r\n");
  const int without_host = connection.receive("HTTP/1.1 without Host").status;
  return passed("4 malformed requests answered 400 and closed; without Host: {}", without_host);
}

}  // namespace

std::vector<Rule> error_rules() {
  return {{"bad-parameters-400", {"/json"}, bad_parameters},
          {"unknown-path-404", {}, unknown_path},
          {"path-traversal-404", {}, path_traversal},
          {"wrong-method-405", {"/plaintext"}, wrong_method},
          {"malformed-400-close", {}, malformed}};
}

}  // namespace harness::verify
