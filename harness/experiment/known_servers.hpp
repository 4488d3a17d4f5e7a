#pragma once
// What an earlier suite of this session found out about servers: `harness run --suite all` would ask the same
// server the same questions suite after suite. Only of servers that kept the contract, launched in the same
// way, and only while their files are what they were. Holds no servers. Threading: one thread.
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
  std::vector<results::EnvRow> says;   ///< of itself, and in which run it was held to the contract
  std::vector<results::EnvRow> files;  ///< digests of what it is made of
};

class KnownServers {
 public:
  /// Nothing, of an arm that was not held to the contract or broke it: the next suite asks for itself. `env`
  /// is that of the run `run_id`.
  void remember(const Arm& arm, const std::vector<verify::Check>& contract,
                std::span<const results::EnvRow> env, const std::string& run_id);
  /// Null: it has to be asked. `env` is that of the run that wants to know.
  [[nodiscard]] const KnownServer* find(const Arm& arm, std::span<const results::EnvRow> env) const;

 private:
  std::map<std::string, KnownServer> by_launch_;
};

}  // namespace harness::experiment
