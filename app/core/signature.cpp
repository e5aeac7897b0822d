#include "core/signature.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "core/error.h"

namespace core {
namespace {

static_assert(crypto_sign_PUBLICKEYBYTES == sizeof(PublicKey::bytes));
static_assert(crypto_sign_BYTES == sizeof(SignatureBytes));
static_assert(crypto_sign_SEEDBYTES == KeyPair::kSeedBytes);
static_assert(crypto_sign_SECRETKEYBYTES == 64);

void startSodium() {
  static const bool started = sodium_init() >= 0;
  check(started, "libsodium starts");
}

const unsigned char* raw(std::span<const std::byte> bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

std::string PublicKey::hex() const {
  return Hash{bytes}.hex();
}

std::optional<PublicKey> PublicKey::fromHex(std::string_view digits) {
  const auto parsed = Hash::fromHex(digits);
  return parsed ? std::optional(PublicKey{parsed->bytes}) : std::nullopt;
}

void writeSignature(ByteWriter& writer, const Signature& signature) {
  writer.raw(std::as_bytes(std::span(signature.key.bytes)));
  writer.text(signature.meaning);
  writer.raw(std::as_bytes(std::span(signature.bytes)));
}

Signature readSignature(ByteReader& reader) {
  Signature signature;
  signature.key.bytes = reader.hash().bytes;
  signature.meaning = reader.text();
  std::memcpy(signature.bytes.data(), reader.raw(signature.bytes.size()).data(), signature.bytes.size());
  return signature;
}

bool isSignedBy(const PublicKey& key, std::span<const std::byte> message, const SignatureBytes& signature) {
  startSodium();
  return crypto_sign_verify_detached(signature.data(), raw(message), message.size(), key.bytes.data()) == 0;
}

KeyPair KeyPair::generate() {
  startSodium();
  KeyPair pair;
  crypto_sign_keypair(pair.public_.bytes.data(), pair.secret_.data());
  return pair;
}

KeyPair::KeyPair(std::span<const std::byte, kSeedBytes> seed) {
  startSodium();
  crypto_sign_seed_keypair(public_.bytes.data(), secret_.data(), raw(seed));
}

KeyPair::~KeyPair() {
  sodium_memzero(secret_.data(), secret_.size());
}

KeyPair::KeyPair(KeyPair&& other) noexcept : public_(other.public_), secret_(other.secret_) {
  sodium_memzero(other.secret_.data(), other.secret_.size());
}

std::span<const std::byte, KeyPair::kSeedBytes> KeyPair::seed() const {
  return std::as_bytes(std::span(secret_)).first<kSeedBytes>();
}

SignatureBytes KeyPair::sign(std::span<const std::byte> message) const {
  SignatureBytes signature;
  crypto_sign_detached(signature.data(), nullptr, raw(message), message.size(), secret_.data());
  return signature;
}

}  // namespace core
