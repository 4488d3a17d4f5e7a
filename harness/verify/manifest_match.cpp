#include "harness/verify/manifest_match.hpp"

#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "harness/base/shallow_json.hpp"

namespace harness::verify {
namespace {

using Json = nlohmann::json;

std::string observed(const Json& info, const char* field, std::string unsaid = "(missing)") {
  const auto found = info.find(field);
  if (found == info.end()) return unsaid;
  return found->is_string() ? found->get<std::string>() : found->dump();
}

/// "uvicorn 0.54.0" → "uvicorn": the manifest pins names, the lock file pins versions.
std::string package_name(const std::string& package) {
  return package.substr(0, package.find(' '));
}

std::set<std::string> observed_packages(const Json& info) {
  std::set<std::string> names;
  const auto found = info.find("third_party");
  if (found == info.end() || !found->is_array()) return {"(missing)"};
  for (const auto& package : *found)
    names.insert(package_name(package.is_string() ? package : Json(package.dump())));
  return names;
}

std::set<std::string> declared_packages(const workload::Stack& stack) {
  std::set<std::string> names;
  for (const auto& package : stack.third_party) names.insert(package_name(package));
  return names;
}

}  // namespace

std::vector<std::string> info_mismatches(std::string_view info_json, const workload::Stack& stack) {
  const Json info = parse_shallow(info_json, 3);
  if (!info.is_object()) return {"/__info is not a JSON object"};
  const std::pair<const char*, std::string> declared[] = {
      {"language", stack.language},
      {"runtime", stack.reported_runtime.empty() ? stack.runtime : stack.reported_runtime},
      {"layer", stack.layer},
      {"flavour", stack.flavour},
      {"concurrency_model", stack.concurrency_model},
      {"accept_mode", stack.accept_mode},
      {"loop", stack.loop},
      {"http_parser", stack.http_parser},
      {"json_lib", stack.json_lib},
      {"ws_impl", stack.ws_impl},
      {"keep_alive_s", std::to_string(stack.keep_alive_s)},
  };
  std::vector<std::string> mismatches;
  for (const auto& [field, value] : declared) {
    const auto seen = observed(info, field);
    if (seen != value) mismatches.push_back(fmt::format("{}: declared {}, observed {}", field, value, seen));
  }
  if (const auto seen = observed(info, "workers", ""); !seen.empty() && seen != std::to_string(stack.workers))
    mismatches.push_back(fmt::format("workers: asked for {}, observed {}", stack.workers, seen));
  // A server without a pool need not say so.
  if (const auto seen = observed(info, "offload", "none"); seen != stack.offload)
    mismatches.push_back(fmt::format("offload: declared {}, observed {}", stack.offload, seen));
  const auto packages = declared_packages(stack);
  const auto loaded = observed_packages(info);
  if (packages != loaded) {
    mismatches.push_back(fmt::format("third_party: declared [{}], observed [{}]", fmt::join(packages, ", "),
                                     fmt::join(loaded, ", ")));
  }
  return mismatches;
}

}  // namespace harness::verify
