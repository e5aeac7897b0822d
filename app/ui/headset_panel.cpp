#include "ui/headset_panel.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace ui {
namespace {

using interaction::HandTool;

struct ToolButton {
  HandTool tool;
  const char* name;
};
constexpr std::array kTools = {ToolButton{HandTool::Paint, "Paint"}, ToolButton{HandTool::Erase, "Erase"},
                               ToolButton{HandTool::Move, "Move"}, ToolButton{HandTool::Slice, "Slice"}};

constexpr double kPad = 16;
constexpr double kRow = HeadsetPanel::kHandDp + 6;

// What can be done next, in the words of the hand that does it.
std::array<std::string, 2> hints(const interaction::HandSettings& settings) {
  const char* working = settings.leftHanded ? "Left" : "Right";
  const char* helping = settings.leftHanded ? "Right" : "Left";
  const char* does = settings.tool == HandTool::Move    ? "the trigger moves the volume"
                     : settings.tool == HandTool::Slice ? "the trigger holds the slice"
                     : settings.tool == HandTool::Erase ? "the trigger erases, the stick sizes the brush"
                                                        : "the trigger paints, the stick sizes the brush";
  return {std::string(working) + " hand: " + does,
          std::string(helping) + " hand: trigger holds a slice, stick left undoes. Grip with both to turn and scale."};
}

std::string millimetres(double mm) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), mm < 10 ? "%.1f mm" : "%.0f mm", mm);
  return text.data();
}

}  // namespace

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

