// A payload of any bytes is an error or a sound histogram that comes back from its own payload and text.
// Input: 't' and base64; or, because a fuzzer cannot guess check sums, 'e' and what is to be deflated, or 'c'
// and only the counts behind a right header.
#include "harness/stats/hdr_payload.hpp"

#include <cstdint>

#include "target.hpp"
#include <openssl/evp.h>
#include <zlib.h>

namespace harness::fuzz {
namespace {

const unsigned char* unsigned_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string big_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i));
  return text;
}

std::string with_header(std::string_view counts) {
  return big_endian(0x1c849313, 4) + big_endian(counts.size(), 4) + big_endian(0, 4) + big_endian(3, 4) +
         big_endian(1, 8) + big_endian(60'000'000'000, 8) + big_endian(0x3ff0000000000000, 8) +
         std::string(counts);
}

std::string stored_by_zlib(std::string_view bytes) {
  uLongf length = compressBound(bytes.size());
  std::string out(length, '\0');
  HARNESS_ASSERT(compress2(reinterpret_cast<unsigned char*>(out.data()), &length, unsigned_bytes(bytes),
                           bytes.size(), Z_NO_COMPRESSION) == Z_OK);
  return out.substr(0, length);
}

std::string payload_of(std::string_view encoded) {
  const std::string compressed = stored_by_zlib(encoded);
  const std::string envelope = big_endian(0x1c849314, 4) + big_endian(compressed.size(), 4) + compressed;
  std::string base64(4 * ((envelope.size() + 2) / 3) + 1, '\0');  // with the terminating zero
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()), unsigned_bytes(envelope),
                  static_cast<int>(envelope.size()));
  base64.pop_back();
  return base64;
}

void hdr_payload(std::string_view bytes) {
  if (bytes.empty()) return;
  const char form = bytes.front();
  bytes.remove_prefix(1);
  const auto histogram = stats::histogram_from_hdr_payload(form == 'e'   ? payload_of(bytes)
                                                           : form == 'c' ? payload_of(with_header(bytes))
                                                                         : std::string(bytes));
  if (!histogram) return;
  const auto payload = stats::to_hdr_payload(*histogram);
  HARNESS_ASSERT(payload);
  HARNESS_ASSERT(stats::histogram_from_hdr_payload(*payload) == *histogram);
  HARNESS_ASSERT(stats::histogram_from_text(stats::to_text(*histogram)) == *histogram);
}

const Target kHdrPayload("hdr_payload", hdr_payload);

}  // namespace
}  // namespace harness::fuzz
