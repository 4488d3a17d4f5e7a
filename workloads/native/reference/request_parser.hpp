#pragma once
// One HTTP/1.1 request, read with Beast's parser and without keeping what the contract never looks at: of the
// fields only a few flags stay, of the body as much as shows that it is too long, or of an upload its digest.
// Threading: one connection's. Errors: Beast's codes from put(); a missing or doubled Host is one of them.
#include <optional>
#include <string>

#include "workloads/native/reference/contract_upload.hpp"
#include <boost/beast/http/basic_parser.hpp>

namespace harness::reference {

class RequestParser : public boost::beast::http::basic_parser<true> {
 public:
  RequestParser();

  [[nodiscard]] const std::string& method() const { return method_; }
  [[nodiscard]] const std::string& target() const { return target_; }
  [[nodiscard]] const std::string& body() const { return body_; }
  [[nodiscard]] const std::string& range() const { return range_; }  ///< the header's value
  [[nodiscard]] const std::optional<contract::Upload>& upload() const { return upload_; }
  /// Known from what its head announces, or once that much has come.
  [[nodiscard]] bool upload_is_too_long() const;
  [[nodiscard]] bool http_1_0() const { return version_ == 10; }
  [[nodiscard]] bool expects_continue() const { return expects_continue_; }
  /// The request again, as far as it matters for a WebSocket: Beast wants to read that itself.
  [[nodiscard]] std::string handshake() const;

 private:
  using Code = boost::beast::error_code;
  using Text = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb verb, Text method, Text target, int version,
                       Code& code) override;
  void on_response_impl(int status, Text reason, int version, Code& code) override;
  void on_field_impl(boost::beast::http::field name, Text text, Text value, Code& code) override;
  void on_header_impl(Code& code) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code& code) override;
  std::size_t on_body_impl(Text body, Code& code) override;
  void on_chunk_header_impl(std::uint64_t size, Text extensions, Code& code) override;
  std::size_t on_chunk_body_impl(std::uint64_t remaining, Text body, Code& code) override;
  void on_finish_impl(Code& code) override;

  std::size_t keep(Text part);

  std::string method_;
  std::string target_;
  std::string body_;
  std::optional<contract::Upload> upload_;
  std::string handshake_fields_;
  std::string range_;
  int version_ = 11;
  int hosts_ = 0;
  bool expects_continue_ = false;
};

}  // namespace harness::reference
