// The panels without a window: tapped by name through the same queue that a window feeds, and asked what they ask for.
#include <cmath>

#include "ui/panels.h"

namespace {

using interaction::Phase;
using interaction::Pointer;
using ui::Request;
using ui::UiTest;

TEST_F(UiTest, EveryToolIsATapAway) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280)}) {
    size_ = size;
    settle();
    for (const interaction::ToolInfo& tool : interaction::tools()) {
      tap("tool " + std::string(tool.name));
      EXPECT_EQ(toolbox_.active(), tool.id) << tool.name;
    }
  }
}

TEST_F(UiTest, ButtonsAskForWhatTheySay) {
  const auto select = only<ui::SelectLesion>(tap("lesion Node"));
  ASSERT_TRUE(select);
  EXPECT_EQ(select->lesion, 1u);
  const auto toggle = only<ui::ToggleLesion>(tap("eye Cyst"));
  ASSERT_TRUE(toggle);
  EXPECT_EQ(toggle->lesion, 0u);
  const auto undo = only<ui::RunCommand>(tap("undo"));
  ASSERT_TRUE(undo);
  EXPECT_EQ(undo->deed, ui::Deed(ui::CommandId::Undo));
  EXPECT_TRUE(tap("redo").empty()) << "there is nothing to redo";
  EXPECT_TRUE(tap("history 0").empty()) << "it is undone already";
  const auto back = only<ui::UndoBackTo>(tap("history 1"));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->entry, 1u);
  tap("window Bone");
  EXPECT_EQ(toolbox_.state().view.window, (core::Window{480, 2500}));
  tap("mode MIP");
  EXPECT_EQ(toolbox_.state().view.mode, core::ViewMode::Maximum);
}

TEST_F(UiTest, TheBrushIsASphereOrADisc) {
  EXPECT_EQ(only<ui::RunCommand>(tap("disc"))->deed, ui::Deed(ui::CommandId::ToggleDisc));
  EXPECT_EQ(ui::commandOf({.key = "B", .modifiers = {.shift = true}}), ui::Deed(ui::CommandId::ToggleDisc));
}

TEST_F(UiTest, ATapOnAMeasurementsNumberRemovesIt) {
  interaction::Measurements& measurements = toolbox_.measurements();
  measurements.add({{grid_.worldOf({10, 10, 16}), grid_.worldOf({20, 10, 16})}, core::Layout::Axial}, 0);
  const std::string number = "measurement 0 on " + std::to_string(int(core::Layout::Axial));
  settle();
  EXPECT_FALSE(panels_->boxes().contains(number)) << "a brush paints through it";
  toolbox_.choose(interaction::ToolId::Distance);
  settle();
  EXPECT_EQ(only<ui::RunCommand>(tap(number))->deed, ui::Deed(ui::CommandId::RemoveMeasurement));
  EXPECT_EQ(measurements.chosen(), 0u);
}

TEST_F(UiTest, ACutIsSeenAndRemovedWhateverTheTool) {
  toolbox_.state().view.clipPlanes = interaction::cutsOff();
  settle();
  EXPECT_FALSE(panels_->boxes().contains("cut sign"));
  interaction::switchOn(toolbox_.state().view, grid_, interaction::PlaneId::CutAxial);
  settle();
  EXPECT_EQ(only<ui::RunCommand>(tap("cut sign"))->deed, ui::Deed(ui::CommandId::RemoveCuts));
}

TEST_F(UiTest, PlanesAreBroughtBackToTheMiddle) {
  toolbox_.choose(interaction::ToolId::Planes);
  settle();
  EXPECT_EQ(only<ui::RunCommand>(tap("centre"))->deed, ui::Deed(ui::CommandId::CenterCrosshair));
}

TEST_F(UiTest, PresetsAreChosenFromTheirList) {
  EXPECT_TRUE(tap("presets").empty());
  const auto preset = only<ui::ChoosePreset>(tap("preset lung"));
  ASSERT_TRUE(preset);
  EXPECT_EQ(preset->name, "lung");
  EXPECT_FALSE(panels_->state().presets);
}

