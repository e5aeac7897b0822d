// How everything looks: colours, letters, icons, corners. One calm dark room: near-black ground, one accent, and lesion
// colours the brightest things on screen. One thread (Dear ImGui's).
#pragma once

#include <imgui.h>

namespace ui {

struct Theme {
  ImU32 ground = IM_COL32(0x0E, 0x10, 0x13, 255);
  ImU32 card = IM_COL32(0x17, 0x1B, 0x20, 255);
  ImU32 raised = IM_COL32(0x20, 0x26, 0x2D, 255);
  ImU32 selected = IM_COL32(0x23, 0x2A, 0x32, 255);
  ImU32 text = IM_COL32(0xE8, 0xEC, 0xEF, 255);
  ImU32 muted = IM_COL32(0x98, 0xA2, 0xAD, 255);
  ImU32 faint = IM_COL32(0x3A, 0x43, 0x4C, 255);  // what cannot be used now
  ImU32 accent = IM_COL32(0x1E, 0x8F, 0xA8, 255);
  ImU32 accentText = IM_COL32(0x7C, 0xC7, 0xD8, 255);
  ImU32 caution = IM_COL32(0xF0, 0xC3, 0x6D, 255);
  ImU32 cautionGround = IM_COL32(0x4A, 0x2E, 0x12, 255);
  ImU32 good = IM_COL32(0x3F, 0xB6, 0x7C, 255);
  ImU32 accept = IM_COL32(0x8B, 0xE0, 0xB8, 255);
  ImU32 acceptGround = IM_COL32(0x12, 0x35, 0x2A, 255);
  ImU32 bad = IM_COL32(0xFF, 0x9A, 0xA2, 255);
  ImU32 badGround = IM_COL32(0x3A, 0x1A, 0x1E, 255);
  float cardCorner = 12;
  float rowCorner = 10;
  float largeCorner = 16;
};

// Two sizes and one weight for emphasis; icons are 24 dp. Sizes in dp.
struct Fonts {
  ImFont* body = nullptr;    // 14/20
  ImFont* strong = nullptr;  // 14/20, weight 600
  ImFont* small = nullptr;   // 12/16
  ImFont* icons = nullptr;   // 24
};

// Loads the letters of Inter and the icons into the current context's atlas, sharp at pxPerDp. Throws core::Error
// naming the Debian package where a font is not installed.
Fonts loadFonts(double pxPerDp);

// Icons, as UTF-8 of the icon font.
namespace icon {
inline constexpr const char* kUndo = "\uE166";
inline constexpr const char* kRedo = "\uE15A";
inline constexpr const char* kMore = "\uE5D4";
inline constexpr const char* kVisible = "\uE8F4";
inline constexpr const char* kHidden = "\uE8F5";
inline constexpr const char* kProtected = "\uE897";
inline constexpr const char* kUnprotected = "\uE898";
inline constexpr const char* kAdd = "\uE145";
inline constexpr const char* kClose = "\uE5CD";
inline constexpr const char* kKeyboard = "\uE312";
inline constexpr const char* kSearch = "\uE8B6";
inline constexpr const char* kEnlarge = "\uE5D0";
inline constexpr const char* kShrink = "\uE5D1";
inline constexpr const char* kList = "\uE896";
inline constexpr const char* kCheck = "\uE5CA";
inline constexpr const char* kOpens = "\uE5CF";
inline constexpr const char* kCase = "\uE3F4";
inline constexpr const char* kSphere = "\uE3FA";
inline constexpr const char* kDisc = "\uE40C";
inline constexpr const char* kFolder = "\uE2C8";
inline constexpr const char* kTune = "\uE429";
inline constexpr const char* kIsolate = "\uE3B4";
inline constexpr const char* kCopy = "\uE14D";
inline constexpr const char* kMerge = "\uE0B3";
inline constexpr const char* kDelete = "\uE872";
inline constexpr const char* kBack = "\uE5C4";
inline constexpr const char* kEdit = "\uE663";
inline constexpr const char* kRename = "\uE3C9";
inline constexpr const char* kReset = "\uE042";
inline constexpr const char* kFlip = "\uE3E8";
inline constexpr const char* kSwap = "\uE8D4";
inline constexpr const char* kReview = "\uE560";
inline constexpr const char* kCompare = "\uE3B9";
inline constexpr const char* kPlay = "\uE037";
inline constexpr const char* kPause = "\uE034";
inline constexpr const char* kStepForward = "\uE044";
inline constexpr const char* kStepBack = "\uE045";
inline constexpr const char* kRemove = "\uE15B";
inline constexpr const char* kReplay = "\uE02C";
inline constexpr const char* kCalibration = "\uE80C";
inline constexpr const char* kCandidates = "\uE90F";
inline constexpr const char* kRelease = "\uE149";
inline constexpr const char* kGuideline = "\uE865";
inline constexpr const char* kHandIn = "\uE163";
inline constexpr const char* kPeople = "\uE7EF";
inline constexpr const char* kPerson = "\uE7FD";
inline constexpr const char* kInStep = "\uE2BF";
inline constexpr const char* kSending = "\uE2C3";
inline constexpr const char* kOffline = "\uE2C1";
inline constexpr const char* kSyncStopped = "\uE629";
}  // namespace icon

}  // namespace ui
