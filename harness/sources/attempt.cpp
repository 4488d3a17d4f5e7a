#include "harness/sources/attempt.hpp"

namespace harness::sources {
namespace {

/// Source: claims of the study: a message helps when it leads to the mistake or to the line beside it.
bool is_near(const Edit& edit, const std::optional<int>& line) {
  return line && *line >= edit.first_line - 1 && *line <= edit.last_line + 1;
}

}  // namespace

Fate fate_of(const Edit& edit, const Attempt& attempt, const Attempt& unedited) {
  const bool near = is_near(edit, attempt.line);
  switch (attempt.ending) {
    case Attempt::Ending::kRejected:
      return near ? Fate::kRejectedNear : Fate::kRejectedElsewhere;
    case Attempt::Ending::kCrashed:
      return near ? Fate::kCrashedNear : Fate::kCrashedElsewhere;
    case Attempt::Ending::kRan:
      break;
  }
  return attempt.lines == unedited.lines ? Fate::kUnchanged : Fate::kWrong;
}

std::string_view text(Fate fate) {
  switch (fate) {
    case Fate::kRejectedNear:
      return "rejected near";
    case Fate::kRejectedElsewhere:
      return "rejected elsewhere";
    case Fate::kCrashedNear:
      return "crashed near";
    case Fate::kCrashedElsewhere:
      return "crashed elsewhere";
    case Fate::kWrong:
      return "wrong";
    case Fate::kUnchanged:
      return "unchanged";
  }
  return "";
}

}  // namespace harness::sources
