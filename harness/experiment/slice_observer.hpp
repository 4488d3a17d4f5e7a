#pragma once
// While a slice is loaded: reads the server's CPU at the window's edges, watches the machine, and ends the
// load when the user wants to stop or the server is gone. Threading: see load::Observer.
#include "harness/experiment/jobs_beside.hpp"
#include "harness/experiment/round_watch.hpp"
#include "harness/experiment/server_meter.hpp"
#include "harness/load/observer.hpp"
#include "harness/process/signals.hpp"

namespace harness::experiment {

class SliceObserver : public load::Observer {
 public:
  SliceObserver(process::Server& server, ServerMeter& meter, RoundWatch& watch, JobsBeside* beside = nullptr)
      : server_(server), meter_(meter), watch_(watch), beside_(beside) {}
  void window_opened() override {
    watch_.window_opened();
    meter_.window_opened();
    if (beside_) beside_->begin();
  }
  void window_closed() override {
    meter_.window_closed();
    watch_.window_closed();
  }
  bool stop_requested() override { return process::StopRequest::requested() || server_.exited().has_value(); }

 private:
  process::Server& server_;
  ServerMeter& meter_;
  RoundWatch& watch_;
  JobsBeside* beside_;
};

}  // namespace harness::experiment
