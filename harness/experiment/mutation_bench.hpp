#pragma once
// One healthy stack and the pitfalls planted in copies of it: is each caught, and how far would it have moved
// the Node/Python ratio? The healthy copy runs beside them, made and launched in the same way, and must be
// caught by nothing. Threading: the caller's thread; about three seconds per mutation, seven with measuring.
// Errors: kEnvironment when the healthy copy cannot be launched. A mutation that cannot be
// planted is a row.
#include <filesystem>
#include <optional>
#include <vector>

#include "harness/experiment/arm.hpp"
#include "harness/experiment/planted_copy.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/results/mutation_row.hpp"
#include "harness/verify/contract.hpp"

namespace harness::experiment {

struct BenchPlace {
  std::filesystem::path scratch;  ///< for copies and logs; the caller removes it
  machine::CpuSplit cpus;
};

/// What the checks make of a mutation: outcome, fired and detail of the row.
[[nodiscard]] results::MutationRow judged(const workload::Mutation& mutation,
                                          const std::vector<verify::Check>& checks);

class MutationBench {
 public:
  /// Launches, inspects and stops the healthy copy. `peer` takes part in measuring; null: nothing is
  /// measured.
  [[nodiscard]] static Result<MutationBench> open(const Arm& stack, const Arm* peer, BenchPlace place);

  /// Those that failed; must be empty.
  [[nodiscard]] const std::vector<verify::Check>& caught_on_healthy() const { return caught_on_healthy_; }

  [[nodiscard]] results::MutationRow try_out(const workload::Mutation& mutation) const;

 private:
  MutationBench(const Arm& arm, const Arm* peer, BenchPlace place, PlantedCopy healthy)
      : arm_(arm), place_(std::move(place)), healthy_(std::move(healthy)) {
    if (peer != nullptr) peer_ = *peer;
  }
  [[nodiscard]] Result<process::Server> launch_as(const workload::Stack& stack,
                                                  const std::string& name) const;
  void measure(const workload::Stack& launched, results::MutationRow& row) const;

  Arm arm_;
  std::optional<Arm> peer_;
  BenchPlace place_;
  PlantedCopy healthy_;
  std::vector<verify::Check> caught_on_healthy_;
};

}  // namespace harness::experiment
