#include "harness/experiment/block.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <thread>

#include "harness/base/random.hpp"
#include "harness/experiment/answer_size.hpp"
#include "harness/experiment/disturbed.hpp"
#include "harness/experiment/environment.hpp"
#include "harness/experiment/fairness.hpp"
#include "harness/experiment/inspection.hpp"
#include "harness/experiment/launch_levels.hpp"
#include "harness/experiment/rate_ties.hpp"
#include "harness/experiment/round.hpp"
#include "harness/experiment/warm_up.hpp"
#include "harness/process/signals.hpp"

namespace harness::experiment {
namespace {

enum StreamPurpose : std::uint64_t { kSliceSeed = 10 };
constexpr int kTailLines = 5;

/// An arm in this block: a running server, or why there is none.
struct Resident {
  std::optional<process::Server> server;
  std::string lost;  ///< empty while it runs
};

class Block {
 public:
  Block(Bench& bench, const BlockPlan& plan)
      : bench_(bench), plan_(plan), residents_(bench.plan.arms.size()) {}
  ~Block() { stop(plan_.launch); }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  Result<Ending> run() {
    launch_all(plan_.launch);
    if (const auto arms = unverified(); !arms.empty()) {
      verify(arms);
      if (auto stored = store_what_they_say(arms); !stored) return tl::unexpected(stored.error());
      begin_anew(arms);
    }
    for (const std::size_t arm : plan_.launch) warm(arm);
    for (const Round& round : rounds_of(plan_, bench_.plan)) {
      if (process::StopRequest::requested()) return Ending::kInterrupted;
      auto done = measure(round);
      if (!done) return done;
      if (*done == Ending::kInterrupted) return done;
    }
    return Ending::kComplete;
  }

 private:
  const Arm& arm_at(std::size_t arm) const { return bench_.plan.arms[arm]; }

  void lose(std::size_t arm, std::string why) {
    Resident& resident = residents_[arm];
    resident.lost = std::move(why);
    resident.server.reset();
    ++bench_.failed_arms;
    bench_.listener.warn(resident.lost);
  }

  std::string log_name(std::size_t arm, std::string_view stream) const {
    return fmt::format("b{:02}-{}.{}", plan_.number, arm_at(arm).file_name(), stream);
  }

  void launch_all(const std::vector<std::size_t>& arms) {
    for (const std::size_t arm : arms) {
      if (process::StopRequest::requested()) return;
      bench_.listener.doing(fmt::format("block {}: starting {}", plan_.number, arm_at(arm).name()));
      auto server =
          launch(arm_at(arm), {bench_.cpus.server, 0, bench_.folder.log_path(log_name(arm, "stdout")),
                               bench_.folder.log_path(log_name(arm, "stderr"))});
      if (server) {
        residents_[arm].server = *std::move(server);
      } else {
        lose(arm, server.error().message);
      }
    }
  }

  [[nodiscard]] std::vector<std::size_t> unverified() const {
    std::vector<std::size_t> arms;
    std::ranges::copy_if(plan_.launch, std::back_inserter(arms), [this](std::size_t arm) {
      return residents_[arm].server && bench_.contract[arm].empty();
    });
    return arms;
  }

  /// Of servers that differ in their workers or hops only, the one with most workers and fewest hops is asked
  /// everything.
  void verify(const std::vector<std::size_t>& arms) {
    bench_.listener.doing("verifying that every server keeps the contract");
    std::vector<std::size_t> first;
    std::vector<std::size_t> others;
    for (const std::size_t arm : arms) (first_like(arm, arms) == arm ? first : others).push_back(arm);
    at_once(first, [&](std::size_t arm) {
      bench_.contract[arm] = inspect(*residents_[arm].server, arm_at(arm).as_launched());
    });
    at_once(others, [&](std::size_t arm) {
      bench_.contract[arm] = inspect_workers(*residents_[arm].server, arm_at(arm).as_launched(),
                                             bench_.contract[first_like(arm, arms)]);
    });
    for (const std::size_t arm : arms) warn_if_broken(bench_, arm);
  }

