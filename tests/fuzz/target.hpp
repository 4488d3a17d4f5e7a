#pragma once
// A fuzz target is a function that may be given any bytes. It must return: no crash, no hang, no report of a
// sanitizer, and none of its own HARNESS_ASSERTs may fail. Every file here that makes a Target is one.
// libFuzzer drives one target per program (entry.cpp), the corpus test all of them in one (corpus_test.cpp).
#include <map>
#include <string>
#include <string_view>

namespace harness::fuzz {

using Run = void (*)(std::string_view bytes);

/// Those linked into this program, by name: the name of the file, of its corpus and of the command line.
[[nodiscard]] const std::map<std::string, Run>& targets();

struct Target {
  Target(const char* name, Run run);
};

}  // namespace harness::fuzz
