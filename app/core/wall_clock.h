// What the wall clock says: now, and as text. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace core {

std::int64_t nowMs();                                     // since 1970
std::string utcText(std::int64_t millisecondsSince1970);  // 2026-03-01T12:34:56.789Z
// Since 1970 at the end of a day "2026-12-31" (UTC). Nothing where it is none.
std::optional<std::int64_t> endOfDayMs(const std::string& date);

}  // namespace core
