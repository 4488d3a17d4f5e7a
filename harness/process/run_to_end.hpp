#pragma once
// One job, from exec to its end: the counterpart of Server for programs that end by themselves. It runs below
// a supervisor, as servers do, so nothing of it survives us either. Not for short helper commands: see
// capture.hpp. Threading: the caller's thread waits.
// Errors: kEnvironment naming the job, what happened, the end of its log and the remedy; kInterrupted when a
// StopRequest came. That it exited with another code than 0 is no error here.
#include "harness/base/clock.hpp"
#include "harness/process/server.hpp"

namespace harness::process {

/// Of a program that has ended. The kernel's account of it and of the children it waited for.
struct Finished {
  Exit exit;
  Instant began;
  Nanoseconds wall{0};  ///< exec to end, as the supervisor saw it
  Nanoseconds cpu{0};   ///< user and system
};

/// Ends it after `limit`, which is then an error. Of `spec`, port and readiness mean nothing here.
[[nodiscard]] Result<Finished> run_to_end(const LaunchSpec& spec, Nanoseconds limit);

}  // namespace harness::process
