#include "small_workloads.hpp"
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

TEST(Contract, RefusesAnEndpointTwice) {
  SmallWorkloads workloads;
  workloads.replace("contract.toml", "path = \"/delay\"", "path = \"/plaintext\"");
  workloads.replace("suites/waits.toml", "\"/delay?ms=50\"", "\"/plaintext?ms=50\"");
  EXPECT_EQ(workloads.complaint().substr(0, workloads.complaint().find('\n')),
            "contract.toml:15: endpoint[2].path: GET '/plaintext' is here twice: remove one");
}

TEST(Contract, RefusesAPathWithoutItsSlash) {
  SmallWorkloads workloads;
  workloads.replace("contract.toml", "path = \"/delay\"", "path = \"delay\"");
  EXPECT_EQ(workloads.complaint().substr(0, workloads.complaint().find('\n')),
            "contract.toml:15: endpoint[2].path: does not begin with '/' ('delay'): write '/delay'");
}

TEST(Contract, RefusesAMethodItCannotSend) {
  SmallWorkloads workloads;
  workloads.replace("contract.toml", "method = \"GET\"\nrequest = \"GET /plaintext\"",
                    "method = \"get\"\nrequest = \"GET /plaintext\"");
  EXPECT_EQ(workloads.complaint(),
            "contract.toml:11: endpoint[1].method: unknown value 'get': choose a known one. Known: GET, "
            "POST, PUT, TCP.");
}

TEST(Contract, RefusesAnErrorAnswerThatIsNoError) {
  SmallWorkloads workloads;
  workloads.replace("contract.toml", "status = 404", "status = 200");
  EXPECT_EQ(workloads.complaint(),
            "contract.toml:5: error_answer[1].status: must be from 400 to 599 (200): correct the number");
}

TEST(Contract, RefusesAMissingListOfHeaders) {
  SmallWorkloads workloads;
  workloads.replace("contract.toml", "forbidden_headers = [\"ETag\"]\n", "");
  EXPECT_EQ(workloads.complaint(),
            "contract.toml:1: forbidden_headers: is missing: add forbidden_headers = [\"…\"]");
}

}  // namespace
}  // namespace harness::workload
