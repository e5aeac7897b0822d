// What the wall clock says: now, and as text. Any thread.
#pragma once

#include <cstdint>
#include <string>

namespace core {

std::int64_t nowMs();                                     // since 1970
std::string utcText(std::int64_t millisecondsSince1970);  // 2026-03-01T12:34:56.789Z

}  // namespace core
