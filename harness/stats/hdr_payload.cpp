#include "harness/stats/hdr_payload.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include <openssl/evp.h>
#include <zlib.h>

namespace harness::stats {
namespace {

using Bytes = std::vector<unsigned char>;
using ByteView = std::span<const unsigned char>;

// 0x10 says that counts are ZigZag LEB128 and runs of zeros are one negative number.
constexpr std::uint32_t kEncodingCookie = 0x1c849303 | 0x10;
constexpr std::uint32_t kCompressedCookie = 0x1c849304 | 0x10;
constexpr std::uint32_t kDigits = 3;
constexpr std::uint64_t kLowest = 1;
constexpr std::size_t kEnvelopeBytes = 8;
constexpr std::size_t kHeaderBytes = 40;
constexpr std::size_t kMostCountBytes = 9;
constexpr std::uint32_t kLastBucket = Histogram::bucket_of(Histogram::kHighest);
/// A number for each bucket and one for the zeros behind them: what fits our buckets never inflates to more.
constexpr std::size_t kMostInflatedBytes = kHeaderBytes + kMostCountBytes * (kLastBucket + 2);
/// base64 of bytes that refused to be compressed is a third longer than they are; twice leaves no doubt.
constexpr std::size_t kMostTextBytes = 2 * kMostInflatedBytes;
constexpr std::uint64_t kMostZeros = std::numeric_limits<std::int32_t>::max();
constexpr std::uint64_t kMostValues = std::numeric_limits<std::int64_t>::max();

template <typename Integer>
void put(Bytes& bytes, Integer value) {
  for (int shift = std::numeric_limits<Integer>::digits - 8; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<unsigned char>(value >> shift));
  }
}

/// Takes a big-endian number off the front; the caller has checked that it is there.
template <typename Integer>
Integer take(ByteView& bytes) {
  Integer value = 0;
  for (const unsigned char byte : bytes.first(sizeof(Integer))) value = (value << 8) | byte;
  bytes = bytes.subspan(sizeof(Integer));
  return value;
}

/// LEB128 whose ninth byte, if there is one, holds eight bits.
void put_count(Bytes& bytes, std::int64_t count) {
  auto bits = (static_cast<std::uint64_t>(count) << 1) ^ static_cast<std::uint64_t>(count >> 63);
  for (std::size_t i = 1; i < kMostCountBytes && bits > 0x7f; ++i) {
    bytes.push_back(static_cast<unsigned char>(bits | 0x80));
    bits >>= 7;
  }
  bytes.push_back(static_cast<unsigned char>(bits));
}

/// Empty when the bytes end inside the number.
std::optional<std::int64_t> take_count(ByteView& bytes) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < std::min(bytes.size(), kMostCountBytes); ++i) {
    const std::uint64_t byte = bytes[i];
    const bool ninth = i + 1 == kMostCountBytes;
    bits |= (ninth ? byte : byte & 0x7f) << (7 * i);
    if (!ninth && byte > 0x7f) continue;
    bytes = bytes.subspan(i + 1);
    return static_cast<std::int64_t>((bits >> 1) ^ (0 - (bits & 1)));
  }
  return std::nullopt;
}

Bytes counts_of(const Histogram& histogram) {
  Bytes bytes;
  std::uint32_t next = 0;
  for (const auto& [bucket, count] : histogram.sparse()) {
    const std::int64_t zeros = bucket - next;
    if (zeros > 0) put_count(bytes, zeros == 1 ? 0 : -zeros);
    put_count(bytes, static_cast<std::int64_t>(count));
    next = bucket + 1;
  }
  if (bytes.empty()) put_count(bytes, 0);  // as HdrHistogram does: bucket 0 is always there
  return bytes;
}

Result<Histogram> histogram_from_counts(ByteView bytes) {
  Histogram histogram;
  std::uint64_t bucket = 0;
  while (!bytes.empty()) {
    const auto count = take_count(bytes);
    if (!count) return environment_error("hdr payload: ends inside the count of bucket {}", bucket);
    if (*count < 0) {
      const std::uint64_t zeros = 0 - static_cast<std::uint64_t>(*count);
      // Bounded so that no number of runs makes `bucket` wrap around.
      if (zeros > kMostZeros) {
        return environment_error("hdr payload: a run of {} buckets, no histogram has so many", zeros);
      }
      bucket += zeros;
      continue;
    }
    if (*count > 0) {
      if (bucket > kLastBucket) {
        return environment_error("hdr payload: {} values in bucket {}, above 60 s; the last bucket is {}",
                                 *count, bucket, kLastBucket);
      }
      if (static_cast<std::uint64_t>(*count) > kMostValues - histogram.count()) {
        return environment_error("hdr payload: the counts up to bucket {} do not fit 63 bits", bucket);
      }
      histogram.add(static_cast<std::uint32_t>(bucket), static_cast<std::uint64_t>(*count));
    }
    ++bucket;
  }
  return histogram;
}

