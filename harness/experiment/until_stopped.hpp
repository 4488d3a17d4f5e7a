#pragma once
// Watches a load for nothing but the user's wish to stop. Threading: see load::Observer.
#include "harness/load/engine.hpp"
#include "harness/process/signals.hpp"

namespace harness::experiment {

class UntilStopped : public load::Observer {
 public:
  bool stop_requested() override { return process::StopRequest::requested(); }
};

}  // namespace harness::experiment
