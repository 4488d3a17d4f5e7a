#pragma once
// What an earlier run of this session found out about servers, for one that judges nothing: `harness run
// --suite all --profile smoke` would ask the same server the same questions suite after suite. A run that
// judges asks for itself. Holds no servers. Threading: one thread.
#include <map>
#include <span>
#include <string>
#include <vector>

#include "harness/experiment/arm.hpp"
#include "harness/results/env_row.hpp"
#include "harness/verify/contract.hpp"

namespace harness::experiment {

struct KnownServer {
  std::vector<verify::Check> contract;
  std::vector<results::EnvRow> says;  ///< of itself
};

class KnownServers {
 public:
  /// Nothing, of an arm that was not held to the contract. `env` is that of its run.
  void remember(const Arm& arm, const std::vector<verify::Check>& contract,
                std::span<const results::EnvRow> env);
  /// Null: it has to be asked.
  [[nodiscard]] const KnownServer* find(const Arm& arm) const;

 private:
  std::map<std::string, KnownServer> by_name_;
};

}  // namespace harness::experiment
