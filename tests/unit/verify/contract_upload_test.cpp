#include "workloads/native/reference/contract_upload.hpp"

#include "workloads/native/reference/contract_routes.hpp"
#include <gtest/gtest.h>

namespace harness::contract {
namespace {

TEST(Upload, IsAnsweredWithLengthAndDigest) {
  Upload upload;
  upload.take("a");
  upload.take("bc");
  EXPECT_EQ(upload.reply().status, 200);
  EXPECT_EQ(upload.reply().content_type, "application/json");
  // Source: FIPS 180-2, appendix B.1.
  EXPECT_EQ(upload.reply().body,
            R"({"len":3,"sha":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"})");
}

TEST(Upload, OfNothingIsAnUploadToo) {
  EXPECT_EQ(Upload().reply().body,
            R"({"len":0,"sha":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})");
}

TEST(Upload, OfSixtyFourMebibytesIsTheLargest) {
  Upload upload;
  const std::string mebibyte(1024 * 1024, 'x');
  for (int i = 0; i < 64; ++i) upload.take(mebibyte);
  EXPECT_EQ(upload.reply().status, 200);
  upload.take("x");
  EXPECT_TRUE(upload.is_too_long());
  EXPECT_EQ(upload.reply().status, 413);
  EXPECT_EQ(upload.reply().body, "Content Too Large");
}

TEST(Upload, IsAPostToItsPathAndToNoOther) {
  EXPECT_TRUE(is_upload("POST", "/upload"));
  EXPECT_TRUE(is_upload("POST", "/upload?unknown=1"));
  EXPECT_TRUE(is_upload("POST", "http://localhost/upload"));
  EXPECT_FALSE(is_upload("PUT", "/upload"));
  EXPECT_FALSE(is_upload("POST", "/uploads"));
  EXPECT_TRUE(answer("POST", "/upload").upload);
  EXPECT_EQ(answer("GET", "/upload").reply.status, 405);
  EXPECT_EQ(answer("GET", "/upload").reply.allow, "POST");
}

}  // namespace
}  // namespace harness::contract
