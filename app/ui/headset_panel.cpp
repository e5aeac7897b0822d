#include "ui/headset_panel.h"

#include <imgui.h>

#include <algorithm>

namespace ui {

HeadsetPanel::HeadsetPanel() {
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().LogFilename = nullptr;
  try {
    fonts_ = loadFonts(kPxPerDp);
  } catch (...) {
    ImGui::DestroyContext();
    throw;
  }
  widgets_ = std::make_unique<Widgets>(theme_, fonts_);
}

HeadsetPanel::~HeadsetPanel() {
  ImGui::DestroyContext();
}

Ui::Atlas HeadsetPanel::atlas() const {
  unsigned char* pixels = nullptr;
  glm::ivec2 size{0};
  ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &size.x, &size.y);
  return {{reinterpret_cast<const std::byte*>(pixels), std::size_t(size.x) * std::size_t(size.y) * 4}, size};
}

void HeadsetPanel::setAtlasTexture(void* texture) {
  ImGui::GetIO().Fonts->SetTexID(texture);
}

Rect HeadsetPanel::cardBox(interaction::Side side) {
  return {{side == interaction::Side::Left ? 0 : kSizeDp.x - kHandCardDp.x, kPictureDp.y - kHandCardDp.y}, kHandCardDp};
}

HeadsetAsked HeadsetPanel::frame(const Model& model, const HeadsetState& state, interaction::HandSettings& settings,
                                 const interaction::PanelState& input, const std::array<HandCard, 2>& cards,
                                 double seconds) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {float(kPictureDp.x), float(kPictureDp.y)};
  io.DisplayFramebufferScale = {float(kPxPerDp), float(kPxPerDp)};
  io.DeltaTime = float(std::clamp(seconds, 1e-4, 1.0));
  io.MousePos = input.atDp ? ImVec2(float(input.atDp->x), float(input.atDp->y)) : ImVec2(-FLT_MAX, -FLT_MAX);
  io.MouseDown[0] = input.down;
  ImGui::NewFrame();
  widgets_->beginFrame();
  HeadsetAsked asked;
  Drawing drawing{model, state, settings, asked};
  widgets_->beginPanel("headset", {{0, 0}, kSizeDp}, theme_.card, theme_.largeCorner);
  if (model.review) {
    page_ = Page::Review;
  } else if (reviewed_ && model.reviewPaused) {
    page_ = Page::Tools;  // it is to be edited
  }
  reviewed_ = model.review.has_value();
  if (model.passphrase && typing_ != Typing::Passphrase) {
    beginPassphrase(*model.passphrase);
  }
  if (typing_ != Typing::Nothing) {
    drawTyping(drawing);
  } else if (asking_) {
    drawAsking(drawing);
  } else if (model.review) {
    drawDeck(drawing);
  } else if (model.compare) {
    drawCompare(drawing);
  } else {
    drawHeader(drawing);
    drawPage(drawing);
  }
  widgets_->endPanel();
  for (const interaction::Side side : {interaction::Side::Left, interaction::Side::Right}) {
    const Rect box = cardBox(side);
    widgets_->beginPanel(side == interaction::Side::Left ? "left card" : "right card", box, 0, 0);
    drawHandCard(*widgets_, box, cards[std::size_t(side)]);
    widgets_->endPanel();
  }
  if (input.atDp) {  // where a ray or tip meets it: only the panel itself can show that
    ImDrawList& over = *ImGui::GetForegroundDrawList();
    for (const auto& [name, box] : widgets_->boxes()) {
      if (box.contains(*input.atDp)) {
        over.AddRect(vec(box.origin), vec(box.end()), theme_.accentText, theme_.cardCorner, 0, input.down ? 4 : 2);
      }
    }
    const ImVec2 at(float(input.atDp->x), float(input.atDp->y));
    over.AddCircleFilled(at, 5, input.down ? theme_.accentText : theme_.text, 20);
    over.AddCircle(at, 6, theme_.ground, 20, 1.5f);
    if (state.tipNear > 0) {  // a ring that closes in: how far the tip has to go, which eyes judge badly
      over.AddCircle(at, float(7 + 20 * (1 - state.tipNear)), theme_.accentText, 32, 2.5f);
    }
  }
  ImGui::Render();
  return asked;
}

void HeadsetPanel::drawPage(Drawing& drawing) {
  switch (page_) {
    case Page::Tools:
      drawTools(drawing);
      break;
    case Page::Lesion:
      drawLesion(drawing);
      break;
    case Page::Rules:
      drawRules(drawing);
      break;
    case Page::View:
      drawView(drawing);
      break;
    case Page::Review:
      drawReview(drawing);
      break;
    case Page::Help:
      drawHelp(drawing);
      break;
  }
}

const ImDrawData& HeadsetPanel::drawData() const {
  return *ImGui::GetDrawData();
}

}  // namespace ui
