// Held against the toolkit itself: seven kinds of widget in a real Dear ImGui context, fed raw and through the queue.
#include "interaction/panel_queue.h"

#include <gmock/gmock.h>
#include <imgui.h>

#include <map>
#include <string>

namespace {

using interaction::Input;
using interaction::PanelQueue;
using interaction::PanelState;
using interaction::Phase;
using interaction::Pointer;
using interaction::PointerInput;

// What fired, by name, and how often.
using Fired = std::map<std::string, int>;

class Toolkit {
 public:
  Toolkit() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {800, 600};
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    io.KeyMap[ImGuiKey_Backspace] = 8;
    io.KeyMap[ImGuiKey_Tab] = 9;
    io.KeyMap[ImGuiKey_A] = 10;
    for (int i = 0; i < 3; ++i) {
      frame({});  // windows settle their sizes over the first frames
    }
    fired.clear();
  }
  ~Toolkit() { ImGui::DestroyContext(); }

  void frame(const PanelState& state) {
    ImGuiIO& io = ImGui::GetIO();
    io.DeltaTime = 1.f / 60;
    io.MousePos = state.atDp ? ImVec2(float(state.atDp->x), float(state.atDp->y)) : ImVec2(-FLT_MAX, -FLT_MAX);
    io.MouseDown[0] = state.down;
    io.MouseWheel = float(state.wheelSteps);
    for (const interaction::KeyInput& key : state.keys) {
      io.KeysDown[key.key == "Backspace" ? 8 : key.key == "Tab" ? 9 : key.key == "A" ? 10 : 11] = key.down;
    }
    io.KeyCtrl = state.modifiers.control;
    io.AddInputCharactersUTF8(state.text.c_str());
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({800, 600});
    ImGui::Begin("all", nullptr, ImGuiWindowFlags_NoDecoration);
    note("button", ImGui::Button("button", {200, 40}));
    note("checkbox", ImGui::Checkbox("checkbox", &checked_));
    note("selectable", ImGui::Selectable("selectable"));
    const bool open = ImGui::CollapsingHeader("header");
    if (open != open_) {
      ++fired["header"];
      open_ = open;
    }
    place("header");
    // A row that can be chosen, with a button on it.
    note("row", ImGui::Selectable("row", false, ImGuiSelectableFlags_AllowItemOverlap, {0, 40}));
    ImGui::SameLine(300);
    note("on the row", ImGui::Button("on the row", {120, 40}));
    if (ImGui::BeginTabBar("tabs")) {
      for (const char* tab : {"first tab", "second tab"}) {
        const bool shown = ImGui::BeginTabItem(tab);
        place(tab);
        if (shown) {
          if (tab_ != tab) {
            ++fired[tab];
            tab_ = tab;
          }
          ImGui::EndTabItem();
        }
      }
      ImGui::EndTabBar();
    }
    ImGui::InputText("text", text, sizeof text);
    place("text");
    ImGui::InputText("other", other, sizeof other);
    place("other");
    ImGui::End();
    ImGui::Render();
  }

  glm::dvec2 middleOf(const std::string& name) const { return places_.at(name); }

  Fired fired;
  char text[64] = "";
  char other[64] = "";

 private:
  void note(const char* name, bool happened) {
    fired[name] += happened ? 1 : 0;
    place(name);
  }
  void place(const char* name) {
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    // A row's middle is free of the button that lies on it at its left part.
    places_[name] = {low.x + 0.25 * (high.x - low.x), (low.y + high.y) / 2};
  }

  std::map<std::string, glm::dvec2> places_;
  bool checked_ = false;
  bool open_ = false;
  std::string tab_ = "first tab";
};

Fired only(const std::string& name) {
  return name.empty() ? Fired{} : Fired{{name, 1}};
}

Fired withoutZeros(Fired fired) {
  std::erase_if(fired, [](const auto& each) { return each.second == 0; });
  return fired;
}

Input pointer(Phase phase, glm::dvec2 at, Pointer kind = Pointer::Finger, std::int64_t id = 1) {
  return {0, PointerInput{.kind = kind, .id = id, .phase = phase, .atDp = at}};
}

const std::vector<std::string> kWidgets = {"button", "checkbox",   "selectable", "header",
                                           "row",    "on the row", "second tab"};

PanelState at(glm::dvec2 where, bool down) {
  return {.atDp = where, .down = down};
}

TEST(PanelQueue, IsNeededBecauseATapWithinOneFrameIsLost) {
  for (const std::string& widget : kWidgets) {
    Toolkit toolkit;
    toolkit.frame(at(toolkit.middleOf(widget), false));  // what is left of a press and release in one frame
    toolkit.frame({});
    EXPECT_EQ(withoutZeros(toolkit.fired), only("")) << widget;
  }
}

