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

}  // namespace core
