#include "core/wall_clock.h"

#include <chrono>
#include <cstdio>
#include <ctime>

namespace core {

std::int64_t nowMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string utcText(std::int64_t millisecondsSince1970) {
  std::time_t seconds = millisecondsSince1970 / 1000;
  std::int64_t milliseconds = millisecondsSince1970 % 1000;
  if (milliseconds < 0) {
    milliseconds += 1000;
    --seconds;
  }
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1,
                utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, int(milliseconds));
  return text;
}

std::optional<std::int64_t> endOfDayMs(const std::string& date) {
  int year = 0;
  unsigned month = 0, day = 0;
  char rest = 0;
  if (date.size() != 10 || std::sscanf(date.c_str(), "%4d-%2u-%2u%c", &year, &month, &day, &rest) != 3) {
    return std::nullopt;
  }
  const std::chrono::year_month_day calendar{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (!calendar.ok()) {
    return std::nullopt;
  }
  const auto next = std::chrono::sys_days(calendar) + std::chrono::days(1);
  return std::chrono::duration_cast<std::chrono::milliseconds>(next.time_since_epoch()).count() - 1;
}

}  // namespace core
