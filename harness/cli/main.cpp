#include <cstdio>
#include <exception>

#include "harness/cli/command_line.hpp"

int main(int argc, char** argv) {
  try {
    return harness::cli::run_command_line(argc, argv);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "harness: this is a bug: %s\nPlease report it with the command you ran.\n",
                 problem.what());
    return 70;
  }
}