TEST(PanelQueue, IsNeededBecauseAReleaseThatLeavesAtOnceIsLost) {
  std::vector<std::string> lost;
  for (const std::string& widget : kWidgets) {
    Toolkit toolkit;
    toolkit.frame(at(toolkit.middleOf(widget), false));
    toolkit.frame(at(toolkit.middleOf(widget), true));
    toolkit.frame({});
    toolkit.frame({});
    if (withoutZeros(toolkit.fired) != only(widget)) {
      lost.push_back(widget);
    }
  }
  EXPECT_THAT(lost, testing::IsSupersetOf({"button", "checkbox", "selectable"}));
}

TEST(PanelQueue, TapsEachWidgetOnceHoweverFastItCame) {
  for (const std::string& widget : kWidgets) {
    Toolkit toolkit;
    PanelQueue queue;
    const glm::dvec2 where = toolkit.middleOf(widget);
    queue.push(pointer(Phase::Down, where));
    queue.push(pointer(Phase::Up, where));
    int frames = 0;
    while (!queue.isEmpty()) {
      toolkit.frame(queue.next());
      ++frames;
    }
    EXPECT_EQ(withoutZeros(toolkit.fired), only(widget)) << widget;
    EXPECT_EQ(frames, 4) << "hover, press, release, leave";
  }
}

TEST(PanelQueue, TapsAreNotMistakenForThePlaceOfTheOneBefore) {
  for (const std::string& widget : kWidgets) {
    Toolkit toolkit;
    PanelQueue queue;
    queue.push(pointer(Phase::Hover, {790, 590}, Pointer::Mouse));
    toolkit.frame(queue.next());
    queue.push(pointer(Phase::Down, toolkit.middleOf(widget), Pointer::Mouse));
    queue.push(pointer(Phase::Up, toolkit.middleOf(widget), Pointer::Mouse));
    while (!queue.isEmpty()) {
      toolkit.frame(queue.next());
    }
    EXPECT_EQ(withoutZeros(toolkit.fired), only(widget)) << widget;
  }
}

TEST(PanelQueue, ATwoTapBurstIsTwoTaps) {
  Toolkit toolkit;
  PanelQueue queue;
  for (int i = 0; i < 2; ++i) {
    queue.push(pointer(Phase::Down, toolkit.middleOf("button")));
    queue.push(pointer(Phase::Up, toolkit.middleOf("button")));
  }
  while (!queue.isEmpty()) {
    toolkit.frame(queue.next());
  }
  EXPECT_EQ(toolkit.fired["button"], 2);
}

TEST(PanelQueue, ACancelledContactActivatesNothing) {
  for (const std::string& widget : kWidgets) {
    if (widget == "second tab") {
      continue;  // tabs act when pressed
    }
    Toolkit toolkit;
    PanelQueue queue;
    queue.push(pointer(Phase::Down, toolkit.middleOf(widget)));
    queue.push(pointer(Phase::Cancel, toolkit.middleOf(widget)));
    while (!queue.isEmpty()) {
      toolkit.frame(queue.next());
    }
    EXPECT_EQ(withoutZeros(toolkit.fired), only("")) << widget;
  }
}

TEST(PanelQueue, ASecondFingerWaitsForTheFirstToLeave) {
  PanelQueue queue;
  queue.push(pointer(Phase::Down, {10, 10}, Pointer::Finger, 1));
  queue.push(pointer(Phase::Down, {200, 200}, Pointer::Finger, 2));
  queue.push(pointer(Phase::Up, {200, 200}, Pointer::Finger, 2));
  PanelState last;
  while (!queue.isEmpty()) {
    last = queue.next();
  }
  EXPECT_TRUE(last.down);
  EXPECT_EQ(last.atDp, glm::dvec2(10, 10));
}

TEST(PanelQueue, DragsMergeAndEndWhereTheyWereReleased) {
  PanelQueue queue;
  queue.push(pointer(Phase::Down, {10, 10}));
  for (int i = 1; i <= 100; ++i) {
    queue.push(pointer(Phase::Move, {10 + i, 10}));
  }
  queue.push(pointer(Phase::Up, {110, 10}));
  std::vector<PanelState> states;
  while (!queue.isEmpty()) {
    states.push_back(queue.next());
  }
  ASSERT_EQ(states.size(), 5u) << "hover, press, drag, release, leave";
  EXPECT_TRUE(states[2].down);
  EXPECT_EQ(states[2].atDp, glm::dvec2(110, 10));
  EXPECT_FALSE(states[3].down);
  EXPECT_EQ(states[3].atDp, glm::dvec2(110, 10));
  EXPECT_EQ(states[4].atDp, std::nullopt);
}

