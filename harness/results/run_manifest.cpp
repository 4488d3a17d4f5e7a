#include "harness/results/run_manifest.hpp"

#include <algorithm>
#include <charconv>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "harness/base/shallow_json.hpp"

namespace harness::results {
namespace {

using Json = nlohmann::ordered_json;

bool are_looks(const Json& looks) {
  int last = 0;
  return looks.is_array() && std::all_of(looks.begin(), looks.end(), [&](const Json& look) {
           return look.is_number_integer() && look > last && (last = look.get<int>()) > 0;
         });
}

/// Reads fields one after the other and remembers the first problem, so that the list reads as a list.
class FieldReader {
 public:
  FieldReader(const Json& object, std::string_view prefix) : object_(object), prefix_(prefix) {}

  template <typename T>
  void required(const char* name, T& value) {
    if (problem_.empty() && !object_.contains(name)) complain(name, "is missing");
    if (problem_.empty()) read(name, value);
  }

  template <typename T>
  void optional(const char* name, std::optional<T>& value) {
    if (problem_.empty() && object_.contains(name)) read(name, value.emplace());
  }

  /// Left as it is when there is no such field.
  template <typename T>
  void optional(const char* name, T& value) {
    if (problem_.empty() && object_.contains(name)) read(name, value);
  }

  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  template <typename T>
  void read(const char* name, T& value) {
    try {
      // get_to() would turn -1 into 2^64-1, and 1.5, true and 2^32+1 into 1.
      if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
        const Json& number = object_.at(name);
        if (std::is_unsigned_v<T> && !number.is_number_unsigned()) {
          return complain(name, "is " + number.dump() + ", expected a whole number of at least 0");
        }
        if (!number.is_number_integer() || number != Json(number.get<T>())) {
          return complain(name, fmt::format("is {}, expected a whole number of at most {} bits",
                                            number.dump(), 8 * sizeof(T)));
        }
      }
      object_.at(name).get_to(value);
    } catch (const Json::exception&) {
      complain(name, "is " + object_.at(name).dump() + ", which has the wrong type");
    }
  }

  void complain(const char* name, const std::string& what) {
    problem_ = fmt::format("field '{}{}' {}", prefix_, name, what);
  }

  const Json& object_;
  std::string_view prefix_;
  std::string problem_;
};

Result<RunStatus> parse_status(std::string_view word) {
  for (const RunStatus status :
       {RunStatus::kPartial, RunStatus::kComplete, RunStatus::kInterrupted, RunStatus::kFailed}) {
    if (text(status) == word) return status;
  }
  return environment_error("field 'status' is '{}', expected partial, complete, interrupted or failed", word);
}

Result<std::uint64_t> parse_seed(std::string_view digits) {
  std::uint64_t seed = 0;
  const auto end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, seed);
  if (error != std::errc() || stop != end) {
    return environment_error("field 'seed' is '{}', expected a whole number of at least 0 as text", digits);
  }
  return seed;
}

Result<void> check_share(const char* field, double value) {
  if (value > 0 && value < 1) return {};
  return environment_error("field 'procedure.{}' is {}, expected a number between 0 and 1", field, value);
}

Result<Controls> read_controls(const Json& json) {
  Controls controls;
  FieldReader reader(json, "procedure.controls.");
  reader.required("stack", controls.stack);
  reader.required("target", controls.target);
  reader.required("connections", controls.connections);
  reader.optional("cell", controls.cell);
  reader.required("metric", controls.metric);
  reader.optional("no_slower", controls.no_slower);
  reader.required("alarm_level", controls.alarm_level);
  reader.required("slowdown", controls.slowdown);
  if (!reader.problem().empty()) return environment_error("{}", reader.problem());
  if (auto sound = check_share("controls.alarm_level", controls.alarm_level); !sound)
    return tl::unexpected(sound.error());
  return controls;
}

