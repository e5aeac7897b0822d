// A view as it is told to those who follow it (store::Presence::view): where from and what of, in a few hundred bytes.
// What is a reader's own stays out of it: layout, hidden lesions, transfer functions of one's own. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/view.h"

namespace exchange {

constexpr std::size_t kMaxSharedView = 2'000;  // bytes

// view: with a camera, and as core::validate wants it.
std::string encodeSharedView(const core::View& view);

// `onto` as it looks to who follows; nothing where the bytes are no such view.
std::optional<core::View> decodeSharedView(std::string_view bytes, core::View onto);

}  // namespace exchange
