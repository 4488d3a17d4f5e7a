#include "harness/stream/websocket_traffic.hpp"

#include "harness/stream/websocket_echo.hpp"
#include "harness/stream/websocket_game.hpp"
#include "harness/stream/websocket_room.hpp"

namespace harness::stream {

std::unique_ptr<WebSocketTraffic> traffic_for(const WebSocketPlan& plan) {
  switch (plan.conversation) {
    case Conversation::kRoom:
      return std::make_unique<WebSocketRoom>(plan);
    case Conversation::kGame:
      return std::make_unique<WebSocketGame>(plan);
    case Conversation::kLines:
    case Conversation::kEcho:
      break;
  }
  return std::make_unique<WebSocketEcho>(plan);
}

}  // namespace harness::stream