TEST_F(UiTest, SlidersSetTheBrush) {
  const ui::Rect line = panels_->boxes().at("brush size");
  push(Phase::Down, line.origin + glm::dvec2(20, 20));
  push(Phase::Move, line.end() - glm::dvec2(2, 20));
  push(Phase::Up, line.end() - glm::dvec2(2, 20));
  settle();
  EXPECT_NEAR(toolbox_.brush().radiusMm, interaction::BrushSettings::kMaxRadiusMm, 1e-6);
  EXPECT_FALSE(panels_->state().sizing);
  push(Phase::Down, line.origin + line.size * 0.5);
  settle();
  EXPECT_TRUE(panels_->state().sizing) << "pictures show the size while it is set";
  push(Phase::Up, line.origin + line.size * 0.5);
  settle();
  EXPECT_NEAR(toolbox_.brush().radiusMm, std::sqrt(0.5 * 60), 0.2) << "the middle of 1 to 120 mm across";
  const ui::Rect range = panels_->boxes().at("brush range");
  push(Phase::Down, range.origin + glm::dvec2(12, 20));
  push(Phase::Move, range.origin + range.size * 0.5);
  push(Phase::Up, range.origin + range.size * 0.5);
  settle();
  ASSERT_TRUE(toolbox_.brush().range);
  EXPECT_NEAR(toolbox_.brush().range->min, 0, 20);
  EXPECT_NEAR(toolbox_.brush().range->max, 1000, 1e-6);
}

TEST_F(UiTest, ANewLesionIsNamedByTyping) {
  panels_->state().naming = panels_->state().fresh = true;
  panels_->state().newName = "L3";
  settle();
  queue_.push({0, interaction::TextInput{"Kidney"}});
  settle();
  key("Return");
  const std::vector<Request> requests = settle();
  const auto create = only<ui::CreateLesion>(requests);
  ASSERT_TRUE(create);
  EXPECT_EQ(create->name, "Kidney") << "what was proposed is replaced by what is typed";
  EXPECT_EQ(create->className, "lesion");
  EXPECT_FALSE(panels_->takesKeys());
}

TEST_F(UiTest, NoTwoLesionsOfOneName) {
  panels_->state().naming = panels_->state().fresh = true;
  panels_->state().newName = "Cyst";
  settle();
  EXPECT_TRUE(tap("naming create").empty());
  EXPECT_TRUE(panels_->state().naming);
  EXPECT_TRUE(tap("naming cancel").empty());
  EXPECT_FALSE(panels_->state().naming);
}

TEST_F(UiTest, ThePaletteRunsWhatIsFound) {
  panels_->state().palette = panels_->state().fresh = true;
  settle();
  queue_.push({0, interaction::TextInput{"angle"}});
  settle();
  key("Return");
  const auto requests = settle();
  const auto run = only<ui::RunCommand>(requests);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->deed, ui::Deed(interaction::ToolId::Angle));
}

TEST_F(UiTest, ReturnWithoutAQueryRunsNothing) {
  panels_->state().palette = panels_->state().fresh = true;
  settle();
  key("Return");
  EXPECT_TRUE(settle().empty());
}

TEST_F(UiTest, ThePaletteOpensOperationsToo) {
  model_.operations = {{"smooth", "Smooth", "Shape", "Rounds corners."}, {"grow", "Grow margin", "Margins", ""}};
  panels_->state().palette = panels_->state().fresh = true;
  settle();
  queue_.push({0, interaction::TextInput{"margin"}});
  settle();
  key("Return");
  const auto requests = settle();
  const auto open = only<ui::OpenOperation>(requests);
  ASSERT_TRUE(open);
  EXPECT_EQ(open->id, "grow");
}

TEST_F(UiTest, OperationsAreListedAndSearched) {
  for (int i = 0; i < 30; ++i) {
    const std::string number = std::to_string(i);
    model_.operations.push_back({"op" + number, "Operation " + number, i < 15 ? "One" : "Two", ""});
  }
  panels_->state().operations = panels_->state().layout.page = true;
  settle();
  EXPECT_EQ(only<ui::OpenOperation>(tap("operation op2"))->id, "op2");
  EXPECT_FALSE(panels_->boxes().contains("operation op29")) << "further down";
  tap("operation query");
  EXPECT_TRUE(panels_->takesKeys()) << "a field has the keys";
  queue_.push({0, interaction::TextInput{"29"}});
  settle();
  EXPECT_EQ(only<ui::OpenOperation>(tap("operation op29"))->id, "op29");
  EXPECT_EQ(panels_->placeOf(layout_.panes[0].originDp + 60.0, layout_).zone, interaction::Zone::Volume)
      << "pictures can still be touched";
  panels_->stopTyping();
  settle();
  EXPECT_FALSE(panels_->takesKeys());
}

