#include "harness/stats/hdr_payload.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <zlib.h>

#include "harness/base/random.hpp"

namespace harness::stats {
namespace {

using testing::HasSubstr;

// Made by the PyPI package hdrhistogram 0.10.8, which is independent code: HdrHistogram(1, 60_000_000_000,
// 3), then record_value(v, n) for (0, 1), (1000, 3), (2050, 2), (1_000_000, 1000), (50_000_000_000, 1), then
// encode().
constexpr std::string_view kFromPython =
    "HISTFAAAADF4nJNpmSzMwMAgwAABzFCaEYh5f7hHMNh/gAgwneVnWy/AsreP8QL//R+MTAC+zQna";

Histogram what_python_recorded() {
  Histogram histogram;
  histogram.record(Nanoseconds(0));
  for (int i = 0; i < 3; ++i) histogram.record(Nanoseconds(1000));
  for (int i = 0; i < 2; ++i) histogram.record(Nanoseconds(2050));
  for (int i = 0; i < 1000; ++i) histogram.record(Nanoseconds(1'000'000));
  histogram.record(Nanoseconds(50'000'000'000));
  return histogram;
}

// Made by to_hdr_payload(what_python_read()); HdrHistogram.decode() of the same package then held exactly
// these counts: {0: 7, 2: 64, 5: 2**40, 2047: 1, 2048: 8191, 27388: 3}.
constexpr std::string_view kReadByPython =
    "HISTFAAAADJ42pNpmSzMwMAgwgABzFCaEYh5f7hHMNh/gAjwMTQwMjeAgMNHeaZ/9V+7mdkA6CMLnA==";

Histogram what_python_read() {
  Histogram histogram;
  histogram.add(0, 7);
  histogram.add(2, 64);
  histogram.add(5, std::uint64_t{1} << 40);
  histogram.add(2047, 1);
  histogram.add(2048, 8191);
  histogram.add(27388, 3);
  return histogram;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string big_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i));
  return text;
}

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes),
                  static_cast<int>(bytes.size()));
  text.pop_back();
  return text;
}

std::string deflated(std::string_view bytes) {
  uLongf length = compressBound(bytes.size());
  std::string out(length, '\0');
  EXPECT_EQ(compress(reinterpret_cast<unsigned char*>(out.data()), &length, bytes_of(bytes), bytes.size()),
            Z_OK);
  return out.substr(0, length);
}

std::string enveloped(std::string_view compressed) {
  return base64(big_endian(0x1c849314, 4) + big_endian(compressed.size(), 4) + std::string(compressed));
}

/// The bytes inside: compressors may differ, what they compressed may not.
std::string inflated(std::string_view payload) {
  std::string bytes(payload.size(), '\0');
  EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(payload),
                  static_cast<int>(payload.size()));
  std::string out(1U << 20, '\0');
  uLongf length = out.size();
  EXPECT_EQ(uncompress(reinterpret_cast<unsigned char*>(out.data()), &length, bytes_of(bytes) + 8,
                       bytes.size() - 8),
            Z_OK);
  return out.substr(0, length);
}

struct Header {
  std::uint32_t cookie = 0x1c849313;
  std::uint32_t digits = 3;
  std::uint64_t lowest = 1;
  std::uint64_t highest = 60'000'000'000;
  int announced_too_many = 0;
};

std::string encoded(std::string_view counts, const Header& header = {}) {
  const auto announced = counts.size() + static_cast<std::size_t>(header.announced_too_many);
  return big_endian(header.cookie, 4) + big_endian(announced, 4) + big_endian(0, 4) +
         big_endian(header.digits, 4) + big_endian(header.lowest, 8) + big_endian(header.highest, 8) +
         big_endian(0x3ff0000000000000, 8) + std::string(counts);
}

std::string payload(std::string_view counts, const Header& header = {}) {
  return enveloped(deflated(encoded(counts, header)));
}

Histogram random_histogram(Random& random) {
  Histogram histogram;
  for (auto left = random.below(2000); left > 0; --left) {
    const auto highest = std::uint64_t{1} << (1 + random.below(36));
    histogram.record(Nanoseconds(static_cast<std::int64_t>(random.below(highest))));
  }
  return histogram;
}

