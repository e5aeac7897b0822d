// What panels show, and what people ask by them: values handed over once per frame, so that panels know no session, no
// renderer and no file. Plain values; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/view.h"
#include "ui/calibration_model.h"
#include "ui/candidate_model.h"
#include "ui/case_model.h"
#include "ui/commands.h"
#include "ui/compare_model.h"
#include "ui/guideline_model.h"
#include "ui/people_model.h"
#include "ui/readings_model.h"
#include "ui/release_model.h"
#include "ui/replay_model.h"
#include "ui/review_model.h"
#include "ui/team_model.h"

namespace ui {

struct LesionItem {
  std::string name;
  std::string className;
  glm::vec3 color{1};  // sRGB
  double volumeMl = 0;
  double inSliceDiameterMm = 0;  // 0 until it is known: it takes a moment
  bool hidden = false;
  bool gone = false;       // taken out or undone: shown nowhere, but its place is kept, for redo may bring it back
  bool locked = false;     // takes no paint and loses none, whatever the brush spares
  double contestedMl = 0;  // that people said different things of, unaware of each other
  bool removalContested = false;  // somebody took it out while somebody else painted on it, unaware of each other
  ReviewMark mark = ReviewMark::None;
  std::string pieces = {};  // "2 pieces, the smallest 0.02 ml"; empty: it is in one, or not known yet

  bool isContested() const { return !gone && (contestedMl > 0 || removalContested); }
};

// The chosen lesion, at length.
struct LesionDetails {
  struct Intensities {
    double mean = 0;
    double deviation = 0;
    double min = 0;
    double max = 0;
  };
  bool sizesKnown = false;       // they take a moment
  double inSliceDiameterMm = 0;  // within one slice as acquired
  std::string slices;            // which those are: "axial"
  double largestDiameterMm = 0;  // in any direction
  glm::dvec3 extentMm{0};        // of its box, from left to right, front to back, foot to head
  std::optional<Intensities> intensities;
  std::string state;                                        // "Marked by a box"; empty: no word about it
  std::vector<std::pair<std::string, std::string>> origin;  // "Drawn by": "Ada and Emmy"
  LesionStanding review;
  bool isolated = false;  // all others are hidden
};

// How far this installation and the hub have come together.
struct SyncSign {
  enum class State : std::uint8_t { InStep, Underway, Offline, Stopped } state = State::Underway;
  std::size_t waiting = 0;         // changes made here that the hub lacks, as far as is known
  std::string words;               // what is so, and what can be done about it
  std::optional<double> fraction;  // of what is under way, where that is known
};

// Another person who has the project open just now. Places are LPS mm.
struct PersonItem {
  struct Head {
    glm::dvec3 positionMm{0};
    glm::dvec3 forward{0, 1, 0};  // unit
  };

  std::string session;  // tells two windows of one person apart
  std::string name;
  glm::vec3 color{1};  // of their marks
  std::string where;   // "here", "in Case 3"
  bool canFollow = false;
  bool followed = false;
  // Of one who reads the same case in the same track:
  std::optional<glm::dvec3> cursorMm;
  std::optional<Head> head;
  std::vector<glm::dvec3> handsMm;
};

struct HistoryItem {
  std::string what;     // "Painted"
  std::string lesions;  // that it was done to: "L1, L2"
  std::string when;     // "14:03"
  bool undone = false;
};

struct PresetItem {
  std::string name;  // as in core::View::preset
  std::string title;
  core::TransferFunction function;
};

struct WindowItem {
  std::string title;  // "Bone"
  core::Window window;
};

struct Note {
  int id = 0;
  enum class Kind : std::uint8_t { Info, Caution, Failure } kind = Kind::Info;
  std::string text;  // plain words: what happened, and what can be done
  // What a button on it does, where there is something to do at once.
  std::optional<CommandId> command;
  std::string commandTitle;
};

// A picture of the window, as the pane of the same place in the layout shows it.
struct Picture {
  void* texture = nullptr;  // for the pass that draws panels; null: still being drawn for the first time
  std::string title;        // "Axial", "3D"
  std::string detail;       // "77"
};

// ---- Operations on whole lesions ----

struct OperationItem {
  std::string id;
  std::string name;
  std::string group;
  std::string hint;
};

struct ChoiceItem {
  std::string value;
  std::string title;  // for people
};

// One thing that an operation asks for. Marks (ranges, boxes, seeds, outlines) are made on the pictures and lie in the
// Toolbox.
struct ParameterItem {
  enum class Kind : std::uint8_t { Number, Choice, Flag, Text, Range, Box, Seeds, Outline };

