#pragma once
// Who is in which room, and the order of what is said there. A room lives as long as somebody is in it.
// Threading: the server's one thread. Errors: none.
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "workloads/native/reference/contract_websocket.hpp"

namespace harness::reference {

/// A delivery is made once and shared by all whom it waits for.
using Delivery = std::shared_ptr<const std::string>;

class Member {
 public:
  virtual ~Member() = default;
  virtual void deliver(const Delivery& delivery) = 0;  ///< must not enter or leave a room at once
};

class Room {
 public:
  std::uint64_t enter(Member& member);  ///< its number: 1, 2, 3, …
  void leave(std::uint64_t number);
  void say(std::uint64_t from, const contract::RoomMessage& message);

 private:
  std::map<std::uint64_t, Member*> members_;
  std::uint64_t entered_ = 0;
  std::uint64_t said_ = 0;
};

class Rooms {
 public:
  /// Keep what comes back as long as you are in it.
  [[nodiscard]] std::shared_ptr<Room> named(const std::string& name);

 private:
  std::map<std::string, std::weak_ptr<Room>> rooms_;
};

}  // namespace harness::reference
