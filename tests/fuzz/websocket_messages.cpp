// Whatever a server sends, every message has one fate and every wait ends (asserted inside): messages of an
// echo, and the same bytes as messages of a room, as lines and as ticks of a game. Frames are not in it:
// Beast reads those.
#include "target.hpp"

#include "harness/stream/message_replay.hpp"

namespace harness::fuzz {
namespace {

void websocket_messages(std::string_view lines) {
  static_cast<void>(stream::judge_messages(stream::Conversation::kEcho, lines));
  static_cast<void>(stream::judge_messages(stream::Conversation::kRoom, lines));
  static_cast<void>(stream::judge_messages(stream::Conversation::kLines, lines));
  static_cast<void>(stream::judge_messages(stream::Conversation::kGame, lines));
}

const Target kWebSocketMessages("websocket_messages", websocket_messages);

}  // namespace
}  // namespace harness::fuzz
