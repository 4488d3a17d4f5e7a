#pragma once
// The games that somebody plays, one for each number H of ticks a second. Tick K is due K/H seconds after the
// game began, however late the one before was; none is left out. Threading: the server's one thread. Errors:
// none.
#include <map>
#include <memory>

#include "workloads/native/reference/gatherings.hpp"
#include <boost/asio/io_context.hpp>

namespace harness::reference {

class Games {
 public:
  /// Keep what comes back as long as you play.
  [[nodiscard]] std::shared_ptr<Gathering> at(int hz, boost::asio::io_context::executor_type executor);

 private:
  std::map<int, std::weak_ptr<Gathering>> games_;
};

}  // namespace harness::reference
