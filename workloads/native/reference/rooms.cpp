#include "workloads/native/reference/rooms.hpp"

namespace harness::reference {

std::uint64_t Room::enter(Member& member) {
  members_.emplace(++entered_, &member);
  return entered_;
}

void Room::leave(std::uint64_t number) {
  members_.erase(number);
}

void Room::say(std::uint64_t from, const contract::RoomMessage& message) {
  const auto delivery = std::make_shared<const std::string>(contract::room_delivery(from, ++said_, message));
  for (const auto& [number, member] : members_) member->deliver(delivery);
}

std::shared_ptr<Room> Rooms::named(const std::string& name) {
  if (const auto room = rooms_[name].lock()) return room;
  std::erase_if(rooms_, [](const auto& entry) { return entry.second.expired(); });
  const auto room = std::make_shared<Room>();
  rooms_[name] = room;
  return room;
}

}  // namespace harness::reference
