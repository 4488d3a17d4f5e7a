#pragma once
// How exactly a slice tells the size of its answers: bytes that arrived in its windows over answers counted
// in them. Pure. Unit: bytes.
#include "harness/results/slice_row.hpp"

namespace harness::experiment {

/// What the spelling of headers explains.
inline constexpr double kHeaderBytes = 16;

/// Of two servers that send the same. An answer across an edge of a window is counted whole or not at all,
/// but its bytes in part: a share spread evenly between 0 and 1, variance 1/12, of one answer for each
/// connection at each of the two edges. So beside kHeaderBytes, six standard deviations of that sum.
[[nodiscard]] double answer_size_tolerance(const results::SliceRow& row);

}  // namespace harness::experiment
