#include "harness/stats/overtaking.hpp"

#include <cmath>
#include <limits>

namespace harness::stats {

double work_time(const Course& course, double iterations) {
  if (std::isinf(iterations)) return iterations;
  return iterations <= 1 ? iterations * course.first : course.first + (iterations - 1) * course.later;
}

double ahead_from(const Course& program, const Course& other) {
  const double behind_at_start = program.start - other.start;
  const double behind_at_one = behind_at_start + program.first - other.first;
  const double gain = other.later - program.later;
  if (gain < 0 || (gain == 0 && behind_at_one > 0)) return std::numeric_limits<double>::infinity();
  if (behind_at_one > 0) return 1 + behind_at_one / gain;
  return behind_at_start > 0 ? behind_at_start / (behind_at_start - behind_at_one) : 0;
}

}  // namespace harness::stats