TEST_F(UiTest, ListsScrollUnderAFingerWhichThenTapsNothing) {
  for (int i = 0; i < 30; ++i) {
    const std::string number = std::to_string(i);
    model_.operations.push_back({"op" + number, "Operation " + number, "One", ""});
  }
  panels_->state().operations = panels_->state().layout.page = true;
  settle();
  const ui::Rect before = panels_->boxes().at("operation op5");
  const glm::dvec2 at = before.origin + before.size * 0.5;
  std::vector<Request> requests;
  push(Phase::Down, at);
  for (int i = 1; i <= 10; ++i) {
    push(Phase::Move, at - glm::dvec2(0, 10 * i));
    for (Request& request : frame()) {
      requests.push_back(std::move(request));
    }
  }
  push(Phase::Move, at - glm::dvec2(0, 100));
  settle();
  EXPECT_NEAR(panels_->boxes().at("operation op5").origin.y, before.origin.y - 100, 12) << "it follows the finger";
  push(Phase::Up, at - glm::dvec2(0, 100));
  for (Request& request : settle()) {
    requests.push_back(std::move(request));
  }
  EXPECT_TRUE(requests.empty());
}

TEST_F(UiTest, AnOperationIsSetAppliedAndPutAway) {
  ui::OperationCard card{.id = "grow", .name = "Grow margin", .hint = "Adds a margin all round."};
  using Kind = ui::ParameterItem::Kind;
  card.parameters = {
      {.key = "margin", .name = "Margin", .kind = Kind::Number, .unit = "mm", .number = 3, .low = 0.05, .high = 40},
      {.key = "side",
       .name = "Cut",
       .kind = Kind::Choice,
       .choices = {{"inside", "Inside"}, {"outside", "Outside"}},
       .text = "inside"},
      {.key = "rivals", .name = "Box sides are outside", .kind = Kind::Flag, .flag = true},
      {.key = "range", .name = "Range", .kind = Kind::Range}};
  card.others = ui::OperationCard::Others::One;
  card.othersTitle = "Other lesion";
  panels_->state().layout.page = true;
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280)}) {
    size_ = size;
    card.ready = false;
    card.note = "Choose the other lesion.";
    model_.operation = card;
    settle();
    const auto choice = only<ui::SetParameter>(tap("choice side outside"));
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->key, "side");
    EXPECT_EQ(std::get<std::string>(choice->value), "outside");
    EXPECT_FALSE(std::get<bool>(only<ui::SetParameter>(tap("flag rivals"))->value));
    const auto set = tap("parameter margin");  // in the middle of its line
    ASSERT_FALSE(set.empty());
    EXPECT_NEAR(std::get<double>(std::get<ui::SetParameter>(set.back()).value), std::sqrt(0.05 * 40), 0.2);
    tap("tool for Only paint");
    EXPECT_EQ(toolbox_.active(), interaction::ToolId::Sample);
    EXPECT_TRUE(tap("operation apply").empty()) << "nothing is proposed yet";
    model_.operation->ready = true;
    model_.operation->note.clear();
    settle();
    EXPECT_EQ(only<ui::RunCommand>(tap("operation apply"))->deed, ui::Deed(ui::CommandId::Apply));
    EXPECT_EQ(only<ui::RunCommand>(tap("operation cancel"))->deed, ui::Deed(ui::CommandId::PutAway));
    for (const auto& [name, box] : panels_->boxes()) {
      EXPECT_GE(box.size.y, name.starts_with("window ") ? 40 : ui::kTouchDp) << name;
    }
  }
}

