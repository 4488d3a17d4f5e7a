#include "workloads/native/kernels/fib.hpp"

namespace harness::kernels::fib {
namespace {

int number(int n) {
  return n < 2 ? n : number(n - 1) + number(n - 2);
}

}  // namespace

int run(int n) {
  return number(n);
}

std::string line(int number) {
  return std::to_string(number);
}

}  // namespace harness::kernels::fib
