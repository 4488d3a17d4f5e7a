#include "small_workloads.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "harness/base/file.hpp"

namespace harness::workload {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kContract = R"(schema = 1
required_headers = ["Date"]
forbidden_headers = ["ETag"]
[[error_answer]]
status = 404
when = "the path is unknown"
content_type = "text/plain"
body = "Not Found"
[[endpoint]]
path = "/plaintext"
method = "GET"
request = "GET /plaintext"
response = "200"
[[endpoint]]
path = "/delay"
method = "GET"
request = "GET /delay?ms=M"
response = "200"
notes = "waits"
)";

constexpr std::string_view kKernels = R"(schema = 1
[[kernel]]
id = "K12"
name = "sieve"
title = "Primes up to n"
caveat = "none"
vectors = [{ n = 100, line = "25 97" }]
bench = { n = 2000, line = "303 1999" }
flavours = [
  { name = "same", node = "pure_script", python = "pure_script", native = "native" },
  { name = "idiom", python = "native_ext", needs = "numpy", tolerance = 1e-9 },
]
)";

constexpr std::string_view kRuntimes = R"(schema = 1
[[runtime]]
id = "node"
language = "node"
title = "Node.js"
program = "node/bin/node"
version = "26.10.0"
released = "2026-09-23"
install = "./scripts/setup"
[[runtime]]
id = "native"
language = "native"
title = "C++"
program = "{build}/bin/server"
install = "cmake --build"
)";

constexpr std::string_view kStack = R"(schema = 1
id = "node/http"
title = "Node"
language = "node"
runtime = "node"
tier = "T0"
layer = "bare"
flavour = "idiomatic"
concurrency_model = "event_loop"
accept_mode = "single"
loop = "libuv"
http_parser = "llhttp"
json_lib = "JSON"
ws_impl = "none"
keep_alive_s = 75
third_party = []
argv = ["{runtime}", "server.mjs"]
env = { NODE_ENV = "production" }
endpoints = ["/plaintext", "/delay"]
)";

constexpr std::string_view kSuite = R"(schema = 1
id = "waits"
title = "Waiting"
envelope = "1cpu"
timeout = "10s"
stacks = ["node/http", "native/server"]
[[load]]
target = "/plaintext"
connections = [1, 64]
[[load]]
target = "/delay?ms=50"
connections = [64]
full_only = [1024]
[profile.smoke]
blocks = 1
slice = "300ms"
lead_in = "100ms"
gap = "0ms"
warm_up = "600ms"
verdicts = false
[profile.full]
blocks = 10
slice = "2s"
lead_in = "300ms"
gap = "100ms"
warm_up = "4s"
verdicts = true
full = true
)";

constexpr std::string_view kClaims = R"(schema = 1
[[claim]]
id = "C1"
reading = "strict"
quote = "words"
hypothesis = "It waits well."
suite = "waits"
kind = "threshold"
metric = "throughput_rps"
numerator = "node/http"
direction = "above"
threshold = 0.9
contrasts = [{ numerator = "/delay?ms=50 c=1024", ideal = 20480 }]
also_show = ["native/server"]
explanation = "Why."
[[claim]]
id = "C2"
reading = "T0"
quote = "other words"
hypothesis = "It is slower."
suite = "waits"
kind = "comparison"
metric = "throughput_rps"
numerator = "node/http"
denominator = "native/server"
direction = "below"
threshold = 2
equivalence_margin = 1.05
contrasts = [
  { numerator = "/plaintext c=64", denominator = "/plaintext c=1" },
]
explanation = "Why."
)";

std::string with(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

std::string folder_of_this_test() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  return fmt::format("workloads_{}_{}", test->test_suite_name(), test->name());
}

}  // namespace

SmallWorkloads::SmallWorkloads() : root_(fs::path(testing::TempDir()) / folder_of_this_test()) {
  fs::remove_all(root_);
  write("contract.toml", kContract);
  write("kernels.toml", kKernels);
  write("runtimes.toml", kRuntimes);
  write("node/http/stack.toml", kStack);
  const std::string native = with(std::string(kStack), "id = \"node/http\"", "id = \"native/server\"");
  write("native/server/stack.toml", with(native, "runtime = \"node\"", "runtime = \"native\""));
  write("suites/waits.toml", kSuite);
  write("claims.toml", kClaims);
}

SmallWorkloads& SmallWorkloads::replace(const std::string& file, std::string_view from, std::string_view to) {
  const std::string text = read_file(root_ / file).value();
  EXPECT_NE(text.find(from), std::string::npos) << file << " has no " << from;
  EXPECT_EQ(text.find(from), text.rfind(from)) << file << " has more than one " << from;
  return write(file, with(text, from, to));
}

SmallWorkloads& SmallWorkloads::write(const std::string& file, std::string_view text) {
  fs::create_directories((root_ / file).parent_path());
  std::ofstream(root_ / file, std::ios::binary) << text;
  return *this;
}

SmallWorkloads& SmallWorkloads::remove(const std::string& file) {
  fs::remove_all(root_ / file);
  return *this;
}

Result<Catalog> SmallWorkloads::load() const {
  return load_catalog(root_, "/build");
}

std::string SmallWorkloads::complaint() const {
  const Result<Catalog> catalog = load();
  if (catalog) return {};
  EXPECT_EQ(catalog.error().code, ErrorCode::kUsage);
  return without_root(catalog.error().message);
}

std::string SmallWorkloads::complaint_about(const std::string& file, const Catalog* catalog) const {
  const Result<Stack> stack = catalog ? load_stack(root_ / file, *catalog) : load_stack(root_ / file);
  return stack ? std::string() : without_root(stack.error().message);
}

std::string SmallWorkloads::without_root(std::string message) const {
  const std::string prefix = root_.string() + "/";
  for (std::size_t at = message.find(prefix); at != std::string::npos; at = message.find(prefix)) {
    message.erase(at, prefix.size());
  }
  return message;
}

}  // namespace harness::workload
