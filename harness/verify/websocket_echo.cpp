#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/native/reference/contract_websocket.hpp"
#include <boost/beast/core/string.hpp>

#include "harness/verify/echo_bodies.hpp"
#include "harness/verify/probe.hpp"
#include "harness/verify/websocket_frames.hpp"

namespace harness::verify {
namespace {

using boost::beast::iequals;

constexpr const char* kEcho = "/ws/echo";

/// The sample of RFC 6455 §1.3. Firefox sends the Connection header so, and most clients offer deflate.
std::string upgrade_request(std::string_view target) {
  return fmt::format(
      "GET {} HTTP/1.1\r\nHost: localhost\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n",
      target);
}
constexpr std::string_view kAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

Response upgraded(Probe& probe, std::string_view target) {
  auto connection = probe.connect();
  connection.send(upgrade_request(target));
  return connection.receive(fmt::format("upgrade of {}", target));
}

Finding handshake(Probe& probe) {
  const auto response = upgraded(probe, kEcho);
  if (auto problem = wrong_status(response, 101)) return failed("{}", *problem);
  if (!iequals(response.header("Upgrade"), "websocket") || !iequals(response.header("Connection"), "upgrade"))
    return failed("101 with Upgrade: '{}' and Connection: '{}', expected websocket and upgrade",
                  response.header("Upgrade"), response.header("Connection"));
  if (response.header("Sec-WebSocket-Accept") != kAccept) {
    return failed("Sec-WebSocket-Accept is '{}', expected '{}'", response.header("Sec-WebSocket-Accept"),
                  kAccept);
  }
  const auto extensions = response.header("Sec-WebSocket-Extensions");
  if (!extensions.empty()) {
    return failed(
        "offered permessage-deflate, the server agreed to '{}': it compresses what its peers do not",
        extensions);
  }
  return passed("RFC 6455's sample key answered; permessage-deflate offered and not agreed to");
}

Finding without_upgrade(Probe& probe) {
  std::vector<std::string> targets = {kEcho};
  if (probe.declares("/ws/room")) targets.emplace_back("/ws/room/lobby");
  auto connection = probe.connect();
  for (const auto& target : targets) {
    if (auto problem = wrong_answer(connection.get(target), 400, "Bad Request"))
      return failed("{}", *problem);
  }
  for (const char* unknown : {"/ws", "/ws/", "/ws/nope", "/ws/echo/", "/ws/room/", "/ws/room/not.a.name"}) {
    if (auto problem = wrong_answer(connection.get(unknown), 404, "Not Found")) return failed("{}", *problem);
  }
  const int refusal = upgraded(probe, "/ws/nope").status;
  if (refusal < 400 || refusal > 499) return failed("upgrade of /ws/nope: status {}, expected 4xx", refusal);
  return passed("a plain GET answered 400, an unknown path 404, its upgrade {}", refusal);
}

struct Message {
  Opcode opcode = Opcode::kText;
  std::string payload;
};

std::string in_words(const Message& sent) {
  return fmt::format("{} of {} bytes", sent.opcode == Opcode::kText ? "a text" : "a binary message",
                     sent.payload.size());
}

bool is_echo(const Heard& heard, const Message& sent) {
  const auto kind = sent.opcode == Opcode::kText ? Heard::Kind::kText : Heard::Kind::kBinary;
  return heard.kind == kind && heard.payload == sent.payload;
}

Problem wrong_echo(WebSocketClient& client, const Message& sent) {
  const auto heard = client.receive();
  if (is_echo(heard, sent)) return std::nullopt;
  return fmt::format("sent {}, got {}", in_words(sent), verify::in_words(heard));
}

/// Exactly so many bytes, of which as many as possible are hard to treat as text.
std::string text_of(std::size_t size, Random& random) {
  std::string text = awkward_text(random, size / 4).value;
  return text.append(size - text.size(), 'x');
}

std::string octets(std::size_t size, Random& random) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random.next());
  return bytes;
}

