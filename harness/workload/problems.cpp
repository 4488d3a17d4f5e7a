#include "harness/workload/problems.hpp"

#include "harness/base/printable.hpp"

namespace harness::workload {

void Problems::add(const std::filesystem::path& file, int line, std::string_view field,
                   std::string_view message) {
  const std::string place = field.empty() ? std::string() : fmt::format("{}: ", field);
  lines_.push_back(printable(fmt::format("{}:{}: {}{}", file.string(), line, place, message)));
}

}  // namespace harness::workload
