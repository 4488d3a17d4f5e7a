#include "harness/experiment/jobs_beside.hpp"

#include <atomic>
#include <thread>

#include "workloads/native/reference/contract_cpu.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

namespace harness::experiment {
namespace {

using testing::HasSubstr;

/// Answers /cpu/sieve?n=N rightly, N microseconds after it was asked. Wrongly when it is told to lie.
class PatientServer {
 public:
  PatientServer() {
    server_.set_tcp_nodelay(true);  // head and body are two writes
    server_.Get("/cpu/sieve", [this](const httplib::Request& request, httplib::Response& response) {
      ++asked_;
      const int n = std::stoi(request.get_param_value("n"));
      std::this_thread::sleep_for(std::chrono::microseconds(slowness * n));
      response.set_content(lies ? "{}" : contract::cpu_body({contract::kernel_of_path("/cpu/sieve"), n}),
                           "application/json");
    });
    port_ = static_cast<std::uint16_t>(server_.bind_to_any_port("127.0.0.1"));
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~PatientServer() {
    server_.stop();
    thread_.join();
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int asked() const { return asked_; }
  std::atomic<bool> lies{false};
  std::atomic<int> slowness{1};

 private:
  httplib::Server server_;
  std::thread thread_;
  std::uint16_t port_ = 0;
  std::atomic<int> asked_{0};
};

const workload::Interference kJobs{"/cpu/sieve", milliseconds(40), 0.4};

class JobsBesideALoad : public testing::Test {
 protected:
  PatientServer server_;
  JobsBeside jobs_{server_.port(), kJobs, milliseconds(300), seconds(2)};
  results::SliceRow row_;
};

TEST_F(JobsBesideALoad, AreAsLongAsTheyAreToBeWhateverTheServerTakesForOne) {
  for (const int slowness : {1, 3}) {
    server_.slowness = slowness;
    ASSERT_TRUE(jobs_.size());
    results::SliceRow row;
    jobs_.describe(row);
    EXPECT_NEAR(row.beside_alone_us.value(), 40'000, 10'000);
    const int n = std::stoi(row.beside_target.substr(row.beside_target.find('=') + 1));
    EXPECT_NEAR(n * slowness, 40'000, 10'000) << row.beside_target;
  }
}

TEST_F(JobsBesideALoad, ComeOneAtATimeInTheWindowAndAreInTheLedger) {
  ASSERT_TRUE(jobs_.size());
  const int before = server_.asked();
  jobs_.begin();
  std::this_thread::sleep_for(std::chrono::milliseconds(320));
  jobs_.end();
  // A job each 100 ms in 300 ms.
  EXPECT_EQ(jobs_.sent(), 3U);
  EXPECT_EQ(server_.asked() - before, 3);
  EXPECT_TRUE(jobs_.ledger().balances());
  jobs_.describe(row_);
  EXPECT_EQ(row_.beside_jobs, 3U);
  EXPECT_EQ(row_.beside_failed, 0U);
  EXPECT_GE(row_.beside_job_us.value(), 30'000);
  EXPECT_EQ(row_.gate_beside, results::Gate::kPass) << row_.reason;
  EXPECT_EQ(row_.status, results::SliceStatus::kOk);
}

TEST_F(JobsBesideALoad, WithAWrongAnswerMakeTheRowInvalid) {
  ASSERT_TRUE(jobs_.size());
  server_.lies = true;
  jobs_.begin();
  std::this_thread::sleep_for(std::chrono::milliseconds(320));
  jobs_.end();
  jobs_.describe(row_);
  EXPECT_EQ(row_.beside_failed, 3U);
  EXPECT_EQ(row_.gate_beside, results::Gate::kFail);
  EXPECT_EQ(row_.status, results::SliceStatus::kInvalid);
  EXPECT_THAT(row_.reason, HasSubstr("3 of 3 jobs beside have no right answer: the body of 2 bytes"));
}

TEST_F(JobsBesideALoad, EndEarlyWithoutAskingForWhatIsNotDue) {
  ASSERT_TRUE(jobs_.size());
  jobs_.begin();
  jobs_.end();
  EXPECT_LT(jobs_.sent(), 3U);
  EXPECT_TRUE(jobs_.ledger().balances());
  jobs_.describe(row_);
  EXPECT_EQ(row_.status, results::SliceStatus::kInvalid);
}

TEST_F(JobsBesideALoad, ThatNoSizeMakesLongEnoughAreToldFromThoseThatAre) {
  server_.slowness = 0;
  ASSERT_TRUE(JobsBeside(server_.port(), {"/cpu/sieve", milliseconds(40), 0.4}, milliseconds(300), seconds(2))
                  .size());
  // No job at all is as short as this, and the least there is is what one gets.
  JobsBeside impossible(server_.port(), {"/cpu/sieve", Nanoseconds(1), 0.2}, milliseconds(300), seconds(2));
  ASSERT_TRUE(impossible.size());
  impossible.describe(row_);
  EXPECT_THAT(row_.reason, HasSubstr("a job beside took"));
  EXPECT_EQ(row_.gate_beside, results::Gate::kFail);
}

TEST_F(JobsBesideALoad, CannotBeSizedWhereNobodyServesThem) {
  JobsBeside missing(server_.port(), {"/cpu/fib", milliseconds(40), 0.4}, milliseconds(300), seconds(2));
  const auto sized = missing.size();
  ASSERT_FALSE(sized);
  EXPECT_THAT(sized.error().message, HasSubstr("/cpu/fib?n=1 is answered with status 404"));
}

}  // namespace
}  // namespace harness::experiment
