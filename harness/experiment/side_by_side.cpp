#include "harness/experiment/side_by_side.hpp"

#include "harness/experiment/round.hpp"
#include "harness/experiment/server_meter.hpp"
#include "harness/experiment/until_stopped.hpp"
#include "harness/load/session.hpp"

namespace harness::experiment {
namespace {

/// Long enough for an answer that Nagle's algorithm or a queue of sleeps holds up, short enough that all
/// servers meet the same host.
constexpr Nanoseconds kTurn = milliseconds(150);
constexpr int kTurns = 4;
constexpr Nanoseconds kBurst = milliseconds(300);
constexpr int kBursts = 2;
constexpr std::uint64_t kSeed = 1;

load::LoadPlan load_of(const process::Server& server, const ShortLoad& wanted,
                       const machine::CpuSplit& cpus) {
  load::LoadPlan load;
  load.port = server.port();
  load.asks.front().request.target = wanted.target;
  load.asks.front().request.host = "127.0.0.1:" + std::to_string(server.port());
  load.connections = wanted.connections;
  load.cpus = cpus.client;
  load.lead_in = milliseconds(10);
  load.lead_in_limit = milliseconds(100);
  load.duration = kTurn;
  load.timeout = seconds(2);
  load.drain = seconds(2);
  load.seed = kSeed;
  return load;
}

class Metered : public UntilStopped {
 public:
  explicit Metered(ServerMeter& meter) : meter_(meter) {}
  void window_opened() override { meter_.window_opened(); }
  void window_closed() override { meter_.window_closed(); }

 private:
  ServerMeter& meter_;
};

struct Side {
  load::Session session;
  ServerMeter meter;
};

/// In bursts with new connections each time, see warm_up.hpp.
Result<Side> warmed(process::Server& server, const ShortLoad& wanted, const machine::CpuSplit& cpus) {
  load::LoadPlan load = load_of(server, wanted, cpus);
  load.duration = kBurst;
  UntilStopped observer;
  for (int burst = 0; burst < kBursts; ++burst) {
    if (const auto result = load::run(load, observer); !result) return tl::unexpected(result.error());
  }
  auto session = load::Session::open(load_of(server, wanted, cpus));
  if (!session) return tl::unexpected(session.error());
  return Side{*std::move(session), ServerMeter(server)};
}

Result<ShortFigures> figures_of(const Side& side) {
  const load::LoadResult result = side.session.finish();
  if (result.ledger.ok == 0)
    return environment_error("no answer counts: {}",
                             result.first_problem.empty() ? "none came" : result.first_problem);
  ShortFigures figures{result.throughput_rps, {}, {}};
  if (const auto used = side.meter.cpus_used(); used && *used > 0)
    figures.requests_per_server_cpu_s = result.throughput_rps / *used;
  if (const auto median = result.service.quantile(0.5)) figures.service_p50_us = to_microseconds(*median);
  return figures;
}

}  // namespace

std::vector<Result<ShortFigures>> measure_side_by_side(const std::vector<process::Server*>& servers,
                                                       const ShortLoad& load, const machine::CpuSplit& cpus) {
  std::vector<Result<Side>> sides;
  for (process::Server* server : servers) sides.push_back(warmed(*server, load, cpus));
  for (const std::size_t which : order_of_turns(sides.size(), kTurns, kSeed)) {
    Result<Side>& side = sides[which];
    if (!side || process::StopRequest::requested()) continue;
    Metered observer(side->meter);
    if (auto driven = side->session.turn(observer); !driven) side = tl::unexpected(driven.error());
  }
  std::vector<Result<ShortFigures>> figures;
  for (const Result<Side>& side : sides) figures.push_back(side.and_then(figures_of));
  return figures;
}

}  // namespace harness::experiment