TEST(PanelQueue, TypingKeepsItsOrder) {
  Toolkit toolkit;
  PanelQueue queue;
  queue.push(pointer(Phase::Down, toolkit.middleOf("text")));
  queue.push(pointer(Phase::Up, toolkit.middleOf("text")));
  queue.push({0, interaction::TextInput{"lesx"}});
  queue.push({0, interaction::KeyInput{"Backspace", true}});
  queue.push({0, interaction::KeyInput{"Backspace", false}});
  queue.push({0, interaction::TextInput{"ion"}});
  while (!queue.isEmpty()) {
    toolkit.frame(queue.next());
  }
  toolkit.frame(queue.next());
  EXPECT_STREQ(toolkit.text, "lesion");
}

TEST(PanelQueue, WhatIsTypedBetweenTwoTapsStaysInTheFirstField) {
  Toolkit toolkit;
  PanelQueue queue;
  for (const auto& [field, words] : {std::pair("text", "ab"), std::pair("other", "cd")}) {
    queue.push(pointer(Phase::Down, toolkit.middleOf(field)));
    queue.push(pointer(Phase::Up, toolkit.middleOf(field)));
    queue.push({0, interaction::TextInput{words}});
  }
  while (!queue.isEmpty()) {
    toolkit.frame(queue.next());
  }
  toolkit.frame(queue.next());
  EXPECT_STREQ(toolkit.text, "ab");
  EXPECT_STREQ(toolkit.other, "cd");
}

TEST(PanelQueue, TextIsTypedWithoutModifiers) {
  PanelQueue queue;
  queue.push({0, interaction::KeyInput{"K", false, false, {.control = true}}});
  EXPECT_TRUE(queue.next().modifiers.control);
  queue.push({0, interaction::TextInput{"a"}});
  EXPECT_FALSE(queue.next().modifiers.control) << "the toolkit takes no letters while it believes Ctrl is held";
}

TEST(PanelQueue, WhatIsTypedAtOnceAfterTheTabulatorIsInTheNextField) {
  Toolkit toolkit;
  PanelQueue queue;
  queue.push(pointer(Phase::Down, toolkit.middleOf("text")));
  queue.push(pointer(Phase::Up, toolkit.middleOf("text")));
  queue.push({0, interaction::TextInput{"ab"}});
  queue.push({0, interaction::KeyInput{"Tab", true}});
  queue.push({0, interaction::KeyInput{"Tab", false}});
  for (const char* letter : {"c", "d"}) {
    queue.push({0, interaction::TextInput{letter}});
  }
  while (!queue.isEmpty()) {
    toolkit.frame(queue.next());
  }
  toolkit.frame(queue.next());
  EXPECT_STREQ(toolkit.text, "ab");
  EXPECT_STREQ(toolkit.other, "cd");
}

TEST(PanelQueue, AKeyIsHeldWithWhatWasHeldThenHoweverLateItIsSeen) {
  Toolkit toolkit;
  PanelQueue queue;
  const interaction::Modifiers control{.control = true};
  queue.push(pointer(Phase::Down, toolkit.middleOf("text")));
  queue.push(pointer(Phase::Up, toolkit.middleOf("text")));
  queue.push({0, interaction::TextInput{"before"}});
  queue.push({0, interaction::KeyInput{"Left Ctrl", true, false, control}});
  queue.push({0, interaction::KeyInput{"A", true, false, control}});
  queue.push({0, interaction::KeyInput{"A", false, false, control}});
  queue.push({0, interaction::KeyInput{"Left Ctrl", false}});
  queue.push({0, interaction::TextInput{"after"}});  // all of it in one go, as on a busy machine
  while (!queue.isEmpty()) {
    toolkit.frame(queue.next());
  }
  toolkit.frame(queue.next());
  EXPECT_STREQ(toolkit.text, "after") << "all was chosen before it was typed";
}

TEST(PanelQueue, LosingTheFocusLetsGoOfEverything) {
  PanelQueue queue;
  queue.push(pointer(Phase::Down, {10, 10}));
  queue.push({0, interaction::KeyInput{"A", true}});
  queue.push({0, interaction::FocusLost{}});
  PanelState last;
  bool released = false;
  while (!queue.isEmpty()) {
    last = queue.next();
    released = released || last.released;
  }
  EXPECT_FALSE(last.down);
  EXPECT_EQ(last.atDp, std::nullopt);
  EXPECT_TRUE(released);
}

TEST(PanelQueue, TheWheelTurnsWhereThePointerIs) {
  PanelQueue queue;
  queue.push({0, interaction::WheelInput{{40, 50}, 2, {}}});
  const PanelState state = queue.next();
  EXPECT_EQ(state.atDp, glm::dvec2(40, 50));
  EXPECT_EQ(state.wheelSteps, 2);
  EXPECT_EQ(queue.next().wheelSteps, 0);
}

}  // namespace
