#pragma once
// What of a latency the client's own program caused, measured for one request in so many by the kernel's
// clock: sent → kernel out → kernel in → read → parsed. service = client_out + wire + client_in; the time
// between the kernel's two stamps, `wire`, is free of everything the client does.
// Units: nanoseconds. Threading: one per worker, merged at the end.
#include "harness/base/clock.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::load {

struct WireMoments {
  Instant sent;
  Instant kernel_out;
  Instant kernel_in;
  Instant read;
  Instant parsed;
};

struct WireTimes {
  stats::Histogram client_out;  ///< kernel_out − sent: our send call
  stats::Histogram wire;        ///< kernel_in − kernel_out: network, server, network
  stats::Histogram
      client_in;           ///< read − kernel_in: waking up, the answers read before this one, our read call
  stats::Histogram parse;  ///< parsed − read: parsing and checking

  void record(const WireMoments& at) {
    client_out.record(at.kernel_out - at.sent);
    wire.record(at.kernel_in - at.kernel_out);
    client_in.record(at.read - at.kernel_in);
    parse.record(at.parsed - at.read);
  }
  void merge(const WireTimes& other) {
    client_out.merge(other.client_out);
    wire.merge(other.wire);
    client_in.merge(other.client_in);
    parse.merge(other.parse);
  }
};

}  // namespace harness::load