/// Around every size at which the length of a frame is written differently.
constexpr std::array<std::size_t, 9> kSizes = {
    0, 1, 125, 126, 127, 65535, 65536, 300'000, contract::kLargestMessage};

Finding golden(Probe& probe) {
  auto client = probe.websocket(kEcho);
  for (const std::size_t size : kSizes) {
    for (const Message& message : {Message{Opcode::kText, text_of(size, probe.random())},
                                   Message{Opcode::kBinary, octets(size, probe.random())}}) {
      client.send(frame(message.opcode, message.payload));
      if (auto problem = wrong_echo(client, message)) return failed("{}", *problem);
    }
  }
  return passed("texts and binary messages of {} sizes up to 1 MiB, to the byte", kSizes.size());
}

Finding in_order(Probe& probe) {
  std::vector<Message> messages;
  std::string frames;
  for (int i = 0; i < 64; ++i) {
    const auto opcode = probe.random().below(2) == 0 ? Opcode::kText : Opcode::kBinary;
    messages.push_back({opcode, fmt::format("{}: {}", i, awkward_text(probe.random(), 30).value)});
    frames += frame(opcode, messages.back().payload);
  }
  auto client = probe.websocket(kEcho);
  client.send(frames);
  for (const auto& message : messages) {
    if (auto problem = wrong_echo(client, message)) return failed("64 messages in one write: {}", *problem);
  }
  return passed("64 messages in one write came back in their order");
}

Finding fragmented(Probe& probe) {
  auto client = probe.websocket(kEcho);
  const Message text{Opcode::kText, "h\xc3\xa9llo \xe2\x82\xac \xf0\x9f\x98\x80"};
  client.send(in_frames(Opcode::kText, text.payload, 1));
  if (auto problem = wrong_echo(client, text)) return failed("in frames of one byte: {}", *problem);
  const Message bytes{Opcode::kBinary, octets(100'000, probe.random())};
  client.send(in_frames(Opcode::kBinary, bytes.payload, 1000));
  if (auto problem = wrong_echo(client, bytes)) return failed("in frames of 1000 bytes: {}", *problem);
  client.send(frame(Opcode::kText, "be", false) + frame(Opcode::kPing, "between") +
              frame(Opcode::kContinuation, "hind"));
  if (auto problem = wrong_echo(client, {Opcode::kText, "behind"}))
    return failed("with a ping between two frames: {}", *problem);
  if (client.pongs() != std::vector<std::string>{"between"})
    return failed("a ping between two frames of a message was not answered before the message");
  for (const char byte : frame(Opcode::kText, "piecemeal")) client.send({&byte, 1});
  if (auto problem = wrong_echo(client, {Opcode::kText, "piecemeal"}))
    return failed("a frame in writes of one byte: {}", *problem);
  return passed(
      "messages in frames and frames in pieces are put together; a ping between is answered at once");
}

Finding ping_pong(Probe& probe) {
  auto client = probe.websocket(kEcho);
  const std::vector<std::string> payloads = {"", "ping", octets(125, probe.random())};
  for (const auto& payload : payloads) {
    client.send(frame(Opcode::kPing, payload) + frame(Opcode::kText, "after"));
    if (auto problem = wrong_echo(client, {Opcode::kText, "after"})) return failed("{}", *problem);
  }
  if (client.pongs() != payloads) {
    return failed("{} pings with 0, 4 and 125 bytes, {} pongs, not all with the same bytes", payloads.size(),
                  client.pongs().size());
  }
  return passed("pings of 0, 4 and 125 bytes answered with the same");
}

Finding close_answered(Probe& probe) {
  for (const char* reason : {"", "done"}) {
    auto client = probe.websocket(kEcho);
    client.send(frame(Opcode::kText, "last"));
    if (auto problem = wrong_echo(client, {Opcode::kText, "last"})) return failed("{}", *problem);
    client.send(close_frame(1000, reason));
    const auto heard = client.receive();
    if (!heard.is_close(1000)) return failed("sent close 1000 '{}', got {}", reason, verify::in_words(heard));
  }
  return passed("close 1000 answered with close 1000, then TCP ends");
}

struct Malformed {
  const char* what;
  std::string bytes;
};

Finding bad_utf8(Probe& probe) {
  const Malformed attempts[] = {
      {"a lone continuation byte", frame(Opcode::kText, "a\x80")},
      {"a code point cut off", frame(Opcode::kText, "a\xe2\x82")},
      {"an overlong slash", frame(Opcode::kText, "\xc0\xaf")},
      {"half a surrogate pair", frame(Opcode::kText, "\xed\xa0\x80")},
      {"beyond U+10FFFF", frame(Opcode::kText, "\xf4\x90\x80\x80")},
      {"a byte that never occurs", frame(Opcode::kText, "\xff")},
      {"one code point cut off at the end of the last frame",
       frame(Opcode::kText, "a", false) + frame(Opcode::kContinuation, "\xe2\x82")}};
  for (const auto& [what, bytes] : attempts) {
    auto client = probe.websocket(kEcho);
    client.send(bytes);
    const auto heard = client.receive();
    if (!heard.is_close(1007))
      return failed("text with {}: got {}, expected close 1007", what, verify::in_words(heard));
  }
  return passed("{} texts that are no UTF-8 answered with close 1007", std::size(attempts));
}

bool refuses(const Heard& heard) {
  return heard.kind == Heard::Kind::kEnd || heard.is_close(1002);
}

Finding protocol_errors(Probe& probe) {
  const Malformed attempts[] = {
      {"a compressed frame, though nothing was agreed to", raw_frame(kLastFrame | kCompressed | 1, "x")},
      {"the reserved opcode 3", raw_frame(kLastFrame | 3, "x")},
      {"the reserved control opcode 11", raw_frame(kLastFrame | 11, "x")},
      {"a ping in two frames", frame(Opcode::kPing, "x", false)},
      {"a ping of 126 bytes", frame(Opcode::kPing, std::string(126, 'x'))},
      {"a continuation of nothing", frame(Opcode::kContinuation, "x")},
      {"a message within a message", frame(Opcode::kText, "x", false) + frame(Opcode::kText, "y")}};
  for (const auto& [what, bytes] : attempts) {
    auto client = probe.websocket(kEcho);
    client.send(bytes);
    const auto heard = client.receive();
    if (!refuses(heard)) {
      return failed("{}: got {}, expected close 1002 or the end of the connection", what,
                    verify::in_words(heard));
    }
  }
  // Said, not judged: RFC 6455 §5.1 asks for the end, several libraries read on, no client of ours does it.
  auto client = probe.websocket(kEcho);
  client.send(unmasked_frame(Opcode::kText, "bare"));
  return passed("{} breaches of the protocol end the connection; an unmasked frame: {}", std::size(attempts),
                verify::in_words(client.receive()));
}

Finding nodelay(Probe& probe) {
  std::array<Nanoseconds, 20> times{};
  auto client = probe.websocket(kEcho);
  client.acknowledge_lazily();
  for (auto& time : times) {
    const Instant sent = SteadyClock{}.now();
    // The second echo is what Nagle's algorithm would keep until the first is acknowledged.
    client.send(frame(Opcode::kText, "one") + frame(Opcode::kText, "two"));
    for (const char* payload : {"one", "two"}) {
      if (auto problem = wrong_echo(client, {Opcode::kText, payload})) return failed("{}", *problem);
    }
    time = SteadyClock{}.now() - sent;
  }
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  const auto median = times[times.size() / 2];
  const auto figure =
      fmt::format("median of {} pairs of messages: {:.2f} ms", times.size(), to_milliseconds(median));
  return median < milliseconds(10) ? passed("{}", figure)
                                   : failed("{}, allowed is 10 ms; is TCP_NODELAY set?", figure);
}

}  // namespace

std::vector<Rule> websocket_echo_rules() {
  return {{"ws-handshake", {"/ws/echo"}, handshake},
          {"ws-without-upgrade-400", {"/ws/echo"}, without_upgrade},
          {"ws-echo-golden", {"/ws/echo"}, golden},
          {"ws-echo-in-order", {"/ws/echo"}, in_order},
          {"ws-echo-fragmented", {"/ws/echo"}, fragmented},
          {"ws-ping-pong", {"/ws/echo"}, ping_pong},
          {"ws-close-answered", {"/ws/echo"}, close_answered},
          {"ws-bad-utf8-1007", {"/ws/echo"}, bad_utf8},
          {"ws-protocol-errors", {"/ws/echo"}, protocol_errors},
          {"ws-nodelay", {"/ws/echo"}, nodelay}};
}

}  // namespace harness::verify
