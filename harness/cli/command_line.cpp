#include "harness/cli/command_line.hpp"

#include <cstdio>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/base/suggest.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/load_arguments.hpp"
#include "harness/cli/options.hpp"

namespace harness::cli {
namespace {

constexpr const char* kAbout =
    "Fact-checks \"NodeJS vs Python\" by measurement: launches equivalent servers, drives load against "
    "them,\n"
    "and turns each claim into a verdict with an interval, a reason and its evidence.";

constexpr const char* kExitCodes =
    "Exit codes: 0 done, 1 usage, 2 environment unfit or a server failed, 3 measured but invalid, 4 or 5 "
    "with "
    "--check: a verdict flipped or is no longer decided, 130 stopped";

int code = kDone;  ///< of the subcommand that ran; CLI11's callbacks return nothing

void add_runtimes(CLI::App& command, std::vector<std::string>& runtimes) {
  command.add_option(
      "--runtime", runtimes,
      "NAME=PATH, more than once: this interpreter in place of the runtime NAME (see harness list "
      "runtimes), or, under a new name, beside it: as arms such as node/http@NAME");
}

void add_run(CLI::App& app) {
  auto* command = app.add_subcommand("run", "Measure a suite and judge its claims");
  auto options = std::make_shared<RunOptions>();
  command->add_option(
      "--suite", options->suite,
      "What to measure, see harness list suites; all: one after the other, with the article's "
      "scoreboard in the end (default: that of --claims, or concurrency)");
  command->add_option("--profile", options->profile, "smoke (does everything run? no verdicts), ci, or full")
      ->capture_default_str();
  command
      ->add_option("--stacks", options->stacks, "Stack ids or paths of your own stack.toml, comma separated")
      ->delimiter(',');
  add_runtimes(*command, options->runtimes);
  command->add_option("--claims", options->claims, "Judge only these claims, e.g. AR1,SP8")->delimiter(',');
  command->add_option("--seed", options->seed,
                      "Order of arms and cells; stored with the run (default: random)");
  command->add_option("--cpus", options->cpus,
                      "Who runs where, e.g. server=0,client=1 (default: first and last CPU)");
  command->add_option("--out", options->out,
                      "Folder for this run (default: results/runs/<utc>_<machine>_<sha8>)");
  command->add_option("--check", options->check,
                      "A stored run, e.g. results/reference/<machine>: exit 4 when one of its verdicts flips "
                      "(SUPPORTED <-> REFUTED), 5 when one is no longer decided");
  command->add_option("--budget", options->budget,
                      "Time for the measuring, e.g. 10m: what does not fit is left out, and named (default: "
                      "everything is measured)");
  command
      ->add_option("--spare-blocks", options->spare_blocks,
                   "At most so many of the profile's spare blocks, which replace what noise or a gate has "
                   "spoilt (default: all of them; 1 in a run of all suites by ci)")
      ->check(CLI::NonNegativeNumber);
  auto* resume = command->add_option("--resume", options->resume,
                                     "Go on with an interrupted run: its whole blocks are kept, the rest of "
                                     "its plan is measured");
  for (const char* other : {"--suite", "--profile", "--stacks", "--runtime", "--claims", "--seed", "--cpus",
                            "--budget", "--spare-blocks", "--out"})
    resume->excludes(command->get_option(other));
  command->footer("Example: harness run --suite concurrency --profile smoke\n" + std::string(kExitCodes));
  command->callback([options] { code = run_command(*options); });
}

void add_load(CLI::App& app) {
  auto* command = app.add_subcommand("load", "Drive load against one URL and report latency and throughput");
  auto options = std::make_shared<LoadOptions>();
  add_load_arguments(*command, *options);
  command->callback([options, command] {
    check_load_arguments(*command);
    code = load_command(*options);
  });
}

void add_verify(CLI::App& app) {
  auto* command = app.add_subcommand("verify", "Check that servers keep the workload contract, without load");
  auto options = std::make_shared<VerifyOptions>();
  command->add_option("--stacks", options->stacks, "Stack ids or paths of your own stack.toml (default: all)")
      ->delimiter(',');
  add_runtimes(*command, options->runtimes);
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  auto* starts =
      command
          ->add_option("--starts", options->starts,
                       "Start and stop each stack so many times instead: does it leave with code 0 "
                       "and nothing behind?")
          ->check(CLI::PositiveNumber);
  auto* mutations = command->add_option("--mutations", options->mutation_ids,
                                        "Plant known pitfalls in copies of stacks instead, all or those "
                                        "named: every one must be caught, and no healthy "
                                        "copy (see harness list mutations)");
  mutations->expected(0, -1)->excludes("--stacks")->excludes("--runtime")->excludes(starts);
  command
      ->add_flag("!--no-measure", options->measure,
                 "Only look whether they are caught, not how far each moves a ratio")
      ->needs(mutations);
  command->add_option("--out", options->out, "Write what came of them to this CSV file")->needs(mutations);
  command->callback([options, mutations] {
    options->mutations = mutations->count() > 0;
    code = verify_command(*options);
  });
}

void add_list(CLI::App& app) {
  auto* command = app.add_subcommand(
      "list", "Show what there is: suites, stacks, claims, kernels, runtimes, endpoints, mutations");
  auto options = std::make_shared<ListOptions>();
  command
      ->add_option("what", options->what,
                   "suites | stacks | claims | kernels | runtimes | endpoints | mutations")
      ->required();
  add_runtimes(*command, options->runtimes);
  command->callback([options] { code = list_command(*options); });
}

void add_report(CLI::App& app) {
  auto* command = app.add_subcommand("report", "Show a stored run, or those of several suites together");
  auto options = std::make_shared<ReportOptions>();
  command
      ->add_option("run", options->run,
                   "A run folder, or a folder of them: that of run --suite all, or of results/reference")
      ->required();
  command->add_option("--format", options->format, "terminal or markdown")
      ->check(CLI::IsMember({"terminal", "markdown"}))
      ->capture_default_str();
  command->add_option("-o,--out", options->out, "A file (default: standard output)");
  command->footer(
      "Of several runs the article's scoreboard is shown, too.\n"
      "Example: harness report results/reference/debian12-2cpu-xeon-56e9 --format markdown -o report.md");
  command->callback([options] { code = report_command(*options); });
}

void add_verdict(CLI::App& app) {
  auto* command = app.add_subcommand("verdict", "Recompute the verdicts of a stored run from its rows");
  auto options = std::make_shared<VerdictOptions>();
  command->add_option("run", options->run, "A run folder, e.g. results/runs/2026-11-22T21-04-10Z_…")
      ->required();
  command->add_option("--check", options->check, "Another stored run; exit codes as of run --check");
  command->callback([options] { code = verdict_command(*options); });
}

void add_compare(CLI::App& app) {
  auto* command = app.add_subcommand("compare", "Do several stored runs, e.g. of several machines, agree?");
  auto options = std::make_shared<CompareOptions>();
  command->add_option("runs", options->runs, "Run folders, two or more; the first is A")
      ->required()
      ->expected(2, 26);
  command->add_option("--format", options->format, "text, markdown, csv or json")
      ->check(CLI::IsMember({"text", "markdown", "csv", "json"}))
      ->capture_default_str();
  command->footer(
      "Ratios are tested: REPLICATES, DIFFERS or UNRESOLVED per claim and place. Absolute rates are shown as "
      "they\n"
      "are and in units of each machine's null server, and never tested.\n"
      "Example: harness compare results/reference/debian12-2cpu-xeon-56e9 results/runs/NAME");
  command->callback([options] { code = compare_command(*options); });
}

void add_scoreboard(CLI::App& app) {
  auto* command = app.add_subcommand(
      "scoreboard",
      "The article sentence by sentence beside the verdicts of stored runs, and what is left of 8 – 6");
  auto options = std::make_shared<ScoreboardOptions>();
  command->add_option("runs", options->runs, "Run folders, or folders of them; none: what no run can decide");
  command->add_option("--format", options->format, "text or markdown")
      ->check(CLI::IsMember({"text", "markdown"}))
      ->capture_default_str();
  command->footer(
      "Sentences that are a matter of record, an opinion, not testable here or not measured yet are those "
      "of\n"
      "workloads/ledger.toml; so are the rules by which a point of the article stands or falls.\n"
      "Example: harness scoreboard results/reference/debian12-2cpu-xeon-56e9 --format markdown");
  command->callback([options] { code = scoreboard_command(*options); });
}

void add_export(CLI::App& app) {
  auto* command = app.add_subcommand("export", "Write a stored run in a format that other tools read");
  auto options = std::make_shared<ExportOptions>();
  command->add_option("run", options->run, "A run folder, e.g. results/runs/2026-11-22T21-04-10Z_…")
      ->required();
  command
      ->add_option(
          "--format", options->format,
          "google-benchmark (JSON: time and CPU per request, an entry per block) or hdr (interval log: "
          "the histogram of each slice)")
      ->check(CLI::IsMember({"google-benchmark", "hdr"}))
      ->required();
  command->add_flag("--median", options->median,
                    "One google-benchmark entry per arm and cell, the median of its blocks, for tools that "
                    "take one entry per name (github-action-benchmark)");
  command->add_option("-o,--out", options->out, "A file (default: standard output)");
  command->footer(
      "Verdicts are not exported: a tool that compares two such files knows neither blocks nor gates.\n"
      "Example: harness export results/runs/NAME --format google-benchmark -o a.json\n"
      "         compare.py filters a.json 'node/http' 'python/asyncio'");
  command->callback([options] { code = export_command(*options); });
}

/// CLI11 knows only that there was a surplus word; people want to know which one they meant.
int explain(const CLI::App& app, const CLI::ParseError& problem, int argc, char** argv) {
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
  if (argc > 1 && argv[1][0] != '-' && std::find(known.begin(), known.end(), argv[1]) == known.end()) {
    fmt::print(stderr, "harness: unknown command '{}'.{}\n", argv[1], suggestion(argv[1], known));
  } else {
    fmt::print(stderr, "harness: {}\nSee harness {}--help\n", problem.what(),
               argc > 1 && argv[1][0] != '-' ? std::string(argv[1]) + " " : "");
  }
  return kUsageError;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app{kAbout, "harness"};
  app.require_subcommand(1);
  app.footer(kExitCodes);
  app.set_version_flag("--version", HARNESS_VERSION);
  add_run(app);
  add_list(app);
  add_verify(app);
  add_load(app);
  app.add_subcommand("doctor", "Is this host fit to measure, what is missing, what to do")->callback([] {
    code = doctor_command();
  });
  add_report(app);
  add_verdict(app);
  add_compare(app);
  add_scoreboard(app);
  add_export(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return app.exit(version);
  } catch (const CLI::ParseError& problem) {
    return explain(app, problem, argc, argv);
  }
  return code;
}

}  // namespace harness::cli
