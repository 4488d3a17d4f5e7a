#pragma once
// argv → options → one call per subcommand → exit code. Results go to stdout, everything else to stderr.
namespace harness::cli {

[[nodiscard]] int run_command_line(int argc, char** argv);

}  // namespace harness::cli
