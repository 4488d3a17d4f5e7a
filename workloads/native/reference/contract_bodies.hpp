#pragma once
// The contract's response bodies, exactly: the one source of golden bytes for the reference server, the
// verify module and the tests. Not a server and not a parameter check: callers pass values already in range.
// Threading: pure functions. Errors: none.
#include <cstdint>
#include <string>

namespace harness::contract {

/// "Hello, World!"
[[nodiscard]] std::string plaintext_body();

/// {"k":K,"n":N,"items":[{"id":i,"v":h(K,i),"s":"item-i"}…],"sum":Σv mod 2³²}
[[nodiscard]] std::string json_body(std::uint32_t k, int n);

/// {"ms":M}
[[nodiscard]] std::string delay_body(int ms);

/// h(k,i) = (k+i)·2654435761 mod 2³². Source: Knuth, TAOCP vol. 3, §6.4 (multiplicative hashing, 2³²/φ).
[[nodiscard]] std::uint32_t item_hash(std::uint32_t k, std::uint32_t i);

}  // namespace harness::contract
