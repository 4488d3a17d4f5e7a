#pragma once
// The rooms in which somebody is, by name. Threading: the server's one thread. Errors: none.
#include <map>
#include <memory>
#include <string>

#include "workloads/native/reference/gatherings.hpp"

namespace harness::reference {

class Rooms {
 public:
  /// Keep what comes back as long as you are in it.
  [[nodiscard]] std::shared_ptr<Gathering> named(const std::string& name);

 private:
  std::map<std::string, std::weak_ptr<Gathering>> rooms_;
};

}  // namespace harness::reference
