#pragma once
// What a search for a service level objective found, as text for people or as one JSON object, schema 1: url,
// objective, connections, threads, probe_s, rate_rps, interval{level, low_rps, high_rps}, reason, partial,
// probes[{rate, met, why, guards}], notes; of clients: each, members, clients, interval{level, low, high} and
// probes[{clients, …}] in place of connections, threads and rates. Null: no answer. Formats; judges nothing.
#include <optional>
#include <string>
#include <vector>

#include "harness/load/load_plan.hpp"
#include "harness/load/slo.hpp"
#include "harness/load/slo_search.hpp"

namespace harness::cli {

struct SloProbe {
  RequestsPerSecond rate;
  bool met = false;
  std::string why;                  ///< what failed, or what was seen when all held
  std::vector<std::string> guards;  ///< codes of what speaks against this probe
};

/// Of a search over clients: what each of them does.
struct SloClients {
  RequestsPerSecond each;
  int members = 0;                ///< 0: all talk in one room, or for themselves
  double deliveries_of_each = 0;  ///< per second
};

struct SloReport {
  std::string url;
  load::Slo slo;
  load::LoadPlan
      plan;  ///< of a probe; its schedule's rate is not that of any one; of clients: its length only
  std::optional<SloClients> clients;  ///< absent: rates are searched
  std::vector<SloProbe> probes;
  load::SloAnswer answer;
  std::string stopped_by;  ///< not empty: the search did not reach its end, and why
};

[[nodiscard]] std::string slo_json(const SloReport& report);
[[nodiscard]] std::string slo_text(const SloReport& report);
/// "probe 7: 800/s not met, p99 62.1 ms · so far 690/s [610, 770]" and a newline.
[[nodiscard]] std::string slo_progress(const SloReport& report);

}  // namespace harness::cli