TEST_F(UiTest, AllAboutALesionIsChangedWhereItIsShown) {
  model_.palette = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  model_.details =
      ui::LesionDetails{.sizesKnown = true, .largestDiameterMm = 21.5, .state = "Drawn", .origin = {{"Drawn by", "A"}}};
  panels_->state().lesion = panels_->state().layout.page = true;
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280)}) {
    size_ = size;
    settle();
    EXPECT_FALSE(panels_->boxes().contains("lesion decide")) << "who only draws decides nothing";
    model_.mayDecide = true;
    settle();
    EXPECT_EQ(only<ui::RunCommand>(tap("lesion decide"))->deed, ui::Deed(ui::CommandId::Decide));
    model_.mayDecide = false;
    settle();
    const auto color = only<ui::ChangeLesion>(tap("color 2"));
    ASSERT_TRUE(color);
    EXPECT_EQ(color->color, glm::vec3(0, 0, 1));
    EXPECT_FALSE(color->name || color->className);
    for (const auto& [name, command] : {std::pair{"lesion isolate", ui::CommandId::Isolate},
                                        {"lesion lock", ui::CommandId::LockLesion},
                                        {"lesion copy", ui::CommandId::CopyLesion},
                                        {"lesion merge", ui::CommandId::MergeLesions},
                                        {"lesion delete", ui::CommandId::DeleteLesion}}) {
      const auto run = only<ui::RunCommand>(tap(name));
      ASSERT_TRUE(run) << name;
      EXPECT_EQ(run->deed, ui::Deed(command));
    }
    panels_->state().renaming = true;
    settle();
    queue_.push({0, interaction::TextInput{"Haemangioma"}});
    settle();
    key("Return");
    const auto named = only<ui::ChangeLesion>(settle());
    ASSERT_TRUE(named);
    EXPECT_EQ(named->name, "Haemangioma");
    EXPECT_EQ(named->lesion, 0u);
    tap("reclassify");
    queue_.push({0, interaction::TextInput{"x"}});
    settle();
    panels_->stopTyping();  // a touch on a picture
    const auto classed = only<ui::ChangeLesion>(settle());
    ASSERT_TRUE(classed);
    EXPECT_THAT(*classed->className, testing::HasSubstr("x"));
    for (const auto& [name, box] : panels_->boxes()) {
      EXPECT_GE(box.size.y, name.starts_with("window ") ? 40 : ui::kTouchDp) << name;
    }
    panels_->state().shownLesion.reset();
  }
}

TEST_F(UiTest, WhatIsContestedIsSettledOnTheLesionsPage) {
  EXPECT_EQ(panels_->boxes().count("contest keep"), 0u);
  panels_->state().layout.page = true;
  model_.details.emplace();
  settle();
  EXPECT_EQ(panels_->boxes().count("contest keep"), 0u) << "nothing is contested";
  model_.lesions[0].contestedMl = 0.4;
  settle();
  EXPECT_EQ(only<ui::RunCommand>(tap("contest keep"))->deed, ui::Deed(ui::CommandId::KeepContested));
  EXPECT_EQ(only<ui::RunCommand>(tap("contest drop"))->deed, ui::Deed(ui::CommandId::DropContested));
  model_.lesions[0].contestedMl = 0;
  model_.lesions[0].removalContested = true;
  settle();
  EXPECT_EQ(only<ui::RunCommand>(tap("contest drop"))->deed, ui::Deed(ui::CommandId::DropContested));
  model_.lesions[0].gone = true;
  EXPECT_FALSE(model_.lesions[0].isContested()) << "what is out of the project hangs on nobody's choice";
}

TEST_F(UiTest, AListOfThousandsDrawsOnlyWhatIsInSight) {
  model_.lesions.clear();
  for (int i = 0; i < 3000; ++i) {
    model_.lesions.push_back({.name = "L" + std::to_string(i)});
    model_.lesions.back().gone = i % 10 == 3;
  }
  settle();
  const auto rows = [&] {
    return std::count_if(panels_->boxes().begin(), panels_->boxes().end(),
                         [](const auto& box) { return box.first.starts_with("lesion L"); });
  };
  EXPECT_LT(rows(), 12);
  EXPECT_TRUE(panels_->boxes().contains("lesion L4"));
  EXPECT_FALSE(panels_->boxes().contains("lesion L3")) << "it is gone";
  // Ten flicks of the wheel further down.
  for (int i = 0; i < 10; ++i) {
    queue_.push({0, interaction::WheelInput{layout_.lesions->origin + 100.0, -5}});
  }
  settle();
  EXPECT_LT(rows(), 12);
  EXPECT_FALSE(panels_->boxes().contains("lesion L4"));
}

