#include "harness/cli/given_runtimes.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "harness/experiment/interpreter.hpp"

namespace harness::cli {
namespace {

namespace fs = std::filesystem;
using experiment::Interpreter;
using workload::Catalog;
using workload::Runtime;
using workload::Stack;

struct Given {
  std::string name;
  fs::path program;
};

Result<Given> parse(const std::string& text) {
  const auto equals = text.find('=');
  const std::string name = text.substr(0, equals);
  const bool usable = !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
  });
  if (equals == std::string::npos || equals + 1 == text.size() || !usable)
    return usage_error("'{}' is not NAME=PATH, with a name of letters, digits, '.', '_' and '-'", text);
  const std::string path = text.substr(equals + 1);
  if (path.find('/') == std::string::npos) {
    return usage_error(
        "'{}' is a bare name: PATH is not searched, because a measurement must name its interpreter", path);
  }
  // Links are not followed: a virtual environment is found by the path its python link was called by.
  return Given{name, fs::absolute(path).lexically_normal()};
}

/// Of the same version, where runtimes.toml knows one.
std::string release_of(const Interpreter& it, const Catalog& catalog) {
  for (const Runtime& runtime : catalog.runtimes) {
    if (runtime.language == it.language && runtime.version == it.version) return runtime.released;
  }
  return {};
}

std::string name_in_info(const Runtime& runtime) {
  return runtime.reported_as.empty() ? runtime.id : runtime.reported_as;
}

/// Packages of Node.js are found by where a stack lies; those of Python come with the interpreter.
void find_packages(const Runtime& runtime, const Interpreter& it, Catalog& catalog) {
  if (it.language != "python") return;
  for (Stack& stack : catalog.stacks) {
    if (stack.runtime != runtime.id) continue;
    const auto missing = experiment::missing_packages(it, stack.third_party);
    stack.lost.reset();
    if (!missing.empty())
      stack.lost =
          fmt::format("{} has no {}; install it there", runtime.program.string(), fmt::join(missing, ", "));
  }
}

Result<void> replace(Runtime& runtime, const Given& given, const Interpreter& it, Catalog& catalog) {
  if (it.language != runtime.language || it.reported_as != name_in_info(runtime)) {
    return usage_error("{} is {}, but '{}' is {}: give it another name", given.program.string(),
                       it.reported_as, runtime.id, name_in_info(runtime));
  }
  runtime.released = release_of(it, catalog);
  runtime.version = it.version;
  runtime.program = given.program;
  runtime.install = fmt::format("--runtime {}=PATH with another path", given.name);
  runtime.given = true;
  find_packages(runtime, it, catalog);
  return {};
}

/// The first runtime of a language is the one its stacks are written for.
const Runtime* headline(const Catalog& catalog, const std::string& language) {
  const auto found = std::ranges::find(catalog.runtimes, language, &Runtime::language);
  return found == catalog.runtimes.end() ? nullptr : &*found;
}

Result<void> add(const Given& given, const Interpreter& it, Catalog& catalog) {
  const Runtime* usual = headline(catalog, it.language);
  if (usual == nullptr)
    return environment_error("{} runs {}, which no stack is written in", given.program.string(), it.language);
  const std::string usual_id = usual->id;
  Runtime runtime;
  runtime.id = given.name;
  runtime.language = it.language;
  runtime.title = fmt::format("{} {}, by --runtime", it.reported_as, it.version);
  runtime.program = given.program;
  runtime.version = it.version;
  runtime.released = release_of(it, catalog);
  runtime.install = fmt::format("--runtime {}=PATH with another path", given.name);
  runtime.reported_as = it.reported_as;
  runtime.given = true;
  std::vector<Stack> arms;
  for (const Stack& stack : catalog.stacks) {
    const bool fits = stack.runtime == usual_id && stack.third_party.empty() && !stack.not_testable_here;
    if (fits) arms.push_back(workload::on_runtime(stack, runtime));
  }
  catalog.runtimes.push_back(std::move(runtime));
  std::ranges::move(arms, std::back_inserter(catalog.stacks));
  return {};
}

Result<void> enter(const std::string& text, Catalog& catalog) {
  const auto given = parse(text);
  if (!given) return tl::unexpected(given.error());
  const auto it = experiment::ask(given->program, catalog.root);
  if (!it) return tl::unexpected(it.error());
  const auto known = std::ranges::find(catalog.runtimes, given->name, &Runtime::id);
  return known == catalog.runtimes.end() ? add(*given, *it, catalog) : replace(*known, *given, *it, catalog);
}

}  // namespace

Result<void> enter_given_runtimes(const std::vector<std::string>& given, Catalog& catalog) {
  for (const std::string& text : given) {
    if (auto entered = enter(text, catalog); !entered)
      return tl::unexpected(entered.error().within("--runtime"));
  }
  return {};
}

std::vector<std::string> with_given_arms(const std::vector<std::string>& stacks,
                                         const std::vector<std::string>& given, const Catalog& catalog) {
  std::vector<std::string> all;
  const auto add_once = [&](const std::string& id) {
    if (std::ranges::find(all, id) == all.end()) all.push_back(id);
  };
  for (const std::string& id : stacks) {
    add_once(id);
    for (const std::string& text : given) {
      const std::string arm = id + "@" + text.substr(0, text.find('='));
      if (workload::find_stack(catalog, arm) != nullptr) add_once(arm);
    }
  }
  return all;
}

std::vector<std::string> lasting_runtimes(std::vector<std::string> given) {
  for (std::string& text : given) {
    const auto path = text.find('=') + 1;
    text = text.substr(0, path) + fs::absolute(text.substr(path)).lexically_normal().string();
  }
  return given;
}

}  // namespace harness::cli
