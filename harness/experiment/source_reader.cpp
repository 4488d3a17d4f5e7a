#include "harness/experiment/source_reader.hpp"

#include "harness/base/clock.hpp"
#include "harness/base/file.hpp"
#include "harness/process/run_to_end.hpp"

namespace harness::experiment {

Result<Answer> SourceReader::ask(const std::vector<std::string>& words, Nanoseconds limit) const {
  process::LaunchSpec spec = launch_spec(arm_, {cpus_, 0, scratch_ / "stdout", scratch_ / "stderr"});
  spec.arguments.insert(spec.arguments.end(), words.begin(), words.end());
  const Instant begun = SteadyClock().now();
  const auto finished = process::run_to_end(spec, limit);
  if (!finished && finished.error().code == ErrorCode::kEnvironment && SteadyClock().now() - begun >= limit)
    return Answer{};
  if (!finished) return tl::unexpected(finished.error());
  auto output = read_file(spec.stdout_log);
  if (!output) return tl::unexpected(output.error());
  return Answer{finished->exit, *std::move(output), read_file(spec.stderr_log).value_or("")};
}

Result<std::string> SourceReader::output_of(const std::vector<std::string>& words, Nanoseconds limit) const {
  auto answer = ask(words, limit);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->exit == process::Exit{}) return std::move(answer->output);
  return environment_error(
      "{} {}: it {}: {}", arm_.name(), fmt::join(words, " "),
      answer->exit ? process::to_text(*answer->exit) : "did not end within " + human(limit),
      answer->complaint);
}

}  // namespace harness::experiment
