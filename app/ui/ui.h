// Everything around and over the pictures: panels, menus, notes, and what is drawn on the pictures themselves. Owns the
// Dear ImGui context. Called once per frame by the frame loop, on the thread that draws.
#pragma once

#include <memory>
#include <span>

#include "interaction/panel_queue.h"
#include "interaction/tools.h"
#include "ui/layout.h"
#include "ui/model.h"
#include "ui/start.h"
#include "ui/widgets.h"

struct ImDrawData;

namespace ui {

// What stands beside the pictures, below the lesions.
enum class Aside : std::uint8_t { Guideline, History, SentBack, Ties };

// Of the review and of handing in.
struct ReviewState {
  bool commenting = false;  // the sheet is open
  std::string comment;
  std::optional<ReviewAct> asking;  // the sheet that asks before it is decided is open
  std::string why;                  // as typed there so far
  std::string passphrase;           // as typed so far
  std::optional<CommandId> backTo;  // the page that led to the deck, where one did: it is shown when that is left
  bool handingIn = false;
  std::vector<bool> ticked;  // of the criteria: of the reading as a whole, then of each finding
};

// Of comparing readings.
struct CompareState {
  bool teaching = false;  // the sheet that makes an example of the guideline is open
  std::string title;
  std::string decision;
};

// What panels remember between frames.
struct UiState {
  std::optional<Aside> aside;  // as chosen; until then, as shownAside() says
  ReviewState review;
  CompareState compare;
  CalibrationState calibration;
  ReleaseState releases;
  CandidateState candidates;
  TeamState team;
  PeopleState enrolled;
  GuidelineState guideline;
  ReadingsState readings;
  LayoutChoice layout;
  bool palette = false;
  std::string paletteQuery;
  bool keys = false;
  bool menu = false;
  bool presets = false;  // their list is open
  bool appearance = false;
  std::optional<std::size_t> transferPoint;  // chosen in the editor of appearance
  glm::dvec2 grabbedAt{0};                   // by a finger, and how far beside it the point lies
  glm::dvec2 grabbedBy{0};
  bool sizing = false;                   // the brush's size is being dragged: pictures show it
  bool cases = false;                    // their list is open
  std::optional<CaseNaming> caseNaming;  // over that
  bool naming = false;                   // of a new lesion
  std::string newName;
  std::string newClass = "lesion";
  bool fresh = false;       // what has just opened takes the keys
  bool operations = false;  // their list is open
  std::string operationQuery;
  bool lesion = false;                      // all about the chosen lesion is open
  bool renaming = false;                    // its name takes the keys
  std::optional<std::size_t> listedLesion;  // that was active when the list was drawn last
  std::optional<std::size_t> shownLesion;   // whose name and class were there when typing began
  std::string shownName;
  std::string shownClass;
  std::string typedName;
  std::string typedClass;
  std::size_t parameter = 0;      // of the open operation: what keys change
  bool people = false;            // the list of others is open
  bool syncWords = false;         // what the sign of syncing means is shown
  std::optional<Rect> syncAsked;  // where that sign stands, while somebody points at it or has tapped it

  // Whether a page takes the whole window.
  bool isPageShown() const {
    return calibration.shown || releases.shown || candidates.shown || team.shown || enrolled.shown || guideline.shown ||
           readings.shown;
  }
};

// What was chosen; else the guideline where there is one.
Aside shownAside(const UiState& state, const Model& model);

// One frame as panels see it.
struct PanelFrame {
  Widgets& widgets;
  const Model& model;
  interaction::Toolbox& toolbox;
  const WindowLayout& layout;
  UiState& state;
  std::vector<Request>& requests;
  glm::dvec2 sizeDp;

