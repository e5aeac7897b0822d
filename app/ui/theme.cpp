#include "ui/theme.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/error.h"
#include "interaction/tools.h"

namespace ui {
namespace {

// Where Debian and its kin install them, and where SAGITTA_ASSETS may hold them.
std::string fontFile(const char* name, const char* folder, const char* package) {
  std::array<std::string, 3> places = {std::string("/usr/share/fonts/") + folder + "/" + name,
                                       std::string("/usr/local/share/fonts/") + folder + "/" + name, ""};
  if (const char* assets = std::getenv("SAGITTA_ASSETS")) {
    places[2] = std::string(assets) + "/fonts/" + name;
  }
  for (const std::string& place : places) {
    if (!place.empty() && std::filesystem::exists(place)) {
      return place;
    }
  }
  throw core::Error(name, "the font is not installed", std::string("Install the package ") + package);
}

}  // namespace

Fonts loadFonts(double pxPerDp) {
  const std::string regular = fontFile("Inter-Regular.otf", "opentype/inter", "fonts-inter");
  const std::string semibold = fontFile("Inter-SemiBold.otf", "opentype/inter", "fonts-inter");
  const std::string icons = fontFile("MaterialIcons-Regular.ttf", "truetype/material-design-icons-iconfont",
                                     "fonts-material-design-icons-iconfont");
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Flags |= ImFontAtlasFlags_NoBakedLines;
  // Latin with accents, Greek, dashes and signs: names are people's own.
  static const ImWchar kLetters[] = {0x20,   0x17F,  0x370,  0x3FF,  0x2010, 0x2026, 0x2190,
                                     0x2193, 0x2212, 0x2212, 0x2264, 0x2265, 0};
  // Of some two thousand icons only those that are used.
  static ImVector<ImWchar> iconRanges;
  if (iconRanges.empty()) {
    ImFontGlyphRangesBuilder builder;
    for (const char* each : {icon::kUndo,      icon::kRedo,        icon::kMore,      icon::kVisible, icon::kHidden,
                             icon::kProtected, icon::kUnprotected, icon::kAdd,       icon::kClose,   icon::kKeyboard,
                             icon::kSearch,    icon::kEnlarge,     icon::kShrink,    icon::kList,    icon::kCheck,
                             icon::kCase,      icon::kSwap,        icon::kBack,      icon::kEdit,    icon::kSphere,
                             icon::kDisc,      icon::kTune,        icon::kFolder,    icon::kIsolate, icon::kCopy,
                             icon::kMerge,     icon::kDelete,      icon::kReset,     icon::kFlip,    icon::kReview,
                             icon::kHandIn,    icon::kPeople,      icon::kPerson,    icon::kInStep,  icon::kSending,
                             icon::kOffline,   icon::kSyncStopped, icon::kPlay,      icon::kPause,   icon::kStepForward,
                             icon::kStepBack,  icon::kRemove,      icon::kReplay,    icon::kCompare, icon::kCalibration,
                             icon::kRelease,   icon::kCandidates,  icon::kGuideline, icon::kOpens,   icon::kRename}) {
      builder.AddText(each);
    }
    for (const interaction::ToolInfo& tool : interaction::tools()) {
      builder.AddText(tool.icon.data(), tool.icon.data() + tool.icon.size());
    }
    builder.BuildRanges(&iconRanges);
  }
  ImFontConfig config;
  config.OversampleH = 2;
  config.OversampleV = 1;
  config.PixelSnapH = true;
  const auto load = [&](const std::string& file, double sizeDp, const ImWchar* ranges) {
    return atlas.AddFontFromFileTTF(file.c_str(), float(sizeDp * pxPerDp), &config, ranges);
  };
  // Inter's em box is smaller than its line: 17 px of stb's height are 14 px of type.
  Fonts fonts;
  fonts.body = load(regular, 17, kLetters);
  fonts.strong = load(semibold, 17, kLetters);
  fonts.small = load(regular, 14.5, kLetters);
  config.OversampleH = 1;
  fonts.icons = load(icons, 24, iconRanges.Data);
  core::check(atlas.Build(), "the fonts fit into the atlas");
  ImGui::GetIO().FontGlobalScale = float(1 / pxPerDp);
  return fonts;
}

}  // namespace ui