Result<NoiseGuards> read_noise_guards(const Json& json) {
  NoiseGuards guards;
  FieldReader reader(json, "procedure.noise_guards.");
  reader.required("steal_share", guards.steal_share);
  guards.client_in_line_share.reset();
  reader.optional("client_in_line_share", guards.client_in_line_share);
  guards.throttled_share.reset();
  reader.optional("throttled_share", guards.throttled_share);
  if (!reader.problem().empty()) return environment_error("{}", reader.problem());
  if (auto sound = check_share("noise_guards.steal_share", guards.steal_share); !sound)
    return tl::unexpected(sound.error());
  if (const auto& in_line = guards.client_in_line_share) {
    if (auto sound = check_share("noise_guards.client_in_line_share", *in_line); !sound)
      return tl::unexpected(sound.error());
  }
  if (guards.throttled_share && !(*guards.throttled_share >= 0)) {
    return environment_error(
        "field 'procedure.noise_guards.throttled_share' is {}, expected a number of at least 0",
        *guards.throttled_share);
  }
  return guards;
}

Result<Procedure> read_procedure(const Json& json) {
  Procedure procedure;
  FieldReader reader(json, "procedure.");
  reader.required("alpha", procedure.alpha);
  reader.required("min_blocks", procedure.min_blocks);
  Json looks;
  reader.required("looks", looks);
  reader.required("family", procedure.family);
  reader.optional("spare_blocks", procedure.spare_blocks);
  std::optional<Json> noise_guards;
  reader.optional("noise_guards", noise_guards);
  std::optional<Json> controls;
  reader.optional("controls", controls);
  if (!reader.problem().empty()) return environment_error("{}", reader.problem());
  if (auto sound = check_share("alpha", procedure.alpha); !sound) return tl::unexpected(sound.error());
  if (!are_looks(looks)) {
    return environment_error("field 'procedure.looks' is {}, expected ascending numbers of blocks",
                             looks.dump());
  }
  looks.get_to(procedure.looks);
  if (noise_guards) {
    auto parsed = read_noise_guards(*noise_guards);
    if (!parsed) return tl::unexpected(parsed.error());
    procedure.noise_guards = *parsed;
  }
  if (controls) {
    auto parsed = read_controls(*controls);
    if (!parsed) return tl::unexpected(parsed.error());
    procedure.controls = *std::move(parsed);
  }
  return procedure;
}

Result<RunManifest> read_fields(const Json& json) {
  RunManifest manifest;
  std::string status;
  std::string seed;
  FieldReader reader(json, "");
  reader.required("schema", manifest.schema);
  if (reader.problem().empty() && (manifest.schema < 1 || manifest.schema > kSchema)) {
    return environment_error("field 'schema' is {}, this harness reads 1 to {}", manifest.schema, kSchema);
  }
  reader.required("run_id", manifest.run_id);
  reader.required("status", status);
  reader.required("suite", manifest.suite);
  reader.required("profile", manifest.profile);
  reader.optional("stacks", manifest.stacks);
  reader.optional("runtimes", manifest.runtimes);
  reader.optional("claims", manifest.claims);
  reader.optional("judged", manifest.judged);
  reader.optional("budget", manifest.budget);
  reader.required("seed", seed);
  reader.required("started_utc", manifest.started_utc);
  reader.optional("finished_utc", manifest.finished_utc);
  reader.required("harness_version", manifest.harness_version);
  reader.required("git_sha", manifest.git_sha);
  reader.required("build_type", manifest.build_type);
  reader.optional("claims_sha256", manifest.claims_sha256);
  reader.optional("suite_claims_sha256", manifest.suite_claims_sha256);
  std::optional<Json> procedure;
  reader.optional("procedure", procedure);
  Json cpus;
  reader.required("cpus", cpus);
  reader.required("planned_blocks", manifest.planned_blocks);
  reader.required("planned_rows", manifest.planned_rows);
  reader.required("stored_rows", manifest.stored_rows);
  reader.required("notes", manifest.notes);
  if (!reader.problem().empty()) return environment_error("{}", reader.problem());

  FieldReader cpu_reader(cpus, "cpus.");
  cpu_reader.required("server", manifest.cpus.server);
  cpu_reader.required("client", manifest.cpus.client);
  if (!cpu_reader.problem().empty()) return environment_error("{}", cpu_reader.problem());

  if (procedure) {
    auto parsed = read_procedure(*procedure);
    if (!parsed) return tl::unexpected(parsed.error());
    manifest.procedure = *std::move(parsed);
  }
  const auto parsed_status = parse_status(status);
  if (!parsed_status) return tl::unexpected(parsed_status.error());
  const auto parsed_seed = parse_seed(seed);
  if (!parsed_seed) return tl::unexpected(parsed_seed.error());
  manifest.status = *parsed_status;
  manifest.seed = *parsed_seed;
  return manifest;
}

}  // namespace