  void run(Deed deed) { requests.emplace_back(RunCommand{deed}); }
};

// The panels, in the order in which they are drawn.
void drawPictures(PanelFrame& frame);
void drawTopBar(PanelFrame& frame);
bool drawPeopleButton(PanelFrame& frame, const Rect& box);  // within drawTopBar; whether it was tapped
// Within the top bar or the deck's header, ending at `right`; by its sign alone where its name would begin left of
// `least`. Returns where what is to its left may end.
double drawSyncSign(PanelFrame& frame, const Rect& bar, double right, double least);
void drawTools(PanelFrame& frame);
void drawSettings(PanelFrame& frame);
void drawPlaneSettings(PanelFrame& frame, const Rect& strip);  // within drawSettings
void drawBrightness(PanelFrame& frame);
void drawLesions(PanelFrame& frame);
void drawLesion(PanelFrame& frame);  // the chosen one, at length
void drawAppearance(PanelFrame& frame);
void drawAside(PanelFrame& frame);
void drawHistory(PanelFrame& frame, const Rect& body);    // within drawAside
void drawGuideline(PanelFrame& frame, const Rect& body);  // likewise
void drawSentBack(PanelFrame& frame, const Rect& body);   // likewise
void drawTies(PanelFrame& frame, const Rect& body);       // likewise
// The classes that a lesion may have, to choose from, from a box's upper left corner and as wide. What was chosen; the
// height that they take. Draws nothing, and only measures, where `draws` is false.
struct ClassChoice {
  std::optional<std::string> chosen;
  double height = 0;
};
ClassChoice drawClasses(PanelFrame& frame, const Rect& box, std::string_view current, bool draws = true);
void drawOperations(PanelFrame& frame);  // their list
void drawOperation(PanelFrame& frame);   // the one that is open
void drawPeople(PanelFrame& frame);      // the others who are here
void drawSyncWords(PanelFrame& frame);   // what the sign of syncing means
void drawNotes(PanelFrame& frame);
void drawReview(PanelFrame& frame);
void drawCompare(PanelFrame& frame);
void drawReplay(PanelFrame& frame);
void drawExampleSheet(PanelFrame& frame);
void drawCalibration(PanelFrame& frame);
void drawOpeningSheet(PanelFrame& frame);  // within drawCalibration: what opens a session
void drawRevealSheet(PanelFrame& frame);   // likewise: what reveals one
void drawCandidates(PanelFrame& frame);
void drawBringingSheet(PanelFrame& frame);  // within drawCandidates
void drawTeam(PanelFrame& frame);
void drawPolicySheet(PanelFrame& frame);  // within drawTeam
void drawPeoplePage(PanelFrame& frame);
void drawPeopleSheet(PanelFrame& frame);     // within drawPeoplePage
void drawAssigningSheet(PanelFrame& frame);  // likewise
void drawGuidelinePage(PanelFrame& frame);
void drawReadings(PanelFrame& frame);
void drawConsensusSheet(PanelFrame& frame);  // within drawReadings
void drawReleases(PanelFrame& frame);
void drawChanges(PanelFrame& frame);  // between two releases
void drawComment(PanelFrame& frame);
void drawDeciding(PanelFrame& frame);  // what is asked before a decision
void drawPassphrase(PanelFrame& frame);
void drawHandIn(PanelFrame& frame);
void drawMenu(PanelFrame& frame);
void drawCases(PanelFrame& frame);
void drawNaming(PanelFrame& frame);
void drawPalette(PanelFrame& frame);
void drawKeys(PanelFrame& frame);

class Ui {
 public:
  explicit Ui(double pxPerDp);  // throws core::Error where fonts are missing
  ~Ui();
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;

  // The letters, for the pass that draws: 8-bit RGBA, rows from the top.
  struct Atlas {
    std::span<const std::byte> rgba;
    glm::ivec2 size{0};
  };
  Atlas atlas() const;
  void setAtlasTexture(void* texture);
  // The window came to a monitor of another scale: letters are made anew, and their atlas has to be brought to the
  // pass. Between frames only.
  void useScale(double pxPerDp);
  double pxPerDp() const { return pxPerDp_; }

  UiState& state() { return state_; }
  WindowLayout layout(glm::dvec2 sizeDp) const { return layOut(sizeDp, state_.layout); }

  // What a touch at a point belongs to, as of the last frame.
  interaction::Place placeOf(glm::dvec2 atDp, const WindowLayout& layout) const;
  // Whether something lies over everything, and takes all touches.
  bool isModal() const {
    return state_.palette || state_.naming || state_.keys || state_.menu || state_.cases || state_.review.commenting ||
           state_.review.asking || state_.review.handingIn || state_.compare.teaching || isPageShown() ||
           asksPassphrase_;
  }
  bool isPageShown() const { return state_.isPageShown(); }
  // Whether what is typed now is a secret, which no recording may keep.
  bool takesSecret() const { return asksPassphrase_ || state_.enrolled.sheet != PeopleState::Sheet::None; }
  // Whether keys are for a text field or a dialog rather than for commands.
  bool takesKeys() const { return isModal() || typing_; }
  // A touch on a picture takes the keys from whatever field has them.
  void stopTyping() { stopTyping_ = typing_; }
  // Whether something moves by itself, and wants frames.
  bool isMoving() const { return widgets_->isMoving(); }

  // Draws everything. `input` is what PanelQueue hands out for this frame.
  std::vector<Request> frame(const Model& model, interaction::Toolbox& toolbox, const WindowLayout& layout,
                             const interaction::PanelState& input, glm::dvec2 sizeDp, double seconds);
  // The same before a project is open.
  std::vector<StartRequest> startFrame(const StartModel& model, const interaction::PanelState& input, glm::dvec2 sizeDp,
                                       double seconds);
  const ImDrawData& drawData() const;

  // Where each button stands, by its name: for tests that tap by name.
  const std::map<std::string, Rect>& boxes() const { return widgets_->boxes(); }

 private:
  void feed(const interaction::PanelState& input);
  void begin(const interaction::PanelState& input, glm::dvec2 sizeDp, double seconds);
  void end();

  double pxPerDp_;
  Theme theme_;
  Fonts fonts_;
  std::unique_ptr<Widgets> widgets_;
  UiState state_;
  ChooserState chooser_;
  bool typing_ = false;  // a text field has the keys, as of the last frame
  bool stopTyping_ = false;
  bool asksPassphrase_ = false;  // as of the last frame
};

}  // namespace ui
