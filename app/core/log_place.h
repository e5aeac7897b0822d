// What names edits and their places in the log.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

#include "core/hash.h"

namespace core {

using EditId = Hash;
using LesionId = Hash;  // the id of the edit that created the lesion

// One installation of the program.
struct SiteId {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const SiteId&) const = default;
  std::string hex() const;
};

// The last edit of a site that an author knew of.
struct Head {
  SiteId site;
  std::uint64_t sequence = 0;
  EditId edit;

  auto operator<=>(const Head&) const = default;
};

}  // namespace core
