#include "workloads/native/reference/contract_upload.hpp"

#include "workloads/native/reference/contract_routes.hpp"
#include <fmt/format.h>

namespace harness::contract {

void Upload::take(std::string_view part) {
  length_ += part.size();
  if (!is_too_long()) sha_.take(part);
}

Reply Upload::reply() const {
  if (is_too_long()) return refusal(413);
  return {200, kJson, upload_body(length_, sha_.hex())};
}

std::string upload_body(std::uint64_t length, std::string_view sha) {
  return fmt::format(R"({{"len":{},"sha":"{}"}})", length, sha);
}

}  // namespace harness::contract
