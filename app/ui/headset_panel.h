// The one panel that stands in a headset wearer's room: everything that hands do by buttons, for a trigger alone, on
// six pages and those of a review, and the cards beside the hands. Owns the Dear ImGui context. Called once per frame
// by the headset's loop, on the thread that draws.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "interaction/hand_hints.h"
#include "interaction/panel_queue.h"
#include "ui/hand_card.h"
#include "ui/headset_keyboard.h"
#include "ui/model.h"
#include "ui/ui.h"
#include "ui/widgets.h"

namespace ui {

// What a control of a hand is called; empty where the hand has none.
using ControlNames = std::function<std::string_view(interaction::Side, interaction::Control)>;

// What it shows that neither the model nor the settings of hands say.
struct HeadsetState {
  std::string_view preset;   // the one that is shown
  bool belowVoxels = false;  // the brush may miss every voxel
  bool canSeeRoom = false;   // the headset can show the room around
  double tipNear = 0;        // 1: a tip touches the panel, 0: none is about to
  bool cut = false;          // a slice is out
  ControlNames controls;     // what is in the hands
  // Names for the active lesion to choose from; asked once, when they are wanted.
  std::function<std::vector<std::string>()> suggestNames;
};

// What was asked for by a frame of it, beside the settings of hands, which it changes itself.
struct HeadsetAsked {
  std::vector<Request> requests;
  std::optional<interaction::PatientSide> side;  // to be turned toward the wearer
  bool trueSize = false;
  bool putSliceAway = false;
  std::optional<double> enlarge;  // the panel, by this factor
};

class HeadsetPanel {
 public:
  // Two pixels per dp: what is drawn is seen larger than on a screen.
  static constexpr double kPxPerDp = 2;
  static constexpr glm::dvec2 kSizeDp{512, 400};
  // What is drawn: the panel, and below it the cards side by side.
  static constexpr glm::dvec2 kPictureDp{512, 400 + 8 + kHandCardDp.y};
  static constexpr glm::ivec2 kPicturePx{kPictureDp * kPxPerDp};
  static Rect cardBox(interaction::Side side);
  static constexpr double kHandDp = 60;  // the least that an outstretched hand can be asked to hit

  HeadsetPanel();  // throws core::Error where fonts are missing
  ~HeadsetPanel();
  HeadsetPanel(const HeadsetPanel&) = delete;
  HeadsetPanel& operator=(const HeadsetPanel&) = delete;

  Ui::Atlas atlas() const;
  void setAtlasTexture(void* texture);

  HeadsetAsked frame(const Model& model, const HeadsetState& state, interaction::HandSettings& settings,
                     const interaction::PanelState& input, const std::array<HandCard, 2>& cards, double seconds);
  const ImDrawData& drawData() const;

  // Asks why, or whether it is meant, before it is decided, or what a comment says.
  void ask(ReviewAct what);
  // A passphrase is typed: nobody beside is to see the keys, nor anything to note them down.
  bool takesSecret() const { return typing_ == Typing::Passphrase; }

  // Where each button stands, by its name: for tests that tap by name.
  const std::map<std::string, Rect>& boxes() const { return widgets_->boxes(); }

 private:
  enum class Page : std::uint8_t { Tools, Lesion, Rules, View, Review, Help };
  enum class ReviewPage : std::uint8_t { Finding, Checks, Said, View };
  enum class ComparePage : std::uint8_t { Readers, Lesions, View };
  enum class Typing : std::uint8_t { Nothing, Name, Reason, Passphrase };
  // What the pages are drawn with, for one frame.
  struct Drawing {
    const Model& model;
    const HeadsetState& state;
    interaction::HandSettings& settings;
    HeadsetAsked& asked;

    void run(CommandId command) { asked.requests.emplace_back(RunCommand{command}); }
  };
  static constexpr double kPagePad = 16;
  // The box of a column of so many in a row of the page, or of several of them; rows count from 0.
  static Rect cell(int row, int column, int columns, int across = 1);
  bool longButton(const std::string& name, const Rect& box, const std::string& label, bool active);
  void drawHeader(Drawing& drawing);
  void drawPage(Drawing& drawing);
  void drawTools(Drawing& drawing);
  void drawSizes(Drawing& drawing, const Rect& sizes);  // of the brush
  void drawLesion(Drawing& drawing);
  void drawRules(Drawing& drawing);
  void drawView(Drawing& drawing);
  void drawHelp(Drawing& drawing);
  // Of a review: what waits, while the deck is not open; else the finding, and what its decision needs.
  void drawReview(Drawing& drawing);
  void drawSentBack(Drawing& drawing, const Rect& list);
  void drawDeck(Drawing& drawing);
  void drawDeckHeader(Drawing& drawing);
  void drawFinding(Drawing& drawing);
  void drawFacts(const ReviewCard& card, const Rect& box);
  double writeNeeds(const ReviewCard& card, const Rect& box, bool draws);
  void drawDecisions(Drawing& drawing);
  void drawChecks(Drawing& drawing);
  void drawSaid(Drawing& drawing);
  void drawAsking(Drawing& drawing);
  // Of a comparison, likewise.
  void drawCompare(Drawing& drawing);
  void drawReaders(Drawing& drawing, const Rect& list);
  void drawDifferences(Drawing& drawing, const Rect& list);
  void drawCompareSteps(Drawing& drawing);
  void drawReasons(Drawing& drawing);
  bool decision(const std::string& name, const Rect& box, std::string_view label, ImU32 ground, ImU32 color,
                bool enabled);
  void beginPassphrase(const PassphraseCard& card);
  // Of letters, each for its purpose: whether typing ends.
  bool typeName(Drawing& drawing);
  bool typeReason(Drawing& drawing);
  bool typePassphrase(Drawing& drawing);
  void drawLesions(Drawing& drawing, const std::vector<std::size_t>& standing);  // all, to choose from
  void drawNames(Drawing& drawing);                                              // of the active one, likewise
  void drawTyping(Drawing& drawing);
  void drawActiveLesion(const Model& model, const Rect& box);
  void writeLesion(const LesionItem& lesion, const Rect& box, bool bright);

  Theme theme_;
  Fonts fonts_;
  std::unique_ptr<Widgets> widgets_;
  Page page_ = Page::Tools;
  bool deleteAsked_ = false;  // whether to delete the lesion
  bool choosing_ = false;     // among all lesions, on the lesion's page
  std::size_t firstListed_ = 0;
  // A new name for a lesion, on its page; nothing: none is wanted.
  struct Naming {
    std::size_t lesion = 0;
    std::vector<std::string> names;
  };
  std::optional<Naming> naming_;
  Typing typing_ = Typing::Nothing;  // instead of all pages
  HeadsetKeyboard keyboard_;
  ReviewPage reviewPage_ = ReviewPage::Finding;
  ComparePage comparePage_ = ComparePage::Readers;
  std::optional<ReviewAct> asking_;      // instead of a page
  std::string finding_;                  // that the pages are about
  bool reviewed_ = false;                // in the last frame
  std::optional<std::size_t> sentBack_;  // that was chosen last
};

std::string_view handName(interaction::Side side);
// What each control of a hand does while it paints, by the names that it has; what it has not is not spoken of.
// most: of the controls.
std::string handHelp(interaction::Side side, const interaction::HandSettings& settings, const ControlNames& controls,
                     std::size_t most = 4);

}  // namespace ui
