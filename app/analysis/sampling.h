// Which findings are looked at again where not all can be: the risky ones more often, none never, and an estimate of
// the whole that this does not bend. Pure functions; any thread.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/hash.h"

namespace analysis {

struct Risk {
  double weight = 1;     // above 0: how much likelier than others it should be drawn
  bool certain = false;  // always drawn: low confidence, contested, a new annotator, a rare class, tiny or huge
};

inline constexpr double kLeastChance = 0.05;

// How likely each is drawn: 1 where certain; of the others about `wanted`, in proportion to the weight, and at least
// kLeastChance each, which may draw a few more.
std::vector<double> chancesOf(std::span<const Risk> risks, double wanted);

// Whether an item is drawn: decided by SHA-256 of the seed and the item alone, so the same on every machine, whoever
// asks.
bool isDrawn(std::string_view seed, const core::Hash& item, double chance);

// The share of accepted items among all, from those drawn (Horvitz and Thompson, JASA 47 (1952), by the ratio of both
// estimated totals): each stands for as many as its chance says. 0 for none.
struct Reviewed {
  bool accepted = false;
  double chance = 1;
};
double acceptedShare(std::span<const Reviewed> drawn);

}  // namespace analysis
