#pragma once
// Where the kernel's own files are read from. Everything in machine/ takes one, so that a test can describe
// any host as a folder of small files. Not a sandbox: only reading goes through it.
#include <filesystem>

namespace harness::machine {

struct ProcRoot {
  std::filesystem::path proc = "/proc";
  std::filesystem::path sys = "/sys";
};

}  // namespace harness::machine
