// A queue as it lies before one person: what waits for a decision of theirs, what was sent back to them, and what was
// said about a lesion. Pure functions; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "workflow/queue.h"

namespace workflow {

// Who decides, and as what.
struct Reviewer {
  std::string person;
  bool adjudicates = false;  // may settle what others contradict each other about

  // What goes into the header of their decision on an item: "adjudicator" where one is asked for and they are one.
  std::string roleFor(const QueueItem& item) const;
};

// Of a queue, what waits for a decision of this person, in the queue's order: neither what is their own work, nor
// what they have decided on as it is, nor what waits for its author or for somebody else who is named, nor anything in
// a case that they are still to read blind.
std::vector<const QueueItem*> deckOf(const Record& record, std::span<const QueueItem> queue, const Reviewer& reviewer);

// Whether this person may decide on an item at all, be it once more: it is no reading that is still worked on, nor
// their own work, nor anything that they are still to read without seeing it.
bool mayDecideOn(const Record& record, const QueueItem& item, const Reviewer& reviewer);

// What somebody said about a lesion, pinned to a voxel and to the view in which it was said.
struct Remark {
  core::EditId edit;
  std::string person;
  std::string text;
  std::optional<glm::ivec3> voxel;
  std::string view;  // JSON, as view files are; empty: none
  std::int64_t wallClockMs = 0;
};
std::vector<Remark> remarksOn(const Record& record, const core::LesionId& lesion);  // in total order

// A lesion that came back to who made it, by a decision that counts: changes were asked for, which are to be made, or
// it was rejected, which is to be known.
struct SentBack {
  std::size_t lesion = 0;  // in Record::lesions
  Opinion opinion;
  std::optional<Remark> pinned;  // where to look: what the same person pinned to a view last
  bool mended = false;           // it was changed since, and waits for a second look
};
// What is to be mended first.
std::vector<SentBack> sentBackTo(const Record& record, std::span<const QueueItem> queue, const std::string& author);

}  // namespace workflow
