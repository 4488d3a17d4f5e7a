#pragma once
// A column and the member of a row that it is stored in. Private to this module.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "harness/results/column.hpp"

namespace harness::results {

template <typename T>
struct OptionalTrait : std::false_type {
  using Value = T;
};
template <typename T>
struct OptionalTrait<std::optional<T>> : std::true_type {
  using Value = T;
};

template <typename T>
inline constexpr ColumnType kColumnTypeOf =
    std::is_integral_v<typename OptionalTrait<T>::Value>         ? ColumnType::kInteger
    : std::is_floating_point_v<typename OptionalTrait<T>::Value> ? ColumnType::kReal
                                                                 : ColumnType::kText;

template <typename Row, typename T>
struct Field {
  T Row::*member;
  Column column;
};

template <typename Row, typename T>
constexpr Field<Row, T> field(T Row::*member, std::string_view name, std::string_view unit,
                              std::string_view meaning) {
  return {member, {name, unit, meaning, kColumnTypeOf<T>, OptionalTrait<T>::value, 1}};
}

/// Text that may be empty.
template <typename Row>
constexpr Field<Row, std::string> remark(std::string Row::*member, std::string_view name,
                                         std::string_view meaning) {
  return {member, {name, "", meaning, ColumnType::kText, true, 1}};
}

template <typename Row, typename T>
constexpr Field<Row, T> since(int schema, Field<Row, T> added) {
  added.column.since = schema;
  return added;
}

/// A file that `schema` introduced; a later schema's columns say so themselves.
template <typename Row, typename... T>
constexpr auto all_since(int schema, const std::tuple<Field<Row, T>...>& fields) {
  return std::apply(
      [&](const auto&... each) { return std::tuple{since(std::max(schema, each.column.since), each)...}; },
      fields);
}

}  // namespace harness::results
