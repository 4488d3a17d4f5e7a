#include "harness/experiment/answer_size.hpp"

#include <cmath>

namespace harness::experiment {

double answer_size_tolerance(const results::SliceRow& row) {
  constexpr double kDeviations = 6;
  if (!row.bytes_in || row.ok.value_or(0) == 0) return kHeaderBytes;
  const auto ok = static_cast<double>(*row.ok);
  const double windows = static_cast<double>(row.turns.value_or(1)) * row.connections;
  const double answers_in_part = std::sqrt(windows * 2 / 12);
  return kHeaderBytes + kDeviations * answers_in_part / ok * static_cast<double>(*row.bytes_in) / ok;
}

}  // namespace harness::experiment
