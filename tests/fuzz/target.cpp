#include "target.hpp"

namespace harness::fuzz {
namespace {

std::map<std::string, Run>& registry() {
  static std::map<std::string, Run> targets;
  return targets;
}

}  // namespace

const std::map<std::string, Run>& targets() {
  return registry();
}

Target::Target(const char* name, Run run) {
  registry().emplace(name, run);
}

}  // namespace harness::fuzz
