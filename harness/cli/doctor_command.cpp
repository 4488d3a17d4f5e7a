#include "harness/cli/color.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/machine/fitness.hpp"
#include "harness/process/capture.hpp"
#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

using machine::Finding;

constexpr int kMostConnections = 10'000;  ///< what the full profile wants

/// Asks the interpreter itself: what is pinned and what is there may differ.
Finding runtime_finding(const workload::Runtime& runtime) {
  Finding finding{Finding::Level::kOk, "runtime " + runtime.id, "", ""};
  if (const auto absent = experiment::why_absent(runtime)) {
    if (runtime.optional)
      return {Finding::Level::kOk, finding.what, "not needed, and absent: " + *absent, ""};
    return {Finding::Level::kProblem, finding.what, *absent, runtime.install};
  }
  const auto probe = [&](std::vector<std::string> arguments) {
    const auto output = process::capture(runtime.program, arguments, seconds(10));
    return output ? output->substr(0, output->find('\n')) : output.error().message;
  };
  if (runtime.language == "python") {
    finding.detail =
        probe({"-c",
               "import sys, sysconfig; a = sysconfig.get_config_var('CONFIG_ARGS') or ''; "
               "print('CPython', sys.version.split()[0], '· optimised' if '--enable-optimizations' in a "
               "or 'deb_system' in sysconfig.get_scheme_names() else '· not built with optimisations (1.2 to "
               "1.4 times slower)', "
               "'·', getattr(sys, '_is_gil_enabled', lambda: True)() and 'GIL on' or 'GIL off')"});
    if (finding.detail.find("not built") != std::string::npos) finding.level = Finding::Level::kWarning;
  } else if (runtime.language == "node") {
    finding.detail = "Node.js " + probe({"-p",
                                         "`${process.version.slice(1)} · V8 ${process.versions.v8} · "
                                         "${process.release.name} release build`"});
  } else if (runtime.language == "java") {
    finding.detail = probe({"--version"});
  } else {
    finding.detail = runtime.program.string();
  }
  if (!runtime.version.empty() && finding.detail.find(runtime.version) == std::string::npos) {
    finding.level = Finding::Level::kWarning;
    finding.remedy = fmt::format("{} is pinned; run: {}", runtime.version, runtime.install);
  }
  return finding;
}

Finding build_finding() {
  if (build_type() == "Release") return {Finding::Level::kOk, "this build", "Release", ""};
  return {Finding::Level::kWarning, "this build", build_type() + ": only a Release build should measure",
          "run ./scripts/harness, which uses the release build"};
}

}  // namespace

int doctor_command() {
  const auto project = find_project();
  if (!project) return report_error(project.error());
  const auto catalog = workload::load_catalog(project->workloads(), project->build);
  if (!catalog) return report_error(catalog.error());

  auto findings = machine::check_fitness({}, kMostConnections);
  findings.push_back(build_finding());
  for (const workload::Runtime& runtime : catalog->runtimes) findings.push_back(runtime_finding(runtime));

  int problems = 0;
  int warnings = 0;
  for (const Finding& finding : findings) {
    const bool problem = finding.level == Finding::Level::kProblem;
    const bool warning = finding.level == Finding::Level::kWarning;
    problems += problem;
    warnings += warning;
    const char* mark = problem ? "PROBLEM" : warning ? "warning" : "ok     ";
    fmt::print("{}  {}  {}\n", mark, report::padded_right(finding.what, 20),
               report::wrapped(finding.detail, 90, 31));
    if (!finding.remedy.empty()) fmt::print("{:31}to do: {}\n", "", report::wrapped(finding.remedy, 80, 38));
  }
  fmt::print("\n{}\n", problems > 0   ? fmt::format("Not fit to measure: {} problem(s), {} warning(s).",
                                                    problems, warnings)
                       : warnings > 0 ? fmt::format("Fit to measure, with {} warning(s).", warnings)
                                      : "Fit to measure.");
  return problems > 0 ? kEnvironmentUnfit : kDone;
}

}  // namespace harness::cli
