#include <algorithm>

#include "imaging/dicom_seg.h"

namespace imaging {

namespace {

// A big-endian number of 16 bytes in decimal, by repeated division.
std::string decimal(std::array<std::uint8_t, 16> number) {
  std::string digits;
  while (std::any_of(number.begin(), number.end(), [](std::uint8_t byte) { return byte != 0; })) {
    unsigned remainder = 0;
    for (std::uint8_t& byte : number) {
      const unsigned value = remainder << 8 | byte;
      byte = std::uint8_t(value / 10);
      remainder = value % 10;
    }
    digits.push_back(char('0' + remainder));
  }
  std::reverse(digits.begin(), digits.end());
  return digits.empty() ? "0" : digits;
}

}  // namespace

std::string derivedUid(std::string_view purpose, const core::Hash& key) {
  using namespace std::string_view_literals;
  const core::Hash hash =
      core::Sha256().update(purpose).update("\0"sv).update(std::as_bytes(std::span(key.bytes))).finish();
  std::array<std::uint8_t, 16> uuid{};
  std::copy_n(hash.bytes.begin(), uuid.size(), uuid.begin());
  uuid[6] = std::uint8_t((uuid[6] & 0x0f) | 0x80);  // RFC 9562: version 8, "custom"
  uuid[8] = std::uint8_t((uuid[8] & 0x3f) | 0x80);  // variant
  return "2.25." + decimal(uuid);
}

std::string frameOfReferenceUidOf(const core::CaseId& caseId) {
  return derivedUid("sagitta frame of reference", caseId);
}

}  // namespace imaging