Procedure procedure_of(const RunManifest& manifest) {
  if (manifest.procedure) return *manifest.procedure;
  Procedure procedure;
  procedure.family = manifest.schema >= 3;
  return procedure;
}

namespace {

Json json_of(const Procedure& procedure) {
  Json json = {{"alpha", procedure.alpha},
               {"min_blocks", procedure.min_blocks},
               {"looks", procedure.looks},
               {"family", procedure.family}};
  if (procedure.spare_blocks) json["spare_blocks"] = *procedure.spare_blocks;
  if (procedure.noise_guards) {
    const NoiseGuards& guards = *procedure.noise_guards;
    json["noise_guards"] = {{"steal_share", guards.steal_share}};
    if (guards.client_in_line_share)
      json["noise_guards"]["client_in_line_share"] = *guards.client_in_line_share;
    if (guards.throttled_share) json["noise_guards"]["throttled_share"] = *guards.throttled_share;
  }
  if (procedure.controls) {
    const Controls& controls = *procedure.controls;
    json["controls"] = {{"stack", controls.stack},
                        {"target", controls.target},
                        {"connections", controls.connections},
                        {"metric", controls.metric},
                        {"alarm_level", controls.alarm_level},
                        {"slowdown", controls.slowdown}};
    if (!controls.cell.empty()) json["controls"]["cell"] = controls.cell;
    if (!controls.no_slower.empty()) json["controls"]["no_slower"] = controls.no_slower;
  }
  return json;
}

}  // namespace

std::string manifest_json(const RunManifest& manifest) {
  Json json;
  json["schema"] = manifest.schema;
  json["run_id"] = manifest.run_id;
  json["status"] = text(manifest.status);
  json["suite"] = manifest.suite;
  json["profile"] = manifest.profile;
  if (!manifest.stacks.empty()) json["stacks"] = manifest.stacks;
  if (!manifest.runtimes.empty()) json["runtimes"] = manifest.runtimes;
  if (!manifest.claims.empty()) json["claims"] = manifest.claims;
  if (!manifest.judged.empty()) json["judged"] = manifest.judged;
  if (!manifest.budget.empty()) json["budget"] = manifest.budget;
  json["seed"] = std::to_string(manifest.seed);
  json["started_utc"] = manifest.started_utc;
  if (manifest.finished_utc) json["finished_utc"] = *manifest.finished_utc;
  json["harness_version"] = manifest.harness_version;
  json["git_sha"] = manifest.git_sha;
  json["build_type"] = manifest.build_type;
  if (manifest.claims_sha256) json["claims_sha256"] = *manifest.claims_sha256;
  if (manifest.suite_claims_sha256) json["suite_claims_sha256"] = *manifest.suite_claims_sha256;
  if (manifest.procedure) json["procedure"] = json_of(*manifest.procedure);
  json["cpus"] = {{"server", manifest.cpus.server}, {"client", manifest.cpus.client}};
  json["planned_blocks"] = manifest.planned_blocks;
  json["planned_rows"] = manifest.planned_rows;
  json["stored_rows"] = manifest.stored_rows;
  json["notes"] = manifest.notes;
  // `replace`: a note may quote bytes a server sent that are not UTF-8; throwing would lose the manifest.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<RunManifest> parse_manifest(std::string_view json) {
  const Json parsed = parse_shallow<Json>(json, 4);
  if (parsed.is_discarded() || !parsed.is_object()) return environment_error("not a JSON object");
  return read_fields(parsed);
}

}  // namespace harness::results