TEST_F(UiTest, TheStartOffersRecentProjectsAndADemonstration) {
  ui::StartModel start;
  start.recent = {{"Liver", "/data"}, {"Lung", "/data"}};
  start.demo = "A brain";
  const auto settleStart = [&] {
    std::vector<ui::StartRequest> all;
    for (int i = 0; i < 4 || !queue_.isEmpty(); ++i) {
      for (const ui::StartRequest& request : panels_->startFrame(start, queue_.next(), size_, 1.0 / 60)) {
        all.push_back(request);
      }
    }
    return all;
  };
  const auto tapStart = [&](const std::string& name) {
    settleStart();
    const ui::Rect box = panels_->boxes().at(name);
    push(Phase::Down, box.origin + box.size * 0.5);
    push(Phase::Up, box.origin + box.size * 0.5);
    return settleStart();
  };
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(480, 480)}) {
    size_ = size;
    auto requests = tapStart("recent 1");
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_EQ(std::get<ui::OpenRecent>(requests[0]).index, 1u);
    requests = tapStart("demo");
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_TRUE(std::holds_alternative<ui::OpenDemo>(requests[0]));
  }
  start.demo.clear();
  EXPECT_TRUE(tapStart("demo").empty()) << "it cannot be made here";
  start.working = true;
  EXPECT_TRUE(tapStart("recent 0").empty());
  const auto cancel = tapStart("start cancel");
  ASSERT_EQ(cancel.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<ui::CancelWork>(cancel[0]));
}

TEST_F(UiTest, DialogsGoByEscapeAndByATapBesideThem) {
  for (bool ui::UiState::*dialog :
       {&ui::UiState::palette, &ui::UiState::keys, &ui::UiState::naming, &ui::UiState::menu}) {
    panels_->state().*dialog = true;
    settle();
    EXPECT_TRUE(panels_->takesKeys());
    EXPECT_EQ(panels_->placeOf({400, 400}, layout_).zone, interaction::Zone::Panel) << "nothing is painted behind it";
    key("Escape");
    settle();
    EXPECT_FALSE(panels_->state().*dialog);
    panels_->state().*dialog = true;
    settle();
    tapAt({5, 795});
    EXPECT_FALSE(panels_->state().*dialog);
  }
}

TEST_F(UiTest, KnowsWhatATouchBelongsTo) {
  const auto middle = [](const interaction::Pane& pane) { return pane.originDp + pane.sizeDp * 0.5; };
  EXPECT_EQ(panels_->placeOf(middle(layout_.panes[0]), layout_).zone, interaction::Zone::Volume);
  const interaction::Place slice = panels_->placeOf(middle(layout_.panes[2]), layout_);
  EXPECT_EQ(slice.zone, interaction::Zone::Slice);
  EXPECT_EQ(slice.pane, 2);
  EXPECT_FALSE(slice.sliceEdge);
  EXPECT_TRUE(panels_->placeOf(layout_.panes[1].originDp + glm::dvec2(5, 100), layout_).sliceEdge);
  const ui::Rect chip = panels_->boxes().at("mode MIP");
  EXPECT_EQ(panels_->placeOf(chip.origin + chip.size * 0.5, layout_).zone, interaction::Zone::Panel)
      << "a button on the picture is a button";
  EXPECT_EQ(panels_->placeOf({20, 300}, layout_).zone, interaction::Zone::Panel);
}

TEST_F(UiTest, WhatAFingerTapsIsLargeEnough) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(1366, 1024)}) {
    size_ = size;
    settle();
    for (const auto& [name, box] : panels_->boxes()) {
      EXPECT_GE(box.size.y, name.starts_with("window ") ? 40 : ui::kTouchDp) << name;
      EXPECT_GE(box.size.x, 40) << name;
    }
  }
}

}  // namespace
