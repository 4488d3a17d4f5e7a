#pragma once
// A hint to the kernel for memory that is about to be filled once from end to end: with pages of 4 KiB, a
// gigabyte of rows is a quarter of a million page faults. Only a hint: without huge pages nothing changes,
// and below 16 MiB nothing is asked for.
#include <cstddef>

namespace harness {

void prefer_huge_pages(void* memory, std::size_t bytes);

}  // namespace harness