  [[nodiscard]] std::size_t first_like(std::size_t arm, const std::vector<std::size_t>& arms) const {
    const auto rank = [this](std::size_t each) {
      return std::pair(arm_at(each).workers, -arm_at(each).hops);
    };
    std::size_t first = arm;
    for (const std::size_t other : arms) {
      if (arm_at(other).name() == arm_at(arm).name() && rank(other) > rank(first)) first = other;
    }
    return first;
  }

  /// Only while nothing is being measured.
  template <typename Deed>
  static void at_once(const std::vector<std::size_t>& arms, const Deed& deed) {
    std::vector<std::jthread> doers;
    for (const std::size_t arm : arms) doers.emplace_back([&deed, arm] { deed(arm); });
  }

  /// A server takes most of a tenth of a second to end, and most of that it waits.
  void stop(const std::vector<std::size_t>& arms) {
    at_once(arms, [this](std::size_t arm) { residents_[arm].server.reset(); });
  }

  /// What has been asked of a server stays in its memory: a stream of 256 MiB, say.
  void begin_anew(const std::vector<std::size_t>& arms) {
    stop(arms);
    launch_all(arms);
  }

  Result<void> store_what_they_say(const std::vector<std::size_t>& arms) {
    for (const std::size_t arm : arms) note_what_it_says(bench_, arm, *residents_[arm].server);
    return bench_.folder.write_env(bench_.env);
  }

  void warm(std::size_t arm) {
    if (!residents_[arm].server || process::StopRequest::requested()) return;
    bench_.listener.doing(fmt::format("block {}: warming up {}", plan_.number, arm_at(arm).name()));
    if (const auto warmed = warm_up(bench_.plan, arm_at(arm), *residents_[arm].server, bench_.cpus);
        !warmed) {
      lose(arm, fmt::format("{} failed during warm-up: {}\n{}", arm_at(arm).name(), warmed.error().message,
                            residents_[arm].server->log_tail(kTailLines)));
    }
  }

  Result<Ending> measure(const Round& round) {
    std::vector<Contender> contenders;
    std::vector<std::size_t> orders_of_contenders;
    for (std::size_t order = round.first; order < round.first + round.count; ++order) {
      const std::size_t arm = plan_.slots[order].arm;
      if (!residents_[arm].server) continue;
      contenders.push_back({&arm_at(arm), &*residents_[arm].server, seed_of(order)});
      orders_of_contenders.push_back(order);
    }
    std::vector<Result<Measured>> measured;
    if (!contenders.empty()) {
      const workload::Cell& cell = bench_.plan.cells[plan_.slots[round.first].cell];
      bench_.listener.doing(fmt::format("block {}/{}: {} on {}", plan_.number, bench_.plan.blocks.size(),
                                        cell.id(), names_of(contenders)));
      rest(bench_.plan.profile->gap);
      if (cell.beside) {
        measured.push_back(measure_disturbed(bench_.plan, cell, contenders.front(), bench_.cpus));
      } else if (cell.stalled > 0) {
        measured.push_back(measure_beside_stalled(bench_.plan, cell, contenders.front(), bench_.cpus));
      } else {
        measured = measure_round(bench_.plan, cell, contenders, bench_.cpus);
      }
      if (process::StopRequest::requested()) return Ending::kInterrupted;
    }
    // In the order of the slots, or the run could not be resumed.
    auto next = measured.begin();
    for (std::size_t order = round.first; order < round.first + round.count; ++order) {
      const bool contended = std::ranges::find(orders_of_contenders, order) != orders_of_contenders.end();
      auto stored = contended ? store_or_lose(order, std::move(*next++))
                              : store_failed(order, residents_[plan_.slots[order].arm].lost);
      if (!stored) return stored;
    }
    return Ending::kComplete;
  }

  std::uint64_t seed_of(std::size_t order) const {
    return random_stream(bench_.plan.seed, {kSliceSeed, static_cast<std::uint64_t>(plan_.number), order})
        .next();
  }

  static std::string names_of(const std::vector<Contender>& contenders) {
    std::string names;
    for (const Contender& each : contenders) names += (names.empty() ? "" : ", ") + each.arm->name();
    return names;
  }

  Result<Ending> store_or_lose(std::size_t order, Result<Measured> measured) {
    const std::size_t arm = plan_.slots[order].arm;
    if (const auto exit = residents_[arm].server->exited()) {
      lose(arm, fmt::format("{} {} while it was being measured\n{}", arm_at(arm).name(),
                            process::to_text(*exit), residents_[arm].server->log_tail(kTailLines)));
      return store_failed(order, residents_[arm].lost);
    }
    if (!measured) return store_failed(order, measured.error().message);
    return store(order, *std::move(measured));
  }

