#include "workloads/native/reference/gatherings.hpp"

#include <utility>

namespace harness::reference {

std::uint64_t Gathering::enter(Member& member) {
  members_.emplace(++entered_, &member);
  return entered_;
}

void Gathering::leave(std::uint64_t number) {
  members_.erase(number);
}

void Gathering::deliver_to_all(std::string text) {
  const auto delivery = std::make_shared<const std::string>(std::move(text));
  for (const auto& [number, member] : members_) member->deliver(delivery);
}

}  // namespace harness::reference
