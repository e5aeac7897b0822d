// Signatures over edits: Ed25519 (RFC 8032), by libsodium. Who signs, what for, and what exactly is signed. Keys and
// passphrases are kept elsewhere: a person's by app/identity, an installation's by the store. Values; any thread.
#pragma once

#include <array>
#include <compare>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/bytes.h"

namespace core {

struct PublicKey {
  std::array<std::uint8_t, 32> bytes{};

  auto operator<=>(const PublicKey&) const = default;
  std::string hex() const;                                           // 64 lower-case digits
  static std::optional<PublicKey> fromHex(std::string_view digits);  // nothing unless exactly 64 hexadecimal digits
};

using SignatureBytes = std::array<std::uint8_t, 64>;

// Stands in the body of an edit. Name and time are those of the edit's header, which it covers as well (core/edit.h,
// signedMessage()).
struct Signature {
  PublicKey key;
  std::string meaning;  // for people: "I accept version 3f9a... under guideline 7"
  SignatureBytes bytes{};

  bool operator==(const Signature&) const = default;
};

// Signature: key (32) | meaning | bytes (64).
void writeSignature(ByteWriter& writer, const Signature& signature);
Signature readSignature(ByteReader& reader);

// Whether the holder of `key` signed exactly these bytes.
bool isSignedBy(const PublicKey& key, std::span<const std::byte> message, const SignatureBytes& signature);

// Makes signatures with one key. `sign` may throw core::Error, as where a signing session has run out.
struct Signer {
  PublicKey key;
  std::function<SignatureBytes(std::span<const std::byte> message)> sign;
};

// A secret key and its public half. The secret is wiped from memory when this goes.
class KeyPair {
 public:
  static constexpr std::size_t kSeedBytes = 32;

  static KeyPair generate();
  explicit KeyPair(std::span<const std::byte, kSeedBytes> seed);  // the seed is all there is to keep
  ~KeyPair();
  KeyPair(KeyPair&& other) noexcept;
  KeyPair& operator=(KeyPair&&) = delete;

  const PublicKey& publicKey() const { return public_; }
  std::span<const std::byte, kSeedBytes> seed() const;
  SignatureBytes sign(std::span<const std::byte> message) const;

 private:
  KeyPair() = default;

  PublicKey public_;
  std::array<std::uint8_t, 64> secret_{};  // seed, then public key, as libsodium keeps it
};

}  // namespace core
