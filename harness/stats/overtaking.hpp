#pragma once
// From which amount of work on one program is ahead of another, what each needs before it begins included.
// Pure. Work counts in iterations, of which there may be a part; times are in any one unit.
//
// What is known of a program is what it takes with nothing done, with one iteration, which is cold, and with
// the m iterations that were measured. Between these lie straight lines, and the last one goes on. Its slope
// is the mean of all iterations but the first, not their steady median: so the line ends where the program
// did end, with its collector's pauses and the rest of its warm-up, and no time is assumed. Where a program
// still warms up its true course lies above the line, since early iterations are the slow ones: a size
// between 1 and m that was found against such a program is early rather than late.

namespace harness::stats {

struct Course {
  double start = 0;  ///< before any work, and at the end
  double first = 0;  ///< the first iteration
  double later = 0;  ///< mean of the others

  friend bool operator==(const Course&, const Course&) = default;
};

/// Time for that much work without the start; infinity for infinitely much.
[[nodiscard]] double work_time(const Course& course, double iterations);

/// The least amount of work from which on `program` stays ahead of `other` or beside it: 0 when it is from
/// the start, below 1 within the first iteration, infinity when it never is or does not stay so, which is to
/// say when it takes longer for each iteration.
[[nodiscard]] double ahead_from(const Course& program, const Course& other);

}  // namespace harness::stats