TEST(HdrPayload, ReadsWhatAnIndependentImplementationWrote) {
  const auto read = histogram_from_hdr_payload(kFromPython);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->sparse(), what_python_recorded().sparse());
}

TEST(HdrPayload, HoldsTheBytesThatAnIndependentImplementationWrites) {
  const auto written = to_hdr_payload(what_python_recorded());
  ASSERT_TRUE(written);
  EXPECT_EQ(inflated(*written), inflated(kFromPython));
}

TEST(HdrPayload, IsStillWhatAnIndependentImplementationRead) {
  const auto written = to_hdr_payload(what_python_read());
  ASSERT_TRUE(written);
  EXPECT_EQ(inflated(*written), inflated(kReadByPython));
  const auto read = histogram_from_hdr_payload(kReadByPython);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, what_python_read());
}

TEST(HdrPayload, StartsAsEveryCompressedV2PayloadDoes) {
  EXPECT_THAT(*to_hdr_payload(Histogram{}), testing::StartsWith("HISTFAAAA"));
}

TEST(HdrPayload, OfAnEmptyHistogramComesBackEmpty) {
  const std::string written = *to_hdr_payload(Histogram{});
  EXPECT_EQ(inflated(written), encoded({"\0", 1})) << "HdrHistogram always writes bucket 0";
  const auto back = histogram_from_hdr_payload(written);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, Histogram{});
  EXPECT_EQ(histogram_from_hdr_payload(payload("")), Histogram{}) << "hdrhistogram for Python does not";
}

TEST(HdrPayload, BringsBackEveryCountOfRandomHistograms) {
  Random random(20);
  for (int i = 0; i < 50; ++i) {
    const Histogram histogram = random_histogram(random);
    const auto written = to_hdr_payload(histogram);
    ASSERT_TRUE(written);
    const auto back = histogram_from_hdr_payload(*written);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(back->sparse(), histogram.sparse());
    EXPECT_EQ(back->count(), histogram.count());
    EXPECT_EQ(*to_hdr_payload(*back), *written);
  }
}

TEST(HdrPayload, BringsBackMinMaxAndMeanToTheBucket) {
  Histogram histogram;
  // Buckets of [999'936, 1'000'447] and [1'999'872, 2'000'895].
  histogram.record(Nanoseconds(1'000'000));
  histogram.record(Nanoseconds(2'000'000));
  const auto back = histogram_from_hdr_payload(*to_hdr_payload(histogram));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->min(), Nanoseconds(999'936));
  EXPECT_EQ(back->max(), Nanoseconds(2'000'895));
  EXPECT_EQ(back->mean_ns(), (999'936 + 256 + 1'999'872 + 512) / 2.0);
}

TEST(HdrPayload, BringsBackClampedValuesAsTheHighest) {
  Histogram histogram;
  histogram.record(Nanoseconds(-5));
  histogram.record(seconds(75));
  const auto back = histogram_from_hdr_payload(*to_hdr_payload(histogram));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->min(), Nanoseconds(0));
  EXPECT_EQ(back->max(), Histogram::kHighest);
  EXPECT_EQ(back->clamped(), 0);
  EXPECT_EQ(histogram_from_text(to_text(*back)), *back);
}

TEST(HdrPayload, HoldsCountsOf63BitsAndNoMore) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  Histogram histogram;
  histogram.add(3, kMost);
  const auto back = histogram_from_hdr_payload(*to_hdr_payload(histogram));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, histogram);
  histogram.add(4, 1);
  const auto refused = to_hdr_payload(histogram);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("9223372036854775808 values"));
}

TEST(HdrPayload, ReadsASingleZeroWrittenEitherWay) {
  Histogram expected;
  expected.add(1, 1);
  EXPECT_EQ(histogram_from_hdr_payload(payload({"\x00\x02", 2})), expected);
  EXPECT_EQ(histogram_from_hdr_payload(payload("\x01\x02")),
            expected);  // a run of one: hdrhistogram for Python
}

TEST(HdrPayload, ReadsHistogramsMadeForAnotherHighestValue) {
  Histogram expected;
  expected.add(1, 1);
  EXPECT_EQ(histogram_from_hdr_payload(payload("\x01\x02", {.highest = 3'600'000'000'000})), expected);
}

struct Damage {
  std::string text;
  const char* named;
};

