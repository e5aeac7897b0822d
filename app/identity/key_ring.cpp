#include "identity/key_ring.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/error.h"
#include "core/name.h"

namespace identity {
namespace {

constexpr char kEnding[] = ".key";
constexpr std::uint64_t kMostMemory = std::uint64_t{1} << 30;  // of a file that asks for more, it is none of ours
constexpr std::uint64_t kMostRounds = 64;
constexpr std::size_t kMaxFileBytes = 4096;

// File: "sagitta.key.1" | name | public key (32) | rounds and bytes of memory of crypto_pwhash (Argon2id) | salt (16)
//       | nonce (24) | crypto_secretbox of the seed (16 + 32).
constexpr char kDomain[] = "sagitta.key.1";

struct LockedKey {
  KeptKey kept;
  std::uint64_t rounds = crypto_pwhash_OPSLIMIT_INTERACTIVE;
  std::uint64_t memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;
  std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
  std::array<unsigned char, crypto_secretbox_NONCEBYTES> nonce{};
  std::array<unsigned char, crypto_secretbox_MACBYTES + core::KeyPair::kSeedBytes> box{};
};

template <std::size_t N>
std::span<const std::byte> bytesOf(const std::array<unsigned char, N>& array) {
  return std::as_bytes(std::span(array));
}

template <std::size_t N>
void readInto(core::ByteReader& reader, std::array<unsigned char, N>& array) {
  std::memcpy(array.data(), reader.raw(N).data(), N);
}

core::Bytes encode(const LockedKey& key) {
  core::ByteWriter writer;
  writer.text(kDomain);
  writer.text(key.kept.name);
  writer.raw(std::as_bytes(std::span(key.kept.key.bytes)));
  writer.u64(key.rounds);
  writer.u64(key.memory);
  writer.raw(bytesOf(key.salt));
  writer.raw(bytesOf(key.nonce));
  writer.raw(bytesOf(key.box));
  return writer.take();
}

// Throws core::Error naming the file.
LockedKey read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  core::Bytes bytes;
  for (char byte = 0; bytes.size() <= kMaxFileBytes && stream.get(byte);) {
    bytes.push_back(std::byte(byte));
  }
  core::ByteReader reader(bytes, file.string());
  LockedKey key;
  if (bytes.size() > kMaxFileBytes || reader.text() != kDomain) {
    reader.fail("it is no key of Sagitta");
  }
  key.kept.name = reader.text();
  key.kept.key.bytes = reader.hash().bytes;
  key.rounds = reader.u64();
  key.memory = reader.u64();
  if (key.rounds > kMostRounds || key.memory > kMostMemory) {
    reader.fail("it asks for more work than any key of Sagitta");
  }
  readInto(reader, key.salt);
  readInto(reader, key.nonce);
  readInto(reader, key.box);
  reader.expectEnd();
  return key;
}

// What locks the seed: derived from the passphrase, wiped when it goes.
class BoxKey {
 public:
  BoxKey(const LockedKey& locked, const std::string& passphrase) {
    if (crypto_pwhash(bytes_.data(), bytes_.size(), passphrase.data(), passphrase.size(), locked.salt.data(),
                      locked.rounds, std::size_t(locked.memory), crypto_pwhash_ALG_ARGON2ID13) != 0) {
      throw core::Error(locked.kept.name, "There is not enough memory to unlock the key", "Close other programs");
    }
  }
  ~BoxKey() { sodium_memzero(bytes_.data(), bytes_.size()); }
  BoxKey(const BoxKey&) = delete;
  BoxKey& operator=(const BoxKey&) = delete;
  const unsigned char* data() const { return bytes_.data(); }

 private:
  std::array<unsigned char, crypto_secretbox_KEYBYTES> bytes_{};
};

void writeDurably(const std::filesystem::path& file, const core::Bytes& bytes) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  const bool written = descriptor >= 0 && ::write(descriptor, bytes.data(), bytes.size()) == ssize_t(bytes.size()) &&
                       ::fsync(descriptor) == 0;
  const int failure = errno;
  if (descriptor >= 0) {
    ::close(descriptor);
  }
  if (!written) {
    throw core::Error(file.string(), "The key cannot be kept (" + std::string(std::strerror(failure)) + ")",
                      "Set SAGITTA_HOME to a folder that can be written");
  }
}

}  // namespace

KeyRing::KeyRing(const std::filesystem::path& home) : folder_(home / "keys") {}

std::filesystem::path KeyRing::fileOf(const core::PublicKey& key) const {
  return folder_ / (key.hex() + kEnding);
}

core::PublicKey KeyRing::make(const std::string& name, const std::string& passphrase) const {
  core::requireName(name, name, "the name");
  if (passphrase.size() < kMinPassphraseBytes) {
    throw core::Error(name, "The passphrase is too short",
                      "Choose one of " + std::to_string(kMinPassphraseBytes) + " characters or more");
  }
  const core::KeyPair pair = core::KeyPair::generate();
  LockedKey locked{.kept = {pair.publicKey(), name}};
  randombytes_buf(locked.salt.data(), locked.salt.size());
  randombytes_buf(locked.nonce.data(), locked.nonce.size());
  const BoxKey box(locked, passphrase);
  crypto_secretbox_easy(locked.box.data(), reinterpret_cast<const unsigned char*>(pair.seed().data()),
                        pair.seed().size(), locked.nonce.data(), box.data());
  std::error_code failure;
  std::filesystem::create_directories(folder_, failure);
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, failure);
  writeDurably(fileOf(pair.publicKey()), encode(locked));
  return pair.publicKey();
}

void KeyRing::forget(const core::PublicKey& key) const {
  std::error_code ignored;
  std::filesystem::remove(fileOf(key), ignored);
}

std::vector<KeptKey> KeyRing::keys() const {
  std::vector<KeptKey> keys;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, failure)) {
    if (entry.path().extension() == kEnding) {
      try {
        keys.push_back(read(entry.path()).kept);
      } catch (const core::Error&) {
        // Not one of ours, or damaged: unlock() says so of the one that is asked for.
      }
    }
  }
  std::sort(keys.begin(), keys.end(), [](const KeptKey& a, const KeptKey& b) { return a.key < b.key; });
  return keys;
}

bool KeyRing::has(const core::PublicKey& key) const {
  return std::filesystem::exists(fileOf(key));
}

core::KeyPair KeyRing::unlock(const core::PublicKey& key, const std::string& passphrase) const {
  if (!has(key)) {
    throw core::Error(folder_.string(), "The key is not kept on this installation",
                      "Sign where it was made, or copy its file here, or enrol with a new key");
  }
  const LockedKey locked = read(fileOf(key));
  const BoxKey box(locked, passphrase);
  std::array<std::byte, core::KeyPair::kSeedBytes> seed{};
  const bool opened = crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(seed.data()), locked.box.data(),
                                                 locked.box.size(), locked.nonce.data(), box.data()) == 0;
  if (!opened) {
    throw core::Error(locked.kept.name, "This is not the passphrase of the key", "Try again");
  }
  core::KeyPair pair(seed);
  sodium_memzero(seed.data(), seed.size());
  return pair;
}

}  // namespace identity