  Result<Ending> store(std::size_t order, Measured measured) {
    if (auto written = store_histogram(bench_, plan_, order, measured.service, measured.row); !written)
      return tl::unexpected(written.error());
    const std::size_t arm = plan_.slots[order].arm;
    describe_arm(bench_, arm, measured.row);
    if (measured.row.gate_contract != results::Gate::kFail) compare_with_peers(order, measured.row);
    const bool moved = levels_.moved(plan_.slots[order], measured.row).has_value();
    measured.row.gate_two_regimes = moved ? results::Gate::kWarn : results::Gate::kPass;
    if (moved) note_guard(measured.row, "TWO_REGIMES");
    measured.row.gate_tie = ties_.check(bench_.plan, plan_.slots[order], measured.row);
    if (measured.row.gate_tie == results::Gate::kWarn) note_guard(measured.row, "TIE");
    return append(bench_, plan_, order, std::move(measured.row)).map([] { return Ending::kComplete; });
  }

  void compare_with_peers(std::size_t order, results::SliceRow& row) {
    if (!row.conversation.empty()) return;  // every byte of every message has been compared
    const std::string differs = unlike_its_peers(order, row);
    if (differs.empty()) return;
    row.gate_bytes = results::Gate::kFail;
    refuse(row, "NOT_EQUIVALENT", differs);
  }

  /// Answers of one cell may differ in size by what header spelling explains, not by more than a slice can
  /// tell. Empty: they do not.
  std::string unlike_its_peers(std::size_t order, const results::SliceRow& row) {
    constexpr std::uint64_t kEnough = 1'000;  // with fewer, it cannot be told from what is cut at the edges
    if (row.ok.value_or(0) < kEnough || row.in_flight_at_end.value_or(0) > 0) return {};
    if (arm_at(plan_.slots[order].arm).stack->cannot.contains("response-size"))
      return {};  // nor a measure of others
    const double bytes = static_cast<double>(*row.bytes_in) / static_cast<double>(*row.ok);
    const auto& [peer, expected] =
        bench_.answer_bytes.try_emplace(plan_.slots[order].cell, row.stack, bytes).first->second;
    if (std::abs(bytes - expected) <= answer_size_tolerance(row)) return {};
    return fmt::format("an answer has {:.0f} bytes, one of {} {:.0f}: the servers do not do the same", bytes,
                       peer, expected);
  }

  Result<Ending> store_failed(std::size_t order, const std::string& why) {
    return append_failed(bench_, plan_, order, why).map([] { return Ending::kComplete; });
  }

  Bench& bench_;
  const BlockPlan& plan_;
  std::vector<Resident> residents_;
  LaunchLevels levels_;
  RateTies ties_;
};

}  // namespace

Result<Ending> run_block(Bench& bench, const BlockPlan& block) {
  return Block(bench, block).run();
}

Result<void> store_absent(Bench& bench) {
  const auto store = [&](const Arm& arm, const workload::Cell& cell, std::string reason) {
    results::SliceRow row = blank_row(bench.plan, arm, cell);
    row.run_id = bench.run_id;
    row.status = results::SliceStatus::kAbsent;
    row.reason = std::move(reason);
    return bench.folder.append(row);
  };
  for (const Arm& arm : bench.plan.arms) {
    for (std::size_t cell = 0; arm.absent && cell < bench.plan.cells.size(); ++cell) {
      if (!bench.plan.measures(arm, cell)) continue;
      if (auto stored = store(arm, bench.plan.cells[cell], *arm.absent); !stored) return stored;
    }
    if (arm.control != Control::kNone) continue;
    for (const Untestable& untestable : bench.plan.untestable) {
      if (!arm.suits(untestable.cell) || !arm.serves(untestable.cell.target)) continue;
      if (!bench.plan.suite->wants(arm.stack->id, untestable.cell)) continue;
      if (auto stored = store(arm, untestable.cell, "NOT_TESTABLE_HERE: " + untestable.reason); !stored)
        return stored;
    }
  }
  return {};
}

}  // namespace harness::experiment
