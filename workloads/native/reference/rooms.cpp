#include "workloads/native/reference/rooms.hpp"

#include "workloads/native/reference/contract_websocket.hpp"

namespace harness::reference {
namespace {

class Room : public Gathering {
 public:
  bool hear(std::uint64_t from, std::string_view text) override {
    const auto message = contract::read_room_message(text);
    if (message) deliver_to_all(contract::room_delivery(from, ++said_, *message));
    return message.has_value();
  }

 private:
  std::uint64_t said_ = 0;
};

}  // namespace

std::shared_ptr<Gathering> Rooms::named(const std::string& name) {
  if (auto room = rooms_[name].lock()) return room;
  std::erase_if(rooms_, [](const auto& entry) { return entry.second.expired(); });
  auto room = std::make_shared<Room>();
  rooms_[name] = room;
  return room;
}

}  // namespace harness::reference
