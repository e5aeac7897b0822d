// A model's candidates as the window shows them: how those of each version and class fared, which classes are paused,
// and bringing in new ones. Plain values; one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/chooser.h"
#include "ui/thumbnail.h"

namespace ui {

struct CandidateCard {
  // Of one version of a model, those that it gave one class.
  struct Class {
    std::string model;  // "liver-seg 3.1"
    std::string name;
    enum class State : std::uint8_t { Calm, Warning, Paused } state = State::Calm;
    std::string words;           // "12 of 14 were good, 3 wait"
    std::string corrections;     // "9 as proposed, 3 small corrections, 1 large one, 1 rejected; missed: 2"
    std::optional<double> part;  // of those decided on: that were good
    double low = 0;              // of its interval at 95 %, with high
    double high = 1;
    std::string look = {};  // what leads to those that wait: "Look at 7"; empty: none that this person may see
  };

  std::vector<Class> classes;  // those of one model one after the other
  bool working = false;        // being counted, or a file being read
  bool mayRelease = false;     // let a paused class go on
  std::string blocked;         // why nothing can be brought in by this person; empty: it can
  std::string model;           // proposed: that of the latest candidates
  std::string modelVersion;
  std::string track;                      // likewise, else "model"
  std::vector<std::string> brought;       // what the last file gave, in words, a sentence each
  std::string fault;                      // why it gave nothing
  const ChooserModel* chooser = nullptr;  // where a file is being chosen
  std::string file;                       // that was chosen, by its name, once it is read; empty: none

  // What it marks, and which class of the guideline that seems to be; none where the guideline has no classes.
  struct Value {
    int value = 0;                                  // of its voxels
    std::string name;                               // as the file calls it; empty: it does not
    std::string where;                              // "1.25 ml, axial 24"; empty: it is not known
    std::optional<std::size_t> guessed;             // of classNames
    std::shared_ptr<const Thumbnail> picture = {};  // on the case's image; an empty one: there is none, or not yet
  };
  std::vector<Value> values;
  std::vector<std::string> classNames;  // of the guideline
  std::string against;                  // why the file does not lie on the chosen case; empty: it does, or is not known
};

struct ChooseCandidates {};  // opens the chooser
struct ChooseForCandidates {
  ChooserRequest request;
};
struct BringCandidates {  // of the file that was chosen
  std::size_t caseIndex;  // among Model::cases
  std::string model;
  std::string modelVersion;
  std::string track;
  std::vector<std::string> classes;  // of each of CandidateCard::values; empty: it is left out
};
struct LookAtCandidates {  // that wait
  std::size_t place;       // in CandidateCard::classes
};
struct DropCandidates {};  // the file that was chosen is not meant
struct ReleaseClass {
  std::string className;
  std::string reason;
};

// What panels remember of the page.
struct CandidateState {
  bool shown = false;
  std::string file;  // that the sheet was filled in for
  std::size_t caseIndex = 0;
  std::string model;
  std::string modelVersion;
  std::string track;
  std::vector<std::optional<std::size_t>> chosen;  // of each value: a class, or one more than there are: left out
  std::optional<std::size_t> choosing;             // the value whose classes are shown
  bool revealing = false;                          // they have just opened
  std::string releasing;                           // the class that is about to go on; empty: none
  std::string reason;
  ChooserState chooser;
};

}  // namespace ui
