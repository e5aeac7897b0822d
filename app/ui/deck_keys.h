// Keys where something takes the place of everything, and most commands do not count: each deed with its title for the
// overview and its key. Plain values; one thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/commands.h"

namespace ui {

template <typename Act>
struct DeckKey {
  Act act;
  std::string_view title;
  std::string_view keys;
};

// A key that is held does nothing twice: it must not decide about one finding after the other.
template <typename Act>
std::optional<Act> actOf(std::span<const DeckKey<Act>> all, const interaction::KeyInput& key) {
  if (!key.down || key.repeat) {
    return std::nullopt;
  }
  const std::string written = writtenKey(key);
  for (const DeckKey<Act>& each : all) {
    if (each.keys == written) {
      return each.act;
    }
  }
  return std::nullopt;
}

}  // namespace ui
