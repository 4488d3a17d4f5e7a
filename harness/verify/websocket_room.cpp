#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "workloads/native/reference/contract_websocket.hpp"

#include "harness/verify/echo_bodies.hpp"
#include "harness/verify/probe.hpp"
#include "harness/verify/websocket_frames.hpp"

namespace harness::verify {
namespace {

using contract::RoomMessage;

constexpr auto kSilence = milliseconds(100);
constexpr auto kMoment = milliseconds(20);

std::string new_room(Probe& probe) {
  return fmt::format("/ws/room/verify-{:x}", probe.random().next());
}

std::vector<WebSocketClient> members(Probe& probe, const std::string& room, int count) {
  std::vector<WebSocketClient> all;
  for (int i = 0; i < count; ++i) all.push_back(probe.websocket(room));
  return all;
}

struct Said {
  RoomMessage value;
  std::string text;  ///< as it is sent
};

Said something(Random& random) {
  const auto count = [&random] {
    return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(contract::kLargestInteger) + 1));
  };
  const auto p = awkward_text(random, 40);
  Said said{{count(), count(), p.value}, {}};
  said.text = fmt::format(R"({{"s":{},"ts":{},"p":{}}})", said.value.s, said.value.ts, p.spelt);
  return said;
}

void say(WebSocketClient& member, std::string_view text) {
  member.send(frame(Opcode::kText, text));
}

Problem not_delivered(WebSocketClient& member, const std::string& expected) {
  const auto heard = member.receive();
  if (heard.is_text(expected)) return std::nullopt;
  return fmt::format("expected {}, got {}", in_words({Heard::Kind::kText, expected}), in_words(heard));
}

Finding golden(Probe& probe) {
  auto all = members(probe, new_room(probe), 3);
  constexpr std::uint64_t kMessages = 30;
  for (std::uint64_t position = 1; position <= kMessages; ++position) {
    const std::uint64_t sender = probe.random().below(all.size());
    const auto said = something(probe.random());
    say(all[sender], said.text);
    const auto expected = contract::room_delivery(sender + 1, position, said.value);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (auto problem = not_delivered(all[i], expected)) return failed("member {}: {}", i + 1, *problem);
    }
  }
  return passed("{} messages to 3 members each, to the byte", kMessages);
}

/// All of them speak at once: `each` messages in one write.
void all_speak(std::vector<WebSocketClient>& all, int each) {
  for (std::size_t member = 0; member < all.size(); ++member) {
    std::string frames;
    for (int i = 0; i < each; ++i)
      frames += frame(Opcode::kText, fmt::format(R"({{"s":{},"ts":{},"p":""}})", i, member));
    all[member].send(frames);
  }
}

Finding one_order(Probe& probe) {
  auto all = members(probe, new_room(probe), 5);
  constexpr int kEach = 40;
  all_speak(all, kEach);
  std::vector<std::int64_t> next(all.size(), 0);
  const auto total = static_cast<std::uint64_t>(kEach) * all.size();
  for (std::uint64_t position = 1; position <= total; ++position) {
    const auto first = all.front().receive();
    const auto message = contract::read_room_message(first.payload);
    const bool known = message && message->ts < static_cast<std::int64_t>(all.size());
    if (first.kind != Heard::Kind::kText || !known) return failed("member 1 got {}", in_words(first));
    const auto sender = static_cast<std::size_t>(message->ts);
    if (message->s != next[sender]++)
      return failed("messages of member {} are not in the order they were sent in", sender + 1);
    const auto expected = contract::room_delivery(sender + 1, position, *message);
    if (!first.is_text(expected)) return failed("member 1: expected '{}', got {}", expected, in_words(first));
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (auto problem = not_delivered(all[i], expected))
        return failed("member {}, not as member 1: {}", i + 1, *problem);
    }
  }
  return passed("{} members speak at once: {} messages, the same order for all, without a gap", all.size(),
                total);
}

constexpr const char* kHello = R"({"s":7,"ts":9,"p":"hello"})";

std::string hello_from(std::uint64_t number, std::uint64_t position) {
  return contract::room_delivery(number, position, {7, 9, "hello"});
}

/// Whoever leaves is still in the room for a moment: the close is answered first.
Problem begins_anew(Probe& probe, const std::string& room) {
  Problem problem;
  for (int attempt = 0; attempt < 10; ++attempt) {
    auto member = probe.websocket(room);
    say(member, kHello);
    problem = not_delivered(member, hello_from(1, 1));
    if (!problem) return std::nullopt;
    member.send(close_frame(1000));
    while (member.receive().kind == Heard::Kind::kText) {
    }
    std::this_thread::sleep_for(kMoment);
  }
  return problem;
}

