#pragma once
// A connection that is opened before anything else, used once, left alone, and used again. It may wait in a
// thread of its own, beside other checks and even other servers: it costs nobody anything but time.
// Threading: one thread at a time. Errors: what went wrong is the finding.
#include "harness/verify/finding.hpp"
#include "harness/verify/raw_connection.hpp"

namespace harness::verify {

class IdleConnection {
 public:
  explicit IdleConnection(const Subject& subject);
  /// Returns when the connection has been idle for `idle` since it was opened, or was closed.
  [[nodiscard]] Finding use_again_after(Nanoseconds idle);

 private:
  RawConnection connection_;
  Response first_;
  Instant since_;
};

}  // namespace harness::verify
