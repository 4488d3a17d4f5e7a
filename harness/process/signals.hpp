#pragma once
// Ctrl-C as a request: the first SIGINT or SIGTERM sets a flag that loops look at, the second one kills us at
// once (servers still die: their supervisors see our pipe close). Not a way to handle other signals.
// Threading: requested() from any thread, about a nanosecond. At most one StopRequest lives at a time, in
// main.
#include <signal.h>

namespace harness::process {

class StopRequest {
 public:
  StopRequest();
  ~StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  [[nodiscard]] static bool requested();

 private:
  struct sigaction previous_interrupt_ {};
  struct sigaction previous_terminate_ {};
};

}  // namespace harness::process
