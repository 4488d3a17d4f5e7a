#include "workloads/native/kernels/sha256.hpp"

#include <string_view>

#include "workloads/native/kernels/lcg.hpp"

#include "harness/base/digest.hpp"

namespace harness::kernels::sha256 {

Bytes prepare(int n) {
  return top_bytes(1, n);
}

std::string run(const Bytes& bytes) {
  return sha256_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string line(const std::string& digest) {
  return digest;
}

}  // namespace harness::kernels::sha256
