#pragma once
// What became of a source with a mistake in it. Pure.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "harness/sources/edit.hpp"

namespace harness::sources {

struct Attempt {
  enum class Ending {
    kRan,       ///< to the end
    kRejected,  ///< it could not be parsed
    kCrashed,   ///< an error ended it, or it did not end
  };
  Ending ending = Ending::kRan;
  std::optional<int> line{};                   ///< that the message names, if it names one of this file
  std::map<std::string, std::string> lines{};  ///< what each flavour of the kernel printed
};

enum class Fate { kRejectedNear, kRejectedElsewhere, kCrashedNear, kCrashedElsewhere, kWrong, kUnchanged };

/// "near": the message names a line of the edit, or one beside it.
[[nodiscard]] Fate fate_of(const Edit& edit, const Attempt& attempt, const Attempt& unedited);

/// "rejected near", for whoever reads the list of all.
[[nodiscard]] std::string_view text(Fate fate);

}  // namespace harness::sources