Finding apart(Probe& probe) {
  const auto room = new_room(probe);
  auto here = probe.websocket(room);
  {
    auto there = probe.websocket(room + "-2");
    say(there, kHello);
    if (auto problem = not_delivered(there, hello_from(1, 1))) return failed("{}", *problem);
    if (!here.is_silent_for(kSilence)) return failed("{} heard what was said in {}-2", room, room);
  }
  say(here, kHello);
  if (auto problem = not_delivered(here, hello_from(1, 1))) return failed("{}", *problem);
  here.send(close_frame(1000));
  if (const auto heard = here.receive(); !heard.is_close(1000))
    return failed("sent close, got {}", in_words(heard));
  if (auto problem = begins_anew(probe, room))
    return failed("a room that was empty goes on counting: {}", *problem);
  return passed("rooms do not hear each other, and one that was empty begins anew");
}

Finding refused(Probe& probe) {
  const std::string wrong[] = {"x",
                               "[]",
                               "null",
                               R"({"ts":1,"p":""})",
                               R"({"s":1,"p":""})",
                               R"({"s":1,"ts":1})",
                               R"({"s":"1","ts":1,"p":""})",
                               R"({"s":-1,"ts":1,"p":""})",
                               R"({"s":1,"ts":1.5,"p":""})",
                               R"({"s":true,"ts":1,"p":""})",
                               R"({"s":1,"ts":9007199254740993,"p":""})",
                               R"({"s":1,"ts":1,"p":1})",
                               R"({"s":1,"ts":NaN,"p":""})"};
  const auto room = new_room(probe);
  auto witness = probe.websocket(room);
  const auto refuses = [&](const std::string& frames, std::string_view what) -> Problem {
    auto member = probe.websocket(room);
    member.send(frames);
    const auto heard = member.receive();
    if (heard.is_close(contract::kPolicyViolation)) return std::nullopt;
    return fmt::format("{}: got {}, expected close 1008", what, in_words(heard));
  };
  for (const auto& text : wrong) {
    if (auto problem = refuses(frame(Opcode::kText, text), text)) return failed("{}", *problem);
  }
  if (auto problem = refuses(frame(Opcode::kBinary, kHello), "a message in a binary frame"))
    return failed("{}", *problem);
  say(witness, kHello);
  if (auto problem = not_delivered(witness, hello_from(1, 1)))
    return failed("after {} refusals: {}", std::size(wrong) + 1, *problem);
  return passed("{} that are no message of a room: close 1008, and nobody hears of them",
                std::size(wrong) + 1);
}

// More than the queue may hold and the kernel takes: Linux grows a send buffer to 4 MiB at most (tcp_wmem).
constexpr std::size_t kLongText = 60'000;
constexpr int kFlood = 160;  // 9 MiB
constexpr int kBurst = 8;    // 480,000 bytes: half the queue
constexpr ReceiveBuffer kSmallBuffer = 64 * 1024;

Finding slow_member(Probe& probe) {
  const auto room = new_room(probe);
  auto sender = probe.websocket(room);
  auto witness = probe.websocket(room);
  auto slow = probe.websocket(room, kSmallBuffer);
  const RoomMessage message{1, 2, std::string(kLongText, 'x')};
  const auto spoken = frame(Opcode::kText, fmt::format(R"({{"s":1,"ts":2,"p":"{}"}})", message.p));
  std::uint64_t position = 0;
  const auto speak = [&]() -> Problem {
    sender.send(spoken);
    const auto expected = contract::room_delivery(1, ++position, message);
    auto problem = not_delivered(sender, expected);
    return problem ? problem : not_delivered(witness, expected);
  };
  for (int i = 0; i < kBurst; ++i) {
    if (auto problem = speak()) return failed("{}", *problem);
  }
  std::uint64_t taken = 0;
  while (taken < kBurst) {
    if (auto problem = not_delivered(slow, contract::room_delivery(1, ++taken, message)))
      return failed("a member that is {} KiB behind: {}", kBurst * kLongText / 1024, *problem);
  }
  for (int i = 0; i < kFlood; ++i) {
    if (auto problem = speak())
      return failed("a member that does not read holds up the others: {}", *problem);
  }
  for (;;) {
    const auto heard = slow.receive();
    if (heard.is_close(contract::kTryAgainLater)) break;
    if (!heard.is_text(contract::room_delivery(1, ++taken, message)))
      return failed("a member that did not read: expected the next message or close 1013, got {}",
                    in_words(heard));
    if (taken == position)
      return failed("a member that did not read got all {} MiB later: its queue has no end of 1 MiB",
                    kFlood * kLongText >> 20);
  }
  say(witness, kHello);
  if (auto problem = not_delivered(sender, hello_from(2, ++position))) return failed("{}", *problem);
  return passed("held up nobody, kept {:.1f} MiB (kernel and queue), then closed with 1013",
                static_cast<double>((taken - kBurst) * kLongText) / (1 << 20));
}

}  // namespace

std::vector<Rule> websocket_room_rules() {
  return {{"ws-room-golden", {"/ws/room"}, golden},
          {"ws-room-one-order", {"/ws/room"}, one_order},
          {"ws-rooms-apart", {"/ws/room"}, apart},
          {"ws-room-refuses-1008", {"/ws/room"}, refused},
          {"ws-room-slow-member-1013", {"/ws/room"}, slow_member}};
}

}  // namespace harness::verify
