#pragma once
// Expected failures as values: what went wrong, where, and what the reader can do about it.
// Not for measured failures (timeouts, resets, 503s): those are data in the ledger.
// Not for bugs: HARNESS_ASSERT aborts with file and line.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <tl/expected.hpp>

namespace harness {

enum class ErrorCode {
  kUsage,        ///< the user's input is wrong; exit code 1
  kEnvironment,  ///< this host, a file or a server is not fit; exit code 2
  kInterrupted,  ///< the user asked us to stop; partial work is kept
};

struct Error {
  ErrorCode code = ErrorCode::kEnvironment;
  std::string message;  ///< names file, field, value and the remedy

  /// Puts `where` (a file, a field, an activity) in front of the message.
  [[nodiscard]] Error within(std::string_view where) const;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// `return usage_error("...", ...)` from any function that returns Result<T>.
template <typename... Args>
[[nodiscard]] tl::unexpected<Error> usage_error(fmt::format_string<Args...> format, Args&&... args) {
  return tl::unexpected(Error{ErrorCode::kUsage, fmt::format(format, std::forward<Args>(args)...)});
}

template <typename... Args>
[[nodiscard]] tl::unexpected<Error> environment_error(fmt::format_string<Args...> format, Args&&... args) {
  return tl::unexpected(Error{ErrorCode::kEnvironment, fmt::format(format, std::forward<Args>(args)...)});
}

/// One error out of many problems, one per line; used by validators that report everything at once.
[[nodiscard]] Error joined(ErrorCode code, const std::vector<std::string>& problems);

/// "what: reason of errno value (errno N)". Read errno before calling anything else.
[[nodiscard]] std::string errno_message(std::string_view what, int errno_value);

[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);

}  // namespace harness

#define HARNESS_ASSERT(expression) \
  (static_cast<bool>(expression) ? void(0) : ::harness::assertion_failed(#expression, __FILE__, __LINE__))
