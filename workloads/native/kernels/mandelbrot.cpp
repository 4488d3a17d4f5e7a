#include "workloads/native/kernels/mandelbrot.hpp"

#include "workloads/native/kernels/fnv.hpp"
#include <fmt/format.h>

namespace harness::kernels::mandelbrot {
namespace {

constexpr int kSteps = 50;

bool is_inside(double cr, double ci) {
  double zr = 0, zi = 0, rr = 0, ii = 0;
  for (int step = 0; step < kSteps && rr + ii <= 4.0; ++step) {
    zi = 2.0 * zr * zi + ci;
    zr = rr - ii + cr;
    rr = zr * zr;
    ii = zi * zi;
  }
  return rr + ii <= 4.0;
}

}  // namespace

Picture run(int n) {
  const auto bytes_per_row = static_cast<std::size_t>((n + 7) / 8);
  Picture picture{0, std::vector<unsigned char>(bytes_per_row * static_cast<std::size_t>(n))};
  for (int y = 0; y < n; ++y) {
    unsigned char* const row = picture.bitmap.data() + bytes_per_row * static_cast<std::size_t>(y);
    const double ci = 2.0 * y / n - 1.0;
    for (int x = 0; x < n; ++x) {
      if (!is_inside(2.0 * x / n - 1.5, ci)) continue;
      ++picture.inside;
      row[x >> 3] |= static_cast<unsigned char>(0x80 >> (x & 7));
    }
  }
  return picture;
}

std::string line(const Picture& picture) {
  return fmt::format("{} {}", picture.inside, fnv1a(picture.bitmap));
}

}  // namespace harness::kernels::mandelbrot
