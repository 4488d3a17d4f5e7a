#pragma once
// A CPU kernel: the same work in every language, as workloads/kernels.toml says. Plain data; the code is in
// workloads/<language>/kernels.
#include <map>
#include <string>
#include <vector>

namespace harness::workload {

struct KernelFlavour {
  std::string name;  ///< "same" everywhere | "idiom" what a native speaker writes | …
  std::map<std::string, std::string>
      tags;              ///< language that has it → "pure_script" | "native_ext" | "native" | "bytecode"
  std::string needs;     ///< package it cannot run without; empty: none
  double tolerance = 0;  ///< how far each number of its line may be off, relatively: another order of adding
};

struct Kernel {
  std::string id;    ///< "K1"
  std::string name;  ///< "nbody"
  std::string title;
  std::string caveat;
  std::map<int, std::string> lines;  ///< n → what a right answer prints
  std::vector<KernelFlavour> flavours;
};

}  // namespace harness::workload
