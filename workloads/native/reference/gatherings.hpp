#pragma once
// Those who hear the same: the members of a room, the players of a game. A gathering lives as long as
// somebody is in it. Threading: the server's one thread. Errors: none.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace harness::reference {

/// Made once and shared by all whom it waits for.
using Delivery = std::shared_ptr<const std::string>;

class Member {
 public:
  virtual ~Member() = default;
  virtual void deliver(const Delivery& delivery) = 0;  ///< must not enter or leave a gathering at once
};

class Gathering {
 public:
  virtual ~Gathering() = default;
  virtual std::uint64_t enter(Member& member);  ///< its number: 1, 2, 3, …
  virtual void leave(std::uint64_t number);
  /// False if it is nothing that can be said here.
  [[nodiscard]] virtual bool hear(std::uint64_t from, std::string_view text) = 0;

 protected:
  void deliver_to_all(std::string text);

 private:
  std::map<std::uint64_t, Member*> members_;
  std::uint64_t entered_ = 0;
};

}  // namespace harness::reference
