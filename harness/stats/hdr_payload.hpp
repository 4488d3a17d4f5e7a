#pragma once
// A Histogram as the HdrHistogram tools exchange it: V2 encoding, deflated, in base64 ("HISTFAAA…"). In ns;
// lowest discernible value 1, highest 60e9, 3 digits. Lossy: only bucket counts travel, so min, max and mean
// come back within 0.1 % and a clamped value comes back as kHighest at most. Lossless is to_text() in
// histogram.hpp. Threading: pure functions. Errors: kEnvironment, naming the part that is wrong. Source:
// HdrHistogram (Tene), Java: AbstractHistogram.encodeIntoCompressedByteBuffer, ZigZagEncoding.
#include <string>
#include <string_view>

#include "harness/base/error.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::stats {

/// Errors: more values than HdrHistogram's signed 64-bit counts can hold.
[[nodiscard]] Result<std::string> to_hdr_payload(const Histogram& histogram);

/// Also reads histograms made for another highest value, as long as no value in them is above kHighest. Safe
/// for any input: what it allocates is bounded whatever the text claims.
[[nodiscard]] Result<Histogram> histogram_from_hdr_payload(std::string_view base64);

}  // namespace harness::stats
