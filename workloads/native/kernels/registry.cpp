#include "workloads/native/kernels/registry.hpp"

#include "workloads/native/kernels/binary_trees.hpp"
#include "workloads/native/kernels/fannkuch.hpp"
#include "workloads/native/kernels/fib.hpp"
#include "workloads/native/kernels/json_round_trip.hpp"
#include "workloads/native/kernels/mandelbrot.hpp"
#include "workloads/native/kernels/map_churn.hpp"
#include "workloads/native/kernels/matmul.hpp"
#include "workloads/native/kernels/nbody.hpp"
#include "workloads/native/kernels/regex.hpp"
#include "workloads/native/kernels/sha256.hpp"
#include "workloads/native/kernels/sha256_pure.hpp"
#include "workloads/native/kernels/sieve.hpp"
#include "workloads/native/kernels/sort_u32.hpp"
#include "workloads/native/kernels/spectral_norm.hpp"
#include "workloads/native/kernels/string_build.hpp"

namespace harness::kernels {
namespace {

template <auto prepare, auto run, auto line>
constexpr Flavour flavour(std::string_view name) {
  return {name, measure<prepare, run, line>, work<prepare, run, line>};
}

}  // namespace

std::span<const Kernel> all_kernels() {
  static const std::vector<Kernel> kKernels{
      {"nbody", 1, 100'000'000, {flavour<nbody::prepare, nbody::run, nbody::line>("same")}},
      {"fannkuch", 3, 12, {flavour<fannkuch::prepare, fannkuch::run, fannkuch::line>("same")}},
      {"spectral_norm",
       1,
       10'000,
       {flavour<spectral_norm::prepare, spectral_norm::run, spectral_norm::line>("same")}},
      {"mandelbrot", 1, 16'000, {flavour<mandelbrot::prepare, mandelbrot::run, mandelbrot::line>("same")}},
      {"binary_trees",
       1,
       20,
       {flavour<binary_trees::prepare, binary_trees::run, binary_trees::line>("same"),
        flavour<binary_trees::prepare, binary_trees::run_idiom, binary_trees::line>("idiom")}},
      {"json_round_trip",
       1,
       100'000,
       {flavour<json_round_trip::prepare, json_round_trip::run, json_round_trip::line>("same")}},
      {"regex", 1, 5'000'000, {flavour<regex::prepare, regex::run, regex::line>("same")}},
      {"sha256", 1, 1024 * 1024 * 1024, {flavour<sha256::prepare, sha256::run, sha256::line>("same")}},
      {"sha256_pure",
       1,
       64 * 1024 * 1024,
       {flavour<sha256_pure::prepare, sha256_pure::run, sha256_pure::line>("same")}},
      {"sort_u32",
       1,
       20'000'000,
       {flavour<sort_u32::prepare, sort_u32::run, sort_u32::line>("same"),
        flavour<sort_u32::prepare, sort_u32::run_idiom, sort_u32::line>("idiom"),
        flavour<sort_u32::prepare_objects, sort_u32::run_objects, sort_u32::line_of_objects>("objects")}},
      {"string_build",
       1,
       20'000'000,
       {flavour<string_build::prepare, string_build::run, string_build::line>("same"),
        flavour<string_build::prepare, string_build::run_idiom, string_build::line>("idiom")}},
      {"matmul", 1, 4000, {flavour<matmul::prepare, matmul::run, matmul::line>("same")}},
      {"sieve", 2, 200'000'000, {flavour<sieve::prepare, sieve::run, sieve::line>("same")}},
      {"map_churn", 1, 20'000'000, {flavour<map_churn::prepare, map_churn::run, map_churn::line>("same")}},
      {"fib", 1, 45, {flavour<fib::prepare, fib::run, fib::line>("same")}},
  };
  return kKernels;
}

}  // namespace harness::kernels
