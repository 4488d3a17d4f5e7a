#pragma once
// Is a slice fit to be judged? Pure: from what was measured to pass or fail with the reason in words. A row
// that fails any gate is stored and shown, and never feeds a verdict. The limits stand here, before any data.
#include <optional>
#include <string>

#include "harness/load/guards.hpp"
#include "harness/load/load_result.hpp"
#include "harness/results/slice_row.hpp"

namespace harness::experiment {

using load::kClientBusyLimit;
using load::kServerBusyLimit;
/// Connections opened during the window, per answer: a server that closes after some thousand answers spends
/// nothing on it; one that closes after each measures connecting.
inline constexpr double kReconnectsPerAnswer = 0.001;
/// With fewer for each worker, some have none by chance.
inline constexpr int kConnectionsPerWorker = 16;
/// Answers still missing when the drain ended; above this the p99 itself would be unknown.
inline constexpr double kCensoredLimit = 0.01;

using results::Gate;

struct SliceGates {
  Gate ledger = Gate::kNa;      ///< every scheduled request has exactly one fate
  Gate responses = Gate::kNa;   ///< all answers right, none lost
  Gate order = Gate::kNa;       ///< conversation: everything came once and in one order
  Gate little = Gate::kNa;      ///< |X·R̄/N − 1| ≤ 5 %, in turns 10 %
  Gate early = Gate::kNa;       ///< /delay never answered before its time
  Gate client = Gate::kNa;      ///< the generator was not what limited the rate
  Gate keepalive = Gate::kNa;   ///< closed loop: connections stayed open
  Gate log = Gate::kNa;         ///< the server wrote nothing
  Gate backlog = Gate::kNa;     ///< no listen queue was full
  Gate saturation = Gate::kNa;  ///< closed loop without a wait: warns when the server had time left
  Gate accept = Gate::kNa;      ///< several workers: each had its share of the connections
  std::string guards;           ///< codes of all guards that fired, joined by blanks
  std::string reason;           ///< of the gates that failed; empty when all passed
  [[nodiscard]] bool passed() const { return reason.empty(); }
};

/// What was seen around the load: server_busy_share, promised_wait (/delay?ms=50 → 50 ms) and so on.
using load::Surroundings;

/// False when it is not known.
[[nodiscard]] bool server_saturated(const Surroundings& around);

[[nodiscard]] SliceGates check_slice(const load::LoadPlan& plan, const load::LoadResult& result,
                                     const Surroundings& around);

/// What kept the rate from being higher: "server CPU", "client CPU", "waiting", "schedule" (an open loop asks
/// for no more) or "mixed".
[[nodiscard]] std::string limited_by(const load::LoadResult& result, const Surroundings& around);

/// The wait a target promises: 50 ms for "/delay?ms=50"; nullopt for all others.
[[nodiscard]] std::optional<Nanoseconds> promised_wait(std::string_view target);

}  // namespace harness::experiment
