#pragma once
// GETs over one connection that stays open, for answers that take long enough to be timed from here. Not a
// load: one request at a time, each of which costs tens of microseconds. Threading: one thread at a time.
// Errors: kEnvironment naming the target and what happened. A status other than 200 is an answer like any.
#include <cstdint>
#include <memory>
#include <string>

#include "harness/base/duration.hpp"
#include "harness/base/error.hpp"

namespace httplib {
class Client;
}

namespace harness::process {

struct TimedAnswer {
  int status = 0;
  std::string body;
  Nanoseconds took{0};  ///< from asking to the last byte
};

class KeptClient {
 public:
  /// To 127.0.0.1. Connects with the first request; `patience` is what an answer may take.
  KeptClient(std::uint16_t port, Nanoseconds patience);
  ~KeptClient();
  KeptClient(KeptClient&&) noexcept;
  KeptClient& operator=(KeptClient&&) noexcept;

  [[nodiscard]] Result<TimedAnswer> get(const std::string& target);

 private:
  std::unique_ptr<httplib::Client> client_;
};

}  // namespace harness::process
