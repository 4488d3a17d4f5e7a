#pragma once
// Asks a program that reads sources (workloads/README.md) and waits for its answer. Threading: the caller's.
// Errors: kEnvironment when it could not be run; kInterrupted when a StopRequest came meanwhile.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/experiment/arm.hpp"

namespace harness::experiment {

struct Answer {
  std::optional<process::Exit> exit;  ///< none: it did not end in time, and was ended
  std::string output;
  std::string complaint;  ///< its standard error
};

class SourceReader {
 public:
  /// `scratch` holds what the program prints, and is the caller's to remove.
  SourceReader(const Arm& arm, std::vector<int> cpus, std::filesystem::path scratch)
      : arm_(arm), cpus_(std::move(cpus)), scratch_(std::move(scratch)) {}

  /// However it ended.
  [[nodiscard]] Result<Answer> ask(const std::vector<std::string>& words, Nanoseconds limit) const;

  /// What it printed; also kEnvironment when it did not end, or with another code than 0.
  [[nodiscard]] Result<std::string> output_of(const std::vector<std::string>& words, Nanoseconds limit) const;

 private:
  const Arm& arm_;
  std::vector<int> cpus_;
  std::filesystem::path scratch_;
};

}  // namespace harness::experiment