std::vector<Request> HeadsetPanel::frame(const Model& model, interaction::HandSettings& settings,
                                         const interaction::PanelState& input, bool belowVoxels, double seconds) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {float(kSizeDp.x), float(kSizeDp.y)};
  io.DisplayFramebufferScale = {float(kPxPerDp), float(kPxPerDp)};
  io.DeltaTime = float(std::clamp(seconds, 1e-4, 1.0));
  io.MousePos = input.atDp ? ImVec2(float(input.atDp->x), float(input.atDp->y)) : ImVec2(-FLT_MAX, -FLT_MAX);
  io.MouseDown[0] = input.down;
  ImGui::NewFrame();
  Widgets& w = *widgets_;
  w.beginFrame();
  std::vector<Request> requests;
  const auto run = [&](CommandId command) { requests.emplace_back(RunCommand{command}); };
  const double width = kSizeDp.x - 2 * kPad;
  w.beginPanel("headset", {{0, 0}, kSizeDp}, theme_.card, theme_.largeCorner);

  double y = 8;
  const bool failed = !model.notes.empty() && model.notes.back().kind == Note::Kind::Failure;
  w.text(fonts_.strong, theme_.text, {{kPad, y}, {width * 0.6, 32}}, model.caseName);
  w.text(fonts_.small, failed ? theme_.bad : theme_.muted, {{kPad + width * 0.6, y}, {width * 0.4, 32}},
         failed         ? "Not saved"
         : model.saving ? "Saving"
                        : "Saved",
         Align::Right);

  y = 40;
  const double quarter = (width - 3 * kGrid) / 4;
  for (std::size_t i = 0; i < kTools.size(); ++i) {
    const Rect box{{kPad + double(i) * (quarter + kGrid), y}, {quarter, kHandDp}};
    if (w.button(std::string("tool ") + kTools[i].name, box, kTools[i].name, settings.tool == kTools[i].tool)) {
      settings.tool = kTools[i].tool;
    }
  }

  y += kRow;
  if (w.button("undo", {{kPad, y}, {quarter, kHandDp}}, "Undo", false, model.canUndo)) {
    run(CommandId::Undo);
  }
  if (w.button("redo", {{kPad + quarter + kGrid, y}, {quarter, kHandDp}}, "Redo", false, model.canRedo)) {
    run(CommandId::Redo);
  }
  const double half = kPad + 2 * (quarter + kGrid);
  if (w.button("smaller", {{half, y}, {kHandDp, kHandDp}}, "\u2212", false)) {
    run(CommandId::BrushSmaller);
  }
  if (w.button("larger", {{kSizeDp.x - kPad - kHandDp, y}, {kHandDp, kHandDp}}, "+", false)) {
    run(CommandId::BrushLarger);
  }
  const Rect size{{half + kHandDp, y}, {2 * quarter + kGrid - 2 * kHandDp, kHandDp}};
  w.text(fonts_.strong, belowVoxels ? theme_.caution : theme_.text, size, millimetres(settings.brush.radiusMm * 2),
         Align::Center);

  y += kRow;
  const bool any = model.activeLesion && *model.activeLesion < model.lesions.size();
  if (any) {
    const LesionItem& lesion = model.lesions[*model.activeLesion];
    w.fill({{kPad + 4, y + kHandDp / 2 - 7}, {14, 14}}, colorOf(lesion.color), 7);
    std::array<char, 32> volume{};
    std::snprintf(volume.data(), volume.size(), "%.2f ml", lesion.volumeMl);
    w.text(fonts_.strong, theme_.text, {{kPad + 30, y + 8}, {2 * quarter - 30, 22}}, lesion.name);
    w.text(fonts_.small, theme_.muted, {{kPad + 30, y + 30}, {2 * quarter - 30, 22}},
           lesion.className + "  " + volume.data());
  } else {
    w.text(fonts_.body, theme_.muted, {{kPad, y}, {2 * quarter, kHandDp}}, "Paint to begin the first lesion");
  }
  if (w.button("next lesion", {{half, y}, {quarter, kHandDp}}, "Next", false, model.lesions.size() > 1)) {
    run(CommandId::NextLesion);
  }
  if (w.button("new lesion", {{half + quarter + kGrid, y}, {quarter, kHandDp}}, "New", false)) {
    run(CommandId::NewLesion);
  }

  y += kRow;
  const std::array<std::string, 2> lines = hints(settings);
  const double lineWidth = width - 2 * (quarter - 24 + kGrid);
  if (belowVoxels) {
    w.text(fonts_.body, theme_.caution, {{kPad, y + 8}, {lineWidth, 22}}, "The brush is smaller than a voxel");
    w.text(fonts_.small, theme_.muted, {{kPad, y + 32}, {lineWidth, 20}}, "Make it larger, or scale the volume up");
  } else if (!model.notes.empty()) {
    w.text(fonts_.body, failed ? theme_.bad : theme_.text, {{kPad, y + 8}, {lineWidth, 44}}, model.notes.back().text);
  } else {
    w.text(fonts_.body, theme_.text, {{kPad, y + 8}, {lineWidth, 22}}, lines[0]);
    w.text(fonts_.small, theme_.muted, {{kPad, y + 32}, {lineWidth, 20}},
           settings.leftHanded ? "Left-handed" : "Right-handed");
  }
  const double narrow = quarter - 24;
  if (w.button("other hand", {{kSizeDp.x - kPad - 2 * narrow - kGrid, y}, {narrow, kHandDp}}, "Swap", false)) {
    run(CommandId::LeftHanded);
  }
  if (w.button("bring back", {{kSizeDp.x - kPad - narrow, y}, {narrow, kHandDp}}, "Centre", false)) {
    run(CommandId::ResetView);
  }
  y += kRow;
  w.text(fonts_.small, theme_.muted, {{kPad, y - 4}, {width, 20}}, lines[1]);
  w.endPanel();
  if (input.atDp) {  // where the ray meets it: only the panel itself can show that
    ImDrawList& over = *ImGui::GetForegroundDrawList();
    const ImVec2 at(float(input.atDp->x), float(input.atDp->y));
    over.AddCircleFilled(at, 5, input.down ? theme_.accentText : theme_.text, 20);
    over.AddCircle(at, 6, theme_.ground, 20, 1.5f);
  }
  ImGui::Render();
  return requests;
}

const ImDrawData& HeadsetPanel::drawData() const {
  return *ImGui::GetDrawData();
}

}  // namespace ui
