#include "harness/sources/size.hpp"

#include <algorithm>
#include <string>

#include <zlib.h>

#include "harness/base/error.hpp"

namespace harness::sources {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kBracketsAndBlanks = "{}()[],; \t\r";

bool has_other_than(std::string_view characters, std::string_view line) {
  return line.find_first_not_of(characters) != std::string_view::npos;
}

/// Both languages by the same library, so that a difference is one between texts.
std::uint64_t gzip_bytes_of(std::string_view text) {
  constexpr int kGzipFrame = 15 + 16;
  constexpr int kMemory = 9;
  z_stream stream{};
  const int begun =
      deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipFrame, kMemory, Z_DEFAULT_STRATEGY);
  HARNESS_ASSERT(begun == Z_OK);
  std::string input(text);
  std::string output(deflateBound(&stream, input.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(output.data());
  stream.avail_out = static_cast<uInt>(output.size());
  const int ended = deflate(&stream, Z_FINISH);
  HARNESS_ASSERT(ended == Z_STREAM_END);
  const std::uint64_t size = stream.total_out;
  deflateEnd(&stream);
  return size;
}

}  // namespace

Size size_of(std::string_view text) {
  Size size;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    if (!has_other_than(kBlanks, line)) continue;
    ++size.lines;
    if (has_other_than(kBracketsAndBlanks, line)) ++size.lines_beside_brackets;
    if (line.find_first_of("{}") != std::string_view::npos) ++size.lines_with_braces;
  }
  size.gzip_bytes = gzip_bytes_of(text);
  return size;
}

}  // namespace harness::sources
