#include "core/hash.h"

#include <openssl/evp.h>

#include "core/error.h"

namespace core {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

int digitValue(char digit) {
  if (digit >= '0' && digit <= '9') {
    return digit - '0';
  }
  if (digit >= 'a' && digit <= 'f') {
    return digit - 'a' + 10;
  }
  if (digit >= 'A' && digit <= 'F') {
    return digit - 'A' + 10;
  }
  return -1;
}

}  // namespace

std::string Hash::hex() const {
  std::string text;
  text.reserve(64);
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::optional<Hash> Hash::fromHex(std::string_view digits) {
  if (digits.size() != 64) {
    return std::nullopt;
  }
  Hash hash;
  for (std::size_t i = 0; i < 32; ++i) {
    const int high = digitValue(digits[2 * i]);
    const int low = digitValue(digits[2 * i + 1]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    hash.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return hash;
}

struct Sha256::Context {
  EVP_MD_CTX* md = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(md); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  // Looked up once: doing so anew for each hash takes longer than hashing a short text.
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  check(context_->md != nullptr && EVP_DigestInit_ex2(context_->md, algorithm, nullptr) == 1, "SHA-256 starts");
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(std::span<const std::byte> bytes) {
  check(EVP_DigestUpdate(context_->md, bytes.data(), bytes.size()) == 1, "SHA-256 goes on");
  return *this;
}

Hash Sha256::finish() {
  Hash hash;
  unsigned length = 0;
  check(EVP_DigestFinal_ex(context_->md, hash.bytes.data(), &length) == 1 && length == hash.bytes.size(),
        "SHA-256 ends");
  return hash;
}

Hash sha256(std::span<const std::byte> bytes) {
  return Sha256().update(bytes).finish();
}

}  // namespace core
