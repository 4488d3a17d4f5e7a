#pragma once
// What the environment and the command line ask of harness-reference: PORT, WORKERS, BACKLOG, THREADS,
// DATA_DIR, DOWN_PORT, DOWN_PATH, LINE_PORT, --port, --null, --prefork.
// Errors: kUsage, naming the variable or argument, its value and what is accepted.
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "harness/base/error.hpp"

namespace harness::reference {

struct Options {
  std::uint16_t port = 0;  ///< 0 lets the system choose; the ready line says which
  int backlog = 4096;
  std::uint16_t down_port = 0;       ///< who /down asks; 0: nobody, then there is no /down
  std::string down_path = "/blob";   ///< and what for
  std::uint16_t line_port = 0;       ///< of /lines; 0: there are none
  int threads = 1;                   ///< of the pool that computes for /cpu_off
  std::filesystem::path data_dir{};  ///< of /file; empty: there are no files
  bool null_server = false;
  bool prefork = false;  ///< serves in processes of its own, `workers` of them
  int workers = 1;
};

[[nodiscard]] Result<Options> read_options(std::span<char*> arguments);

}  // namespace harness::reference
