#include "ui/ui.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <utility>

namespace ui {
namespace {

// Keys that text fields know, and their places in the toolkit's table of keys that are down.
struct KeyPlace {
  const char* key;
  ImGuiKey meaning;
};
constexpr std::array kKeys = {KeyPlace{"Tab", ImGuiKey_Tab},
                              KeyPlace{"Left", ImGuiKey_LeftArrow},
                              KeyPlace{"Right", ImGuiKey_RightArrow},
                              KeyPlace{"Up", ImGuiKey_UpArrow},
                              KeyPlace{"Down", ImGuiKey_DownArrow},
                              KeyPlace{"Home", ImGuiKey_Home},
                              KeyPlace{"End", ImGuiKey_End},
                              KeyPlace{"Delete", ImGuiKey_Delete},
                              KeyPlace{"Backspace", ImGuiKey_Backspace},
                              KeyPlace{"Return", ImGuiKey_Enter},
                              KeyPlace{"Escape", ImGuiKey_Escape},
                              KeyPlace{"A", ImGuiKey_A},
                              KeyPlace{"C", ImGuiKey_C},
                              KeyPlace{"V", ImGuiKey_V},
                              KeyPlace{"X", ImGuiKey_X},
                              KeyPlace{"Y", ImGuiKey_Y},
                              KeyPlace{"Z", ImGuiKey_Z}};

// What stands around the pictures while they are worked on.
void drawWorkbench(PanelFrame& frame) {
  drawTopBar(frame);
  drawTools(frame);
  drawSettings(frame);
  drawBrightness(frame);
  drawLesions(frame);
  drawLesion(frame);
  drawAside(frame);
  drawOperations(frame);
  drawOperation(frame);
  drawAppearance(frame);
}

}  // namespace

Ui::Ui(double pxPerDp) : pxPerDp_(pxPerDp) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;  // frames are drawn when something happens: it would stop in the dark
  io.LogFilename = nullptr;
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    io.KeyMap[kKeys[i].meaning] = int(i);
  }
  try {
    fonts_ = loadFonts(pxPerDp);
  } catch (...) {
    ImGui::DestroyContext();
    throw;
  }
  widgets_ = std::make_unique<Widgets>(theme_, fonts_);
}

Ui::~Ui() {
  ImGui::DestroyContext();
}

Ui::Atlas Ui::atlas() const {
  unsigned char* pixels = nullptr;
  glm::ivec2 size{0};
  ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &size.x, &size.y);
  return {{reinterpret_cast<const std::byte*>(pixels), std::size_t(size.x) * std::size_t(size.y) * 4}, size};
}

void Ui::useScale(double pxPerDp) {
  ImGui::GetIO().Fonts->Clear();
  fonts_ = loadFonts(pxPerDp);
  pxPerDp_ = pxPerDp;
}

void Ui::setAtlasTexture(void* texture) {
  ImGui::GetIO().Fonts->SetTexID(texture);
}

interaction::Place Ui::placeOf(glm::dvec2 atDp, const WindowLayout& layout) const {
  constexpr double kEdgeDp = 28;
  if (isModal()) {
    return {};
  }
  for (const Rect& cover : widgets_->covers()) {
    if (cover.contains(atDp)) {
      return {};
    }
  }
  for (std::size_t i = 0; i < layout.panes.size(); ++i) {
    const interaction::Pane& pane = layout.panes[i];
    const Rect rect{pane.originDp, pane.sizeDp};
    if (rect.contains(atDp)) {
      const bool slice = pane.layout != core::Layout::ThreeD;
      const double toEdge = std::min(atDp.x - rect.origin.x, rect.end().x - atDp.x);
      return {slice ? interaction::Zone::Slice : interaction::Zone::Volume, int(i), slice && toEdge < kEdgeDp};
    }
  }
  return {};
}

void Ui::feed(const interaction::PanelState& input) {
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = input.atDp ? ImVec2(float(input.atDp->x), float(input.atDp->y)) : ImVec2(-FLT_MAX, -FLT_MAX);
  io.MouseDown[0] = input.down;
  io.MouseWheel = float(input.wheelSteps);
  io.KeyCtrl = input.modifiers.control;
  io.KeyShift = input.modifiers.shift;
  io.KeyAlt = input.modifiers.alt;
  if (input.released) {
    std::fill(std::begin(io.KeysDown), std::end(io.KeysDown), false);
  }
  for (const interaction::KeyInput& key : input.keys) {
    for (std::size_t i = 0; i < kKeys.size(); ++i) {
      if (key.key == kKeys[i].key && (typing_ || kKeys[i].meaning != ImGuiKey_Tab)) {  // else Tab goes through lesions
        io.KeysDown[i] = key.down;
      }
    }
  }
  io.AddInputCharactersUTF8(input.text.c_str());
}

void Ui::begin(const interaction::PanelState& input, glm::dvec2 sizeDp, double seconds) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {float(sizeDp.x), float(sizeDp.y)};
  io.DisplayFramebufferScale = {float(pxPerDp_), float(pxPerDp_)};
  io.DeltaTime = float(std::clamp(seconds, 1e-4, 1.0));
  feed(input);
  ImGui::NewFrame();
  if (std::exchange(stopTyping_, false)) {
    ImGui::SetWindowFocus(nullptr);
    widgets_->leaveArea();
  }
  widgets_->beginFrame();
}

void Ui::end() {
  ImGui::Render();
  typing_ = ImGui::GetIO().WantTextInput || widgets_->isTyping();
}

std::vector<Request> Ui::frame(const Model& model, interaction::Toolbox& toolbox, const WindowLayout& layout,
                               const interaction::PanelState& input, glm::dvec2 sizeDp, double seconds) {
  begin(input, sizeDp, seconds);
  std::vector<Request> requests;
  PanelFrame frame{*widgets_, model, toolbox, layout, state_, requests, sizeDp};
  if (model.passphrase && !asksPassphrase_) {
    state_.fresh = true;  // its field takes the keys
  }
  asksPassphrase_ = model.passphrase.has_value();
  if (!isPageShown()) {  // what was touched last would lie over the page
    drawPictures(frame);
  }
  if (layout.review) {
    drawReview(frame);
  } else if (layout.compare) {
    drawCompare(frame);
  } else if (layout.replay) {
    drawReplay(frame);
  } else if (layout.changes) {
    drawChanges(frame);
  } else {
    drawWorkbench(frame);
  }
  drawPeople(frame);
  drawSyncWords(frame);
  drawCalibration(frame);
  drawReleases(frame);
  drawCandidates(frame);
  drawTeam(frame);
  drawPeoplePage(frame);
  drawGuidelinePage(frame);
  drawReadings(frame);
  drawNotes(frame);
  drawMenu(frame);
  drawCases(frame);
  drawNaming(frame);
  drawHandIn(frame);
  drawComment(frame);
  drawDeciding(frame);
  drawExampleSheet(frame);
  drawPassphrase(frame);
  drawPalette(frame);
  drawKeys(frame);
  end();
  return requests;
}

std::vector<StartRequest> Ui::startFrame(const StartModel& model, const interaction::PanelState& input,
                                         glm::dvec2 sizeDp, double seconds) {
  begin(input, sizeDp, seconds);
  std::vector<StartRequest> requests;
  drawStart(*widgets_, model, sizeDp, chooser_, requests);
  end();
  return requests;
}

const ImDrawData& Ui::drawData() const {
  return *ImGui::GetDrawData();
}

}  // namespace ui