std::string to_base64(ByteView bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // EVP_EncodeBlock writes a terminating zero
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

Result<Bytes> from_base64(std::string_view text) {
  if (text.size() > kMostTextBytes) {
    return environment_error("hdr payload: {} characters are more than any histogram has", text.size());
  }
  // EVP_DecodeBlock skips white space, reads '=' anywhere as a zero and does not say how many it read.
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  const std::string_view digits = text.substr(0, text.size() - padding);
  const std::size_t bad =
      digits.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  if (bad != std::string_view::npos) {
    return environment_error("hdr payload: character {} is not base64", bad + 1);
  }
  if (text.size() % 4 != 0) {
    return environment_error("hdr payload: {} characters of base64 are not a multiple of 4", text.size());
  }
  Bytes bytes(text.size() / 4 * 3);
  const int length = EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  HARNESS_ASSERT(length >= 0 && static_cast<std::size_t>(length) == bytes.size());
  bytes.resize(bytes.size() - padding);
  return bytes;
}

Bytes deflated(ByteView bytes) {
  uLongf length = compressBound(bytes.size());
  Bytes out(length);
  HARNESS_ASSERT(compress2(out.data(), &length, bytes.data(), bytes.size(), Z_BEST_COMPRESSION) == Z_OK);
  out.resize(length);
  return out;
}

Result<Bytes> inflated(ByteView bytes) {
  Bytes out(kMostInflatedBytes);
  uLongf length = out.size();
  uLong used = bytes.size();
  const int outcome = uncompress2(out.data(), &length, bytes.data(), &used);
  if (outcome == Z_BUF_ERROR) {
    return environment_error("hdr payload: inflates to more than {} bytes, the most a histogram can have",
                             kMostInflatedBytes);
  }
  if (outcome != Z_OK)
    return environment_error("hdr payload: not a complete zlib stream ({})", zError(outcome));
  if (used != bytes.size()) {
    return environment_error("hdr payload: {} bytes behind the zlib stream", bytes.size() - used);
  }
  out.resize(length);
  return out;
}

/// Takes the header off `bytes` and leaves the counts.
Result<void> take_header(ByteView& bytes) {
  if (bytes.size() < kHeaderBytes) {
    return environment_error("hdr payload: {} bytes, a header has {}", bytes.size(), kHeaderBytes);
  }
  if (const auto cookie = take<std::uint32_t>(bytes); cookie != kEncodingCookie) {
    return environment_error("hdr payload: encoding cookie {:#x} is not that of V2, {:#x}", cookie,
                             kEncodingCookie);
  }
  const auto counts_bytes = take<std::uint32_t>(bytes);
  // Offset and conversion only say how a writer kept the counts in its own memory, and some write nonsense
  // there (HdrHistogramJS). Where a value's bucket is does not depend on the highest value either.
  take<std::uint32_t>(bytes);
  const auto digits = take<std::uint32_t>(bytes);
  const auto lowest = take<std::uint64_t>(bytes);
  bytes = bytes.subspan(2 * sizeof(std::uint64_t));
  if (counts_bytes != bytes.size()) {
    return environment_error("hdr payload: {} bytes of counts announced, {} there", counts_bytes,
                             bytes.size());
  }
  if (digits != kDigits || lowest != kLowest) {
    return environment_error(
        "hdr payload: {} significant digits from {} upwards; only {} digits from {} have our buckets", digits,
        lowest, kDigits, kLowest);
  }
  return {};
}

}  // namespace

Result<std::string> to_hdr_payload(const Histogram& histogram) {
  if (histogram.count() > kMostValues) {
    return environment_error("hdr payload: {} values do not fit HdrHistogram's 63 bits", histogram.count());
  }
  const Bytes counts = counts_of(histogram);
  Bytes encoded;
  encoded.reserve(kHeaderBytes + counts.size());
  put(encoded, kEncodingCookie);
  put(encoded, static_cast<std::uint32_t>(counts.size()));
  put(encoded, std::uint32_t{0});  // normalizing index offset: buckets are not shifted
  put(encoded, kDigits);
  put(encoded, kLowest);
  put(encoded, static_cast<std::uint64_t>(Histogram::kHighest.count()));
  put(encoded, std::bit_cast<std::uint64_t>(1.0));  // conversion ratio: values are whole ns
  encoded.insert(encoded.end(), counts.begin(), counts.end());

  const Bytes compressed = deflated(encoded);
  Bytes envelope;
  envelope.reserve(kEnvelopeBytes + compressed.size());
  put(envelope, kCompressedCookie);
  put(envelope, static_cast<std::uint32_t>(compressed.size()));
  envelope.insert(envelope.end(), compressed.begin(), compressed.end());
  return to_base64(envelope);
}

Result<Histogram> histogram_from_hdr_payload(std::string_view base64) {
  const auto envelope = from_base64(base64);
  if (!envelope) return tl::unexpected(envelope.error());
  ByteView rest = *envelope;
  if (rest.size() < kEnvelopeBytes) {
    return environment_error("hdr payload: {} bytes, the envelope alone has {}", rest.size(), kEnvelopeBytes);
  }
  if (const auto cookie = take<std::uint32_t>(rest); cookie != kCompressedCookie) {
    return environment_error("hdr payload: cookie {:#x} is not that of compressed V2, {:#x}", cookie,
                             kCompressedCookie);
  }
  if (const auto announced = take<std::uint32_t>(rest); announced != rest.size()) {
    return environment_error("hdr payload: {} compressed bytes announced, {} there", announced, rest.size());
  }
  const auto encoded = inflated(rest);
  if (!encoded) return tl::unexpected(encoded.error());
  ByteView counts = *encoded;
  if (const auto sound = take_header(counts); !sound) return tl::unexpected(sound.error());
  return histogram_from_counts(counts);
}

}  // namespace harness::stats
