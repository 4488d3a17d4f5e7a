#pragma once
// What the clients would make of bytes a server sent, without a server: for fuzzers and for a capture that is
// to be judged again. Pure; the same bytes give the same answer. Whatever the bytes are, every message keeps
// exactly one fate (asserted). Threading: no state. Not covered: HTTP and WebSocket framing, which is
// Beast's.
#include <string_view>

#include "harness/stream/sse_result.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_result.hpp"

namespace harness::stream {

/// A stream of 64 promised events. The first byte is how long the parts are in which the rest arrives.
[[nodiscard]] SseCounts judge_event_stream(std::string_view bytes);

/// Two connections have sent 32 messages each. Each line is a message from the server; its first byte says to
/// which connection and of which kind (bit 0, bit 1), and bit 2 set ends that connection instead.
[[nodiscard]] WebSocketResult judge_messages(Conversation conversation, std::string_view lines);

}  // namespace harness::stream
