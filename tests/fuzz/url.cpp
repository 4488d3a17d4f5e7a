// What parse_url accepts can be written again and sent.
#include "harness/http/url.hpp"

#include "target.hpp"

#include "harness/http/request.hpp"

namespace harness::fuzz {
namespace {

void url(std::string_view bytes) {
  const auto url = http::parse_url(bytes);
  if (!url) return;
  HARNESS_ASSERT(!url->host.empty() && url->port != 0 && url->target.starts_with('/'));
  HARNESS_ASSERT(http::parse_url("http://" + http::host_header(*url) + url->target) == *url);
  http::RequestSpec request;
  request.target = url->target;
  request.host = http::host_header(*url);
  HARNESS_ASSERT(http::make_template(request));
}

const Target kUrl("url", url);

}  // namespace
}  // namespace harness::fuzz