  std::string key;
  std::string name;
  Kind kind = Kind::Number;
  std::string unit;
  std::string hint;  // of a Text: what stands in the empty field
  double number = 0;
  double low = 0;  // of its slider, > 0
  double high = 1;
  bool orNothing = false;           // 0 lies left of `low`
  std::vector<ChoiceItem> choices;  // of a Choice; of a Text, what is offered
  std::string text;  // of a Text; of a Choice, the value chosen; of a mark, what is marked, empty where nothing is
  bool flag = false;
};

// The operation that is open: what it is given, how far it is, and what it would do.
struct OperationCard {
  std::string id;
  std::string name;
  std::string hint;
  std::vector<ParameterItem> parameters;
  enum class Others : std::uint8_t { None, One, Several } others = Others::None;
  std::string othersTitle;          // "Rivals", "Add"
  std::vector<std::size_t> chosen;  // of the lesions
  bool working = false;
  std::string progress;            // "Growing"
  std::optional<double> fraction;  // of it that is done, where that is known
  std::string note;                // what is missing, or why it cannot be done
  bool ready = false;              // a proposal is shown, and can be applied
  double gainedMl = 0;
  double lostMl = 0;
  std::size_t created = 0;  // lesions
};

// How a proposal shows on pictures and in its legend.
inline constexpr glm::vec3 kTieColor = glm::vec3(0xF2, 0xF2, 0xF2) / 255.f;  // of what a consensus leaves open
inline constexpr glm::vec3 kGainedColor = glm::vec3(0x66, 0xFF, 0xE6) / 255.f;
inline constexpr glm::vec3 kLostColor = glm::vec3(0xFF, 0x5A, 0x78) / 255.f;

// ---- The guideline and what is reviewed ----

// What a lesion may be called.
struct ClassItem {
  std::string name;
  bool defined = false;  // by the guideline in force; else only in use
};

// What the guideline in force says of one class: short enough to stand beside the hand that draws.
struct GuidelineCard {
  struct EdgeCase {
    std::string title;
    std::string decision;
    std::optional<std::size_t> opens;  // its place in the guideline, where it names a case that shows it
  };
  std::string title;    // of the guideline
  std::size_t version;  // counted from 1
  std::string published;
  std::string className;
  bool defined = false;  // whether it says anything of that class; else what follows is about all classes
  std::string definition;
  std::vector<std::string> includes;
  std::vector<std::string> excludes;
  std::vector<std::string> limits;             // "from 30 mm³ on", "never overlaps another lesion"
  std::vector<EdgeCase> edgeCases;             // about this class
  std::vector<std::string> readingAcceptance;  // of a reading as a whole, before it is handed in
  std::vector<std::string> acceptance;         // of each finding
};

// What a new example would become part of.
struct ExampleCard {
  std::size_t version = 1;  // of the guideline that it would make
  std::string shown;        // "L1 (tumour) of Cranium 0051"
};

struct Model {
  std::string caseName;
  std::optional<CommandId> looksOnly = {};  // who sits here may change nothing here: what leads on
  bool mayImport = true;                    // bring images in, and rename cases
  std::string caseFacts;  // "liver · reading ada · CT · 256×256×108 · 0.96×0.96×1.5 mm": the project first
  std::string reader;
  std::string valueUnit;    // "HU", or nothing
  bool saving = false;      // a commit is on its way; otherwise all is on disk
  bool trouble = false;     // nothing can be saved at present; what waits is kept, and a note says why
  std::size_t unsaved = 0;  // changes that wait for it
  bool canUndo = false;
  bool canRedo = false;
  std::vector<LesionItem> lesions;
  std::optional<std::size_t> activeLesion;
  std::optional<LesionDetails> details;  // of that, while they are looked at
  std::vector<glm::vec3> palette;        // colours to choose from
  std::vector<HistoryItem> history;      // the latest first
  std::vector<PresetItem> presets;
  std::vector<WindowItem> windows;
  // Of the volume's values, equal parts of the range: 0 none of them, 1 the most frequent.
  std::vector<float> histogram;
  core::IntensityRange histogramRange;
  std::vector<ClassItem> classes;              // the guideline's, then those in use; at least one
  std::optional<GuidelineCard> guideline;      // for the active lesion's class; nothing where there is no guideline
  std::size_t toReview = 0;                    // findings that wait for a decision of this person
  bool mayDecide = false;                      // on the active lesion, be it once more
  std::size_t toCompare = 0;                   // cases whose readings this person may bring together
  bool reviewPaused = false;                   // the deck waits while its finding is edited
  std::optional<ReviewCard> review;            // while the deck is open
  bool canCompare = false;                     // the open case belongs to a calibration session that is revealed
  std::size_t readingsHere = 0;                // of the open case, that this person may see
  std::optional<CompareCard> compare;          // while that is looked at
  std::optional<ReplayCard> replay;            // while the case's history is played
  std::optional<CalibrationCard> calibration;  // while that page is open
  std::optional<CandidateCard> candidates;     // likewise
  std::optional<TeamCard> team;                // likewise
  std::optional<ReadingsCard> readings;        // likewise
  std::optional<TiesCard> ties;                // while a consensus is open
  std::optional<PeopleCard> enrolled;          // likewise
  std::optional<ReleaseCard> releases;         // likewise
  std::optional<GuidelinePageCard> rules;      // likewise, of the guideline
  std::optional<ChangeCard> change;            // while what a release changed is looked at
  std::size_t toRead = 0;                      // readings that this person was asked for and has not handed in
  bool exampleShown = false;                   // of the guideline; one is elsewhere
  std::optional<ExampleCard> example;          // for the sheet that makes one of the guideline
  std::optional<PassphraseCard> passphrase;
  std::vector<SentBackItem> sentBack;
  // Of the reading that is open: "handed in", "changed since handed in"; empty: it is none, or is worked on.
  std::string readingState;
  bool readingChanged = false;
  std::optional<HandInCard> handIn;  // while it is asked for
  std::vector<std::string> cases;
  std::size_t openCase = 0;
  std::optional<CasesCard> listed;  // while their list is open
  std::vector<Note> notes;
  std::optional<SyncSign> sync;  // nothing where there is no hub
  std::vector<PersonItem> people;
  std::vector<Picture> pictures;
  std::vector<OperationItem> operations;
  std::optional<OperationCard> operation;
  const core::Grid* grid = nullptr;
  core::IntensityRange intensity;
  // Where the pointer meets the surface in 3D, for the brush's preview.
  std::optional<glm::dvec3> surfaceUnderPointer;
};

// The preset that a view names; the first where it names none. There is one at least.
const PresetItem& presetOf(const Model& model, const core::View& view);
// How tissue looks in a view: its own function, or its preset's.
const core::TransferFunction& tissueOf(const Model& model, const core::View& view);

// ---- What people ask ----

struct RunCommand {
  Deed deed;
};
struct SelectLesion {
  std::size_t lesion;
};
struct ToggleLesion {
  std::size_t lesion;
};
struct ChangeLesion {  // what is given becomes so
  std::size_t lesion;
  std::optional<std::string> name;
  std::optional<std::string> className;
  std::optional<glm::vec3> color;
};
struct CreateLesion {
  std::string name;
  std::string className;
};
struct ChoosePreset {
  std::string name;
};
struct UndoBackTo {
  std::size_t entry;  // of the history: it and all later ones
};
struct DismissNote {
  int id;
};
struct FollowPerson {
  std::string session;  // empty: nobody any more
};
struct OpenOperation {
  std::string id;
};
struct SetParameter {
  std::string key;
  std::variant<double, std::string, bool> value;  // of a Number; a Choice or Text; a Flag
};
struct ChooseOther {  // or no longer choose it
  std::size_t lesion;
};
struct ShowEdgeCase {
  std::size_t place;  // in the guideline in force
};
struct PublishExample {
  std::string title;
  std::string decision;
};
using AnyRequest =
    std::variant<RunCommand, SelectLesion, ToggleLesion, ChangeLesion, CreateLesion, ChoosePreset, OpenTrack,
                 RenameCase, UndoBackTo, DismissNote, OpenOperation, SetParameter, ChooseOther, DoInReview, DecideWith,
                 PinComment, ShowSaid, TickCriterion, SwitchReading, GivePassphrase, ShowSentBack, HandIn, FollowPerson,
                 DoInReplay, ReplayTo, DoInCompare, HoldAgainstPanel, LookAtDifference, ShowEdgeCase, PublishExample,
                 OpenReading, OpenSession, RevealSession, SeeDifferences, LookAtRelease, GoToObstacle, MakeRelease,
                 VerifyRelease, ExportRelease, OpenReport, ChooseForRelease, CancelRelease, SeeChange, DoInChanges,
                 ChooseCandidates, ChooseForCandidates, BringCandidates, DropCandidates, LookAtCandidates, ReleaseClass,
                 SetPolicy, AssignReadings, EnrolPerson, EndorseDevice, ChangeRoles, RevokeKey, EditGuideline,
                 ChangeGuideline, ShowOpenInEdgeCase, DiscardGuideline, CarryGuidelineOver, SettleGuidelineDraft,
                 PublishGuideline, LookAtTouched, SeeReadings, TryConsensus, MakeConsensus, DropConsensus, GoToTies,
                 OpenConsensus, LookAtTie, SettleTie, SettleClass, SettleTiedLesion>;

// A class of its own, so that its copying is compiled once, not in every panel.
struct Request : AnyRequest {
  using AnyRequest::AnyRequest;
  Request(const Request& other);
  Request(Request&& other) noexcept;
  Request& operator=(const Request& other);
  Request& operator=(Request&& other) noexcept;
  ~Request();
};

}  // namespace ui
