#pragma once
// GET /file/NAME: which paths name a file, and what of it a Range asks for. Not the file itself: see
// files.hpp. Threading: pure functions. Errors: absent means no such path.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "workloads/native/reference/contract_response.hpp"

namespace harness::contract {

/// 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-', the first no point: nothing that could lead out of a folder.
[[nodiscard]] std::optional<std::string_view> file_on(std::string_view path);

struct Span {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// All of it: 200. Part of it: 206 with Content-Range. Nothing that there is: 416.
struct FileHead {
  Reply reply;  ///< 416 has its body; of the others it follows
  Span span;
};

/// `range` is the header's value, empty where there is none. What is no single range of bytes is ignored, as
/// RFC 9110 §14.2 allows. Source of the rest: RFC 9110 §14.1.2, §14.4.
[[nodiscard]] FileHead file_head(std::string_view range, std::uint64_t size);

}  // namespace harness::contract
