#include "store/hub_alarm.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "core/error.h"

namespace store {

Alarm::Alarm() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  core::check(descriptor_ >= 0, "an eventfd can be made");
}

Alarm::~Alarm() {
  ::close(descriptor_);
}

void Alarm::raise() {
  const std::uint64_t one = 1;
  // Fails only where it is raised 2^64 times over, and then it stands raised.
  [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
}

void Alarm::clear() {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto had = ::read(descriptor_, &count, sizeof count);
}

bool Alarm::isRaised() const {
  pollfd waiting{descriptor_, POLLIN, 0};
  return ::poll(&waiting, 1, 0) > 0;
}

}  // namespace store