class DamagedHdrPayload : public testing::TestWithParam<Damage> {};

TEST_P(DamagedHdrPayload, IsRefusedAndTheDamageNamed) {
  const auto read = histogram_from_hdr_payload(GetParam().text);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kEnvironment);
  EXPECT_THAT(read.error().message, HasSubstr(GetParam().named));
}

const std::string kNine = "\xff\xff\xff\xff\xff\xff\xff\xff";

INSTANTIATE_TEST_SUITE_P(
    Each, DamagedHdrPayload,
    testing::Values(
        Damage{"", "0 bytes, the envelope alone has 8"}, Damage{"HIS", "3 characters of base64"},
        Damage{"HI=T", "character 3 is not base64"}, Damage{" HIS", "character 1 is not base64"},
        Damage{"HIST\n", "character 5 is not base64"}, Damage{"A===", "character 2 is not base64"},
        Damage{std::string("HIS\0", 4), "character 4 is not base64"},
        Damage{std::string(1U << 20, 'A'), "1048576 characters are more than any histogram has"},
        Damage{base64(big_endian(0x1c849309, 4) + big_endian(0, 4)),
               "cookie 0x1c849309 is not that of compressed V2"},
        Damage{base64(big_endian(0x1c849314, 4) + big_endian(9, 4) + "12345678"),
               "9 compressed bytes announced, 8 there"},
        Damage{base64(big_endian(0x1c849314, 4) + big_endian(0xffffffff, 4)),
               "4294967295 compressed bytes announced"},
        Damage{enveloped(""), "not a complete zlib stream"},
        Damage{enveloped("nonsense"), "not a complete zlib stream"},
        Damage{enveloped(deflated("") + "x"), "1 bytes behind the zlib stream"},
        Damage{enveloped(deflated(std::string(1U << 20, '\0'))), "inflates to more than 246550 bytes"},
        Damage{enveloped(deflated("short")), "5 bytes, a header has 40"},
        Damage{payload("\x02", {.cookie = 0x1c849301}), "encoding cookie 0x1c849301 is not that of V2"},
        Damage{payload("\x02", {.digits = 2}), "2 significant digits from 1 upwards"},
        Damage{payload("\x02", {.lowest = 1000}), "3 significant digits from 1000 upwards"},
        Damage{payload("\x02", {.announced_too_many = 1}), "2 bytes of counts announced, 1 there"},
        Damage{payload("\x02\x80"), "ends inside the count of bucket 1"},
        Damage{payload(kNine), "ends inside the count of bucket 0"},
        Damage{payload(kNine + "\xff"), "a run of 9223372036854775808 buckets"},
        Damage{payload("\xff\xff\xff\xff\x1f\x02"), "a run of 4294967296 buckets"},
        // A run of 27389 zeros reaches behind the last bucket; 2 · 27389 − 1 = 0b11'0101011'1111001.
        Damage{payload("\xf9\xab\x03\x02"), "1 values in bucket 27389, above 60 s"},
        Damage{payload("\x02\xfe" + kNine.substr(1) + "\xff"),
               "the counts up to bucket 1 do not fit 63 bits"}));

TEST(HdrPayload, IsRefusedWhenItEndsEarlyWhereverThatIs) {
  const std::string whole = *to_hdr_payload(what_python_recorded());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(histogram_from_hdr_payload(whole.substr(0, length))) << length;
  }
  const std::string inside = inflated(whole);
  for (std::size_t length = 0; length < inside.size(); ++length) {
    EXPECT_FALSE(histogram_from_hdr_payload(enveloped(deflated(inside.substr(0, length))))) << length;
  }
}

TEST(HdrPayload, GivesASoundHistogramOrAnErrorForAnyBytes) {
  Random random(21);
  int read = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string counts;
    for (auto left = random.below(60); left > 0; --left) {
      counts += static_cast<char>(random.below(random.below(2) == 0 ? 256 : 128));
    }
    std::string bytes = encoded(counts);
    if (random.below(4) == 0) bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    const auto histogram = histogram_from_hdr_payload(enveloped(deflated(bytes)));
    if (!histogram) continue;
    ++read;
    EXPECT_EQ(histogram_from_text(to_text(*histogram)), *histogram);
  }
  EXPECT_GT(read, 100);
}

}  // namespace
}  // namespace harness::stats
