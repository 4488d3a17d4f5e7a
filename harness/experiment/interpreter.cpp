#include "harness/experiment/interpreter.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>

#include <nlohmann/json.hpp>

#include "harness/process/capture.hpp"

namespace harness::experiment {
namespace {

/// The language of the question is not that of the answer: Bun understands what Node.js is asked.
constexpr const char* kQuestions[] = {"python/common/identify.py", "node/common/identify.cjs"};
constexpr auto kPatience = seconds(10);

/// "pydantic_core" is "pydantic-core". Source: PyPA, "Names and normalization".
std::string normalised(const std::string& name) {
  std::string normal;
  for (const char character : name) {
    const bool parts = character == '-' || character == '_' || character == '.';
    if (parts && normal.ends_with('-')) continue;
    normal += parts ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
  }
  return normal;
}

Result<Interpreter> read_answer(const std::string& answer) {
  try {
    const auto json = nlohmann::json::parse(answer);
    Interpreter it;
    json.at("language").get_to(it.language);
    json.at("runtime").get_to(it.reported_as);
    json.at("version").get_to(it.version);
    json.at("build").get_to(it.build);
    json.at("gil").get_to(it.gil);
    json.at("jit").get_to(it.jit);
    json.at("packages").get_to(it.packages);
    return it;
  } catch (const nlohmann::json::exception& problem) {
    return environment_error("its answer cannot be read: {}", problem.what());
  }
}

}  // namespace

Result<Interpreter> ask(const std::filesystem::path& program, const std::filesystem::path& workloads) {
  for (const char* question : kQuestions) {
    const auto answer = process::capture(program, {(workloads / question).string()}, kPatience);
    if (!answer) continue;
    if (auto it = read_answer(*answer)) return it;
  }
  return environment_error("{} runs neither as Python nor as JavaScript: name an interpreter of one of them",
                           program.string());
}

std::vector<std::string> missing_packages(const Interpreter& interpreter,
                                          const std::vector<std::string>& wanted) {
  std::vector<std::string> missing;
  std::ranges::copy_if(wanted, std::back_inserter(missing), [&](const std::string& name) {
    return std::ranges::find(interpreter.packages, normalised(name)) == interpreter.packages.end();
  });
  return missing;
}

}  // namespace harness::experiment
