// The guideline on a page of its own: the version in force to be read, and the draft of the next one to be written,
// with what publishing it would do. Plain values; one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/guideline_draft.h"

namespace ui {

struct GuidelinePageCard {
  struct Fault {
    enum class Part : std::uint8_t { Whole, Class, EdgeCase, Change };

    std::string what;
    std::string remedy;
    bool blocks = false;
    Part part = Part::Whole;
    std::size_t place = 0;
  };
  // A lesion of a class that a version touches.
  struct Touched {
    std::string lesion;   // "L1, cyst · Case 3 · Ben"
    std::string words;    // "276 mm³ · too small: it asks for 300 mm³"
    bool again = false;   // it was decided on, and is to be once more
    bool breaks = false;  // the version does not allow it as it is
  };
  // What publishing the draft would do.
  struct Effect {
    std::vector<std::string> changes;  // in words
    std::vector<Touched> touched;      // those that something is to be done about first
    bool counted = false;              // touched is as of this draft; it takes a moment

    std::size_t again() const;
  };

  std::size_t version = 0;  // in force, counted from 1; 0: none
  std::string published;    // "3 May 2026, Dr. Lead"
  std::shared_ptr<const core::Guideline> inForce;
  struct Version {
    std::string title;                 // "Version 2, 3 May 2026, Dr. Lead"
    std::vector<std::string> changes;  // against the one before, in words
  };
  std::vector<Version> versions;  // the latest first
  std::vector<bool> opens;        // by edge case: whether it can be seen
  std::vector<Touched> touched;   // by the version in force, which is not the first
  bool mayPublish = false;
  std::string blocked;                                // why not
  bool hasDraft = false;                              // somebody began one here, and did not publish it
  std::shared_ptr<const core::GuidelineDraft> draft;  // while it is written
  std::vector<Fault> faults;
  Effect effect;
  bool same = false;      // as the version in force: nothing to publish
  bool others = false;    // another window has written the draft, too: it is to be said which is meant
  bool outdated = false;  // another version is in force since it was begun
  bool publishing = false;
  std::string shown;  // what is open, to be shown by an edge case: "L1 (cyst) of Case 3"; empty: nothing
  std::string fault;  // why the last thing asked for was not done

  bool isPublishable() const;
};

// The draft is begun, or gone on with.
struct EditGuideline {};
struct ChangeGuideline {
  core::GuidelineDraft draft;
};
// Lesion and view that are open, as what an edge case shows; nothing: of a new one.
struct ShowOpenInEdgeCase {
  std::optional<std::size_t> place;
};
struct DiscardGuideline {};
struct CarryGuidelineOver {};  // what the version that came meanwhile changed, into the draft
struct SettleGuidelineDraft {  // that two windows have written
  bool mine;                   // else the other's is taken
};
struct PublishGuideline {};
struct LookAtTouched {  // in GuidelinePageCard::touched
  std::size_t place;
};

// What panels remember of the page.
struct GuidelineState {
  enum class Section : std::uint8_t { About, Class, EdgeCase, Acceptance, Changes };

  bool shown = false;
  bool editing = false;
  Section section = Section::About;
  std::size_t place = 0;    // of the class or edge case
  bool discarding = false;  // it is asked whether to
  bool publishing = false;  // likewise
};

}  // namespace ui
