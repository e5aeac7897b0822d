#include "analysis/sampling.h"

#include <algorithm>

#include "core/error.h"

namespace analysis {

std::vector<double> chancesOf(std::span<const Risk> risks, double wanted) {
  double sum = 0;
  for (const Risk& risk : risks) {
    core::check(risk.weight > 0, "a risk's weight is above 0");
    sum += risk.certain ? 0 : risk.weight;
  }
  std::vector<double> chances;
  for (const Risk& risk : risks) {
    chances.push_back(risk.certain ? 1 : std::clamp(wanted * risk.weight / sum, kLeastChance, 1.0));
  }
  return chances;
}

bool isDrawn(std::string_view seed, const core::Hash& item, double chance) {
  const core::Hash hash = core::Sha256().update(seed).update(std::as_bytes(std::span(item.bytes))).finish();
  std::uint64_t number = 0;
  for (std::size_t n = 0; n < sizeof number; ++n) {
    number = number << 8 | std::uint64_t(hash.bytes[n]);
  }
  return double(number >> 11) * 0x1p-53 < chance;
}

double acceptedShare(std::span<const Reviewed> drawn) {
  double accepted = 0, all = 0;
  for (const Reviewed& each : drawn) {
    accepted += each.accepted ? 1 / each.chance : 0;
    all += 1 / each.chance;
  }
  return all > 0 ? accepted / all : 0;
}

}  // namespace analysis
