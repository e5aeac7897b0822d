#include "store/installation.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include "core/environment.h"
#include "core/error.h"

namespace store {
namespace {

constexpr std::size_t kSiteDigits = 32;

std::optional<core::SiteId> siteFromHex(const std::string& digits) {
  const auto padded = core::Hash::fromHex(digits + std::string(kSiteDigits, '0'));
  if (!padded || digits.size() != kSiteDigits) {
    return std::nullopt;
  }
  core::SiteId site;
  std::copy_n(padded->bytes.begin(), site.bytes.size(), site.bytes.begin());
  return site;
}

// Device and inode: a copy has others, a renamed file the same.
std::optional<std::string> identityOf(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) {
    return std::nullopt;
  }
  return std::to_string(status.st_dev) + "-" + std::to_string(status.st_ino);
}

}  // namespace

Installation::Installation(std::filesystem::path home) : home_(std::move(home)) {}

Installation Installation::standard() {
  if (const std::string home = core::environment("SAGITTA_HOME"); !home.empty()) {
    return Installation(home);
  }
  if (const std::string data = core::environment("XDG_DATA_HOME"); !data.empty()) {
    return Installation(std::filesystem::path(data) / "sagitta");
  }
  if (const std::string home = core::environment("HOME"); !home.empty()) {
    return Installation(std::filesystem::path(home) / ".local/share/sagitta");
  }
  throw core::Error("SAGITTA_HOME", "There is no folder for this installation's settings: neither it nor HOME is set",
                    "Set SAGITTA_HOME to a folder that can be written");
}

// Note: "SITE SEQUENCE EDIT\n", hexadecimal, decimal, hexadecimal; one file per project file, named by its identity.
std::optional<Installation::Note> Installation::noteOf(const std::filesystem::path& file) const {
  const auto identity = identityOf(file);
  if (!identity) {
    return std::nullopt;
  }
  std::ifstream stream(home_ / "sites" / *identity);
  std::string site, sequence, edit;
  if (!(stream >> site >> sequence >> edit)) {
    return std::nullopt;
  }
  Note note;
  const auto parsedSite = siteFromHex(site);
  const auto parsedEdit = core::Hash::fromHex(edit);
  const auto end = sequence.data() + sequence.size();
  const auto number = std::from_chars(sequence.data(), end, note.sequence);
  // A note that cannot be read is as good as none: the file gets a new site.
  if (!parsedSite || !parsedEdit || number.ec != std::errc() || number.ptr != end) {
    return std::nullopt;
  }
  note.site = *parsedSite;
  note.edit = *parsedEdit;
  return note;
}

void Installation::write(const std::filesystem::path& file, const Note& note) const {
  const auto identity = identityOf(file);
  if (!identity) {
    throw core::Error(file.string(), "The project file is gone", "Look where it was moved to and open it there");
  }
  const std::filesystem::path folder = home_ / "sites";
  const std::filesystem::path target = folder / *identity;
  const std::filesystem::path fresh = target.string() + "." + std::to_string(::getpid());
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  std::ofstream stream(fresh, std::ios::trunc);
  stream << note.site.hex() << ' ' << note.sequence << ' ' << note.edit.hex() << '\n';
  stream.close();
  // Atomic, but not waited for: a note lost with the power only means a new site.
  if (!stream || ::rename(fresh.c_str(), target.c_str()) != 0) {
    throw core::Error(folder.string(),
                      "This installation's notes cannot be written (" + std::string(std::strerror(errno)) + ")",
                      "Set SAGITTA_HOME to a folder that can be written");
  }
}

namespace {

// device.key: the seed in hexadecimal and a newline.
std::optional<core::KeyPair> readKey(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string digits;
  if (!(stream >> digits)) {
    return std::nullopt;
  }
  const auto seed = core::Hash::fromHex(digits);
  if (!seed) {
    throw core::Error(file.string(), "This installation's key cannot be read",
                      "Put the file back from a copy, or remove it and let yourself be endorsed on this device anew");
  }
  return core::KeyPair(std::as_bytes(std::span(seed->bytes)));
}

// Readable by this user alone. what: "This installation's key".
void writePrivate(const std::filesystem::path& file, const std::string& text, const std::string& what) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  const bool written = descriptor >= 0 && ::write(descriptor, text.data(), text.size()) == ssize_t(text.size()) &&
                       ::fsync(descriptor) == 0;
  const int failure = errno;
  if (descriptor >= 0) {
    ::close(descriptor);
  }
  if (!written) {
    throw core::Error(file.string(), what + " cannot be kept (" + std::string(std::strerror(failure)) + ")",
                      "Set SAGITTA_HOME to a folder that can be written");
  }
}

std::string textOf(const core::KeyPair& key) {
  core::Hash seed;
  std::memcpy(seed.bytes.data(), key.seed().data(), seed.bytes.size());
  return seed.hex() + "\n";
}

}  // namespace

core::KeyPair Installation::deviceKey() const {
  const std::filesystem::path file = home_ / "device.key";
  if (auto key = readKey(file)) {
    return std::move(*key);
  }
  std::error_code failure;
  std::filesystem::create_directories(home_, failure);
  const std::filesystem::path fresh = file.string() + "." + std::to_string(::getpid());
  writePrivate(fresh, textOf(core::KeyPair::generate()), "This installation's key");
  // Of two processes that make one at the same time, the first one's stays.
  const int linked = ::link(fresh.c_str(), file.c_str());
  std::filesystem::remove(fresh, failure);
  auto kept = readKey(file);
  if (!kept) {
    throw core::Error(
        file.string(),
        "This installation's key cannot be kept" + (linked == 0 ? "" : " (" + std::string(std::strerror(errno)) + ")"),
        "Set SAGITTA_HOME to a folder that can be written");
  }
  return std::move(*kept);
}

std::optional<core::PublicKey> Installation::devicePublicKey() const {
  const auto key = readKey(home_ / "device.key");
  return key ? std::optional(key->publicKey()) : std::nullopt;
}

void Installation::noteHub(const core::EditId& project, const std::string& address) const {
  const std::filesystem::path folder = home_ / "hubs";
  std::error_code failure;
  if (address.empty()) {
    std::filesystem::remove(folder / project.hex(), failure);
    return;
  }
  std::filesystem::create_directories(folder, failure);
  writePrivate(folder / project.hex(), address + "\n", "The hub's address");
}

std::optional<std::string> Installation::hubOf(const core::EditId& project) const {
  std::ifstream stream(home_ / "hubs" / project.hex());
  std::string address;
  return std::getline(stream, address) && !address.empty() ? std::optional(address) : std::nullopt;
}

core::SiteId newSiteId() {
  core::SiteId site;
  core::check(::getentropy(site.bytes.data(), site.bytes.size()) == 0, "the system gives random numbers");
  return site;
}

}  // namespace store
