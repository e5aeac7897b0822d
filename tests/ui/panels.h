// The panels without a window: tapped by name through the same queue that a window feeds, and asked what they ask for.
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ui/ui.h"

namespace ui {

using interaction::Phase;
using interaction::Pointer;

class UiTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/share/fonts/opentype/inter/Inter-Regular.otf")) {
      GTEST_SKIP() << "the letters are not installed (package fonts-inter)";
    }
    panels_.emplace(1);
    panels_->atlas();
    model_.caseName = "Case";
    model_.grid = &grid_;
    model_.intensity = {-1000, 1000};
    model_.lesions = {{"Cyst", "cyst", {1, 0, 0}, 1.5, 20, false}, {"Node", "node", {0, 1, 0}, 0, 0, false}};
    model_.activeLesion = 0;
    model_.history = {{"Grow margin, 3 mm", "Node", "12:01", true}, {"Painted", "Cyst", "12:00", false}};
    model_.presets = {{"bone", "Bone"}, {"lung", "Lung"}};
    model_.windows = {{"Soft", {40, 400}}, {"Bone", {480, 2500}}};
    model_.cases = {"Case", "Other"};
    model_.canUndo = true;
    toolbox_.state().view.camera = core::framingCamera(grid_, 1);
    toolbox_.state().view.focusMm = grid_.worldOf({16, 16, 16});
    toolbox_.state().view.window = core::Window{40, 400};
    settle();
  }

  std::vector<Request> frame() {
    layout_ = panels_->layout(size_);
    model_.pictures.assign(layout_.panes.size(), {nullptr, "Picture", "1"});
    return panels_->frame(model_, toolbox_, layout_, queue_.next(), size_, 1.0 / 60);
  }
  std::vector<Request> settle() {
    std::vector<Request> all;
    for (int i = 0; i < 4 || !queue_.isEmpty(); ++i) {
      for (Request& request : frame()) {
        all.push_back(std::move(request));
      }
    }
    return all;
  }
  void push(Phase phase, glm::dvec2 at) {
    queue_.push({0, interaction::PointerInput{.kind = Pointer::Finger, .id = 1, .phase = phase, .atDp = at}});
  }
  std::vector<Request> tapAt(glm::dvec2 at) {
    push(Phase::Down, at);
    push(Phase::Up, at);
    return settle();
  }
  std::vector<Request> tap(const std::string& name) {
    const auto found = panels_->boxes().find(name);
    EXPECT_NE(found, panels_->boxes().end()) << "there is no " << name;
    return found == panels_->boxes().end() ? std::vector<Request>{}
                                           : tapAt(found->second.origin + found->second.size * 0.5);
  }
  void key(const std::string& name) {
    queue_.push({0, interaction::KeyInput{name, true}});
    queue_.push({0, interaction::KeyInput{name, false}});
  }
  template <typename Kind>
  static std::optional<Kind> only(const std::vector<Request>& requests) {
    EXPECT_EQ(requests.size(), 1u);
    const Kind* found = requests.size() == 1 ? std::get_if<Kind>(&requests[0]) : nullptr;
    return found != nullptr ? std::optional(*found) : std::nullopt;
  }

  core::Grid grid_{{32, 32, 32}, glm::dmat4(1)};
  glm::dvec2 size_{1280, 800};
  ui::Model model_;
  interaction::Toolbox toolbox_;
  interaction::PanelQueue queue_;
  ui::WindowLayout layout_;
  std::optional<ui::Ui> panels_;
};

}  // namespace ui
