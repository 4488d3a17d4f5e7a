#include "harness/base/error.hpp"

#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace harness {

Error Error::within(std::string_view where) const {
  return Error{code, fmt::format("{}: {}", where, message)};
}

Error joined(ErrorCode code, const std::vector<std::string>& problems) {
  return Error{code, fmt::format("{}", fmt::join(problems, "\n"))};
}

std::string errno_message(std::string_view what, int errno_value) {
  return fmt::format("{}: {} (errno {})", what, std::generic_category().message(errno_value), errno_value);
}

void assertion_failed(const char* expression, const char* file, int line) {
  fmt::print(stderr, "{}:{}: this cannot happen: {} is false. Please report it with the command you ran.\n",
             file, line, expression);
  std::abort();
}

}  // namespace harness
