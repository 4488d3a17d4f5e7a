#include <algorithm>
#include <deque>
#include <optional>
#include <thread>
#include <vector>

#include "harness/verify/manifest_match.hpp"
#include "harness/verify/probe.hpp"
#include "harness/verify/worker_counts.hpp"

namespace harness::verify {
namespace {

Finding info_matches(Probe& probe) {
  const auto response = probe.get("/__info");
  if (auto problem = wrong_status(response, 200)) return failed("{}", *problem);
  const auto mismatches = info_mismatches(response.body, probe.stack());
  if (!mismatches.empty()) return failed("{}", fmt::join(mismatches, "; "));
  return passed("/__info says what the manifest declares");
}

std::optional<WorkerCounts> counts_of(const Probe& probe) {
  return worker_counts(probe.get("/__stats").body);
}

Finding stats_count(Probe& probe) {
  constexpr int kSent = 15;
  const auto before = counts_of(probe);
  for (int i = 0; i < kSent; ++i) {
    const auto response = probe.get(i % 3 == 0 ? "/nope" : "/plaintext");
    if (!response.failure.empty()) return failed("{}: {}", response.asked, response.failure);
  }
  auto after = counts_of(probe);
  // A server may count after its last byte has left, so a thread of its own may be a moment late.
  for (int i = 0; i < 5 && before && after && total(*after) < total(*before) + kSent; ++i) {
    std::this_thread::sleep_for(milliseconds(20));
    after = counts_of(probe);
  }
  if (!before || !after) return failed("/__stats has no workers[].requests that are integers");
  const auto counted = static_cast<std::int64_t>(total(*after)) - static_cast<std::int64_t>(total(*before));
  if (counted != kSent) return failed("sent {} requests, /__stats counted {}", kSent, counted);
  return passed("{} sent, {} counted", kSent, counted);
}

/// Connections that are opened at once and stay open, as those of a load: who wakes first may take them all.
Finding share_of_connections(Probe& probe) {
  const int workers = probe.stack().workers;
  const auto before = counts_of(probe);
  std::deque<RawConnection> connections;  // they cannot be moved
  for (int i = 0; i < 32 * workers; ++i) connections.emplace_back(probe.subject(), probe.deadline());
  for (RawConnection& connection : connections) {
    if (auto problem = wrong_status(connection.get("/plaintext"), 200)) return failed("{}", *problem);
  }
  const auto after = counts_of(probe);
  if (!before || !after) return failed("/__stats has no workers[].requests that are integers");
  if (std::ssize(*after) != workers)
    return failed("{} workers were asked for, /__stats knows {}", workers, after->size());
  std::vector<std::uint64_t> shares;
  for (const auto& [pid, requests] : *after) shares.push_back(requests - before->at(pid));
  const double even = evenness(*before, *after).value_or(0);
  const auto seen = fmt::format("{} connections went to {} workers as {} (Jain's index {:.2f})",
                                connections.size(), workers, fmt::join(shares, " and "), even);
  // Who wakes first takes it: the kernel's choice, not the server's, so all that can be asked is that none is
  // left out.
  if (probe.stack().accept_mode == "shared")
    return std::ranges::count(shares, 0U) == 0 ? passed("{}", seen) : failed("{}: one is left out", seen);
  return even >= kEvenlyShared ? passed("{}", seen) : failed("{}: at least {} is even", seen, kEvenlyShared);
}

/// Often enough for a machine that kept a worker from its CPU in between; a server that does not share never
/// does.
Finding accept_shared(Probe& probe) {
  constexpr int kTries = 3;
  if (probe.stack().workers == 1) return passed("one worker");
  Finding finding = share_of_connections(probe);
  for (int tries = 1; tries < kTries && !finding.passed; ++tries) finding = share_of_connections(probe);
  return finding;
}

}  // namespace

std::vector<Rule> identity_rules() {
  return {{"info-matches-manifest", {}, info_matches},
          {"stats-counts", {}, stats_count},
          {"accept-shared", {}, accept_shared}};
}

}  // namespace harness::verify
