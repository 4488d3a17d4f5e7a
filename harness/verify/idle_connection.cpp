#include "harness/verify/idle_connection.hpp"

namespace harness::verify {
namespace {

constexpr auto kPerAnswer = seconds(5);

}  // namespace

IdleConnection::IdleConnection(const Subject& subject)
    : connection_(subject, SteadyClock{}.now() + kPerAnswer),
      first_(connection_.get("/plaintext")),
      since_(SteadyClock{}.now()) {}

Finding IdleConnection::use_again_after(Nanoseconds idle) {
  if (auto problem = wrong_status(first_, 200)) return failed("{}", *problem);
  const bool open = connection_.is_silent_until(since_ + idle);
  const auto lasted = human(SteadyClock{}.now() - since_);
  if (!open) return failed("the server ended the connection within {} of idleness", lasted);
  connection_.allow_until(SteadyClock{}.now() + kPerAnswer);
  if (auto problem = wrong_status(connection_.get("/plaintext"), 200))
    return failed("idle for {}, then {}", lasted, *problem);
  return passed("idle for {}, then used again", lasted);
}

}  // namespace harness::verify
