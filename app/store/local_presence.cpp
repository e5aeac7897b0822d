#include "store/local_presence.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace store {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxMessage = 8'192;  // more than encodePresence() makes
constexpr char kSuffix[] = ".presence";

// Where those meet who have one file open, whatever they call it. Empty where there is no such place.
fs::path meetingPlace(const fs::path& project) {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  struct stat file {};
  if (runtime == nullptr || *runtime == '\0' || ::stat(project.c_str(), &file) != 0) {
    return {};
  }
  const fs::path place =
      fs::path(runtime) / "sagitta" / (std::to_string(file.st_dev) + "-" + std::to_string(file.st_ino));
  std::error_code failed;
  fs::create_directories(place, failed);
  return failed ? fs::path() : place;
}

std::optional<sockaddr_un> addressOf(const fs::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = path.string();
  if (name.size() >= sizeof address.sun_path) {
    return std::nullopt;
  }
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  return address;
}

}  // namespace

LocalPresence::Socket::~Socket() {
  ::close(descriptor_);
}

std::unique_ptr<LocalPresence> LocalPresence::of(const fs::path& project, const core::SiteId& session,
                                                 std::function<void()> changed) {
  const fs::path place = meetingPlace(project);
  const auto address = place.empty() ? std::nullopt : addressOf(place / (session.hex() + kSuffix));
  const int descriptor = address ? ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0) : -1;
  if (descriptor < 0) {
    return nullptr;
  }
  auto socket = std::make_unique<Socket>(descriptor);
  if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) {
    return nullptr;
  }
  return std::unique_ptr<LocalPresence>(new LocalPresence(place, session, std::move(socket), std::move(changed)));
}

LocalPresence::LocalPresence(fs::path folder, const core::SiteId& session, std::unique_ptr<Socket> socket,
                             std::function<void()> changed)
    : folder_(std::move(folder)),
      session_(session),
      own_(folder_ / (session.hex() + kSuffix)),
      socket_(std::move(socket)),
      changed_(std::move(changed)),
      thread_([this] { run(); }) {}

LocalPresence::~LocalPresence() {
  stop_.raise();
  thread_.join();
  say({});
  std::error_code ignored;
  fs::remove(own_, ignored);
  fs::remove(folder_, ignored);  // which succeeds for the last one only
}

void LocalPresence::tell(const Presence& presence) {
  {
    const std::lock_guard lock(mutex_);
    if (now_ == presence) {
      return;
    }
    now_ = presence;
  }
  news_.raise();
}

void LocalPresence::run() {
  using std::chrono::milliseconds;
  std::optional<Presence> said;
  Clock::time_point saidAt{};
  while (!stop_.isRaised()) {
    std::optional<Presence> now;
    {
      const std::lock_guard lock(mutex_);
      now = now_;
    }
    milliseconds wait = PresenceBook::kSayAgainAfter;
    if (now) {
      wait = std::chrono::ceil<milliseconds>(saidAt + PresenceBook::pause(said, *now) - Clock::now());
      if (wait <= milliseconds::zero()) {
        say(*now);
        said = now;
        saidAt = Clock::now();
        continue;
      }
    }
    std::array<pollfd, 3> waiting = {
        {{stop_.descriptor(), POLLIN, 0}, {news_.descriptor(), POLLIN, 0}, {socket_->descriptor(), POLLIN, 0}}};
    ::poll(waiting.data(), waiting.size(), int(wait.count()));
    news_.clear();
    if (waiting[2].revents != 0) {
      hear();
    }
    if (book_.forgetSilent() && changed_) {
      changed_();
    }
  }
}

void LocalPresence::hear() {
  std::array<char, kMaxMessage> buffer;
  for (;;) {
    const ssize_t size = ::recv(socket_->descriptor(), buffer.data(), buffer.size(), 0);
    if (size < 0) {
      break;
    }
    if (auto message = decodePresence({buffer.data(), std::size_t(size)}); message && message->session != session_) {
      book_.hear(std::move(*message));
    }
  }
  if (changed_) {
    changed_();
  }
}

void LocalPresence::say(const Presence& presence) {
  const std::string text = encodePresence({session_, presence});
  std::error_code failed;
  for (fs::directory_iterator each(folder_, failed); !failed && each != fs::directory_iterator();
       each.increment(failed)) {
    const fs::path& path = each->path();
    const auto address = path != own_ && path.extension() == kSuffix ? addressOf(path) : std::nullopt;
    if (!address) {
      continue;
    }
    // One that is too busy to listen misses a message; one that nobody holds any more was left by a crash.
    if (::sendto(socket_->descriptor(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
                 reinterpret_cast<const sockaddr*>(&*address), sizeof *address) < 0 &&
        errno == ECONNREFUSED) {
      std::error_code ignored;
      fs::remove(path, ignored);
    }
  }
}

}  // namespace store
