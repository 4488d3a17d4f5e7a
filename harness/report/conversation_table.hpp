#pragma once
// How the rows of a conversation are shown: what a figure is for depends on who hears whom. Pure.
#include "harness/report/summary.hpp"
#include "harness/report/table.hpp"

namespace harness::report {

/// "/ws/room/chat · 500 connections in 50 rooms · 500 messages/s uniform · from due to delivered"
[[nodiscard]] std::string conversation_title(const CellSummary& cell);
[[nodiscard]] Table conversation_table(const CellSummary& cell);

}  // namespace harness::report
