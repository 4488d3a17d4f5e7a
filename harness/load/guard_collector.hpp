#pragma once
// Collects the guards that fire. For those who decide which: guards.cpp here, message_guards.cpp of stream.
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "harness/load/guards.hpp"

namespace harness::load {

class GuardCollector {
 public:
  template <typename... Args>
  void add_if(bool fires, const char* code, GuardLevel level, fmt::format_string<Args...> format,
              Args&&... args) {
    if (fires) found_.push_back({code, level, fmt::format(format, std::forward<Args>(args)...)});
  }
  [[nodiscard]] std::vector<Guard> found() && { return std::move(found_); }

 private:
  std::vector<Guard> found_;
};

}  // namespace harness::load
