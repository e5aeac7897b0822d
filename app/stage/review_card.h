// A finding as the deck shows it, made from the record. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stage/review_feed.h"
#include "ui/model.h"
#include "workflow/deck.h"
#include "workflow/reading_checks.h"

namespace stage {

// What somebody said about a finding, and where to look for it.
struct Said {
  ui::SaidItem item;
  std::string view;  // as of a remark; empty: none
};
std::vector<Said> saidAbout(const ReviewNews& news, const workflow::QueueItem& item);  // the latest first

// Why it comes before others, in two or three words; empty where nothing stands out.
std::string riskWords(const workflow::Record& record, const workflow::QueueItem& item);

// What is against this person's accepting a finding; empty: nothing.
std::string blockedWords(const workflow::Record& record, const workflow::LesionFacts& facts,
                         const std::string& reviewer);

// "Rita accepted it".
std::string decidedWords(const workflow::Opinion& opinion);

// Why what was decided is to be looked at again: "it was changed after Rita accepted it, and the guideline for its
// class was changed: vessels do not belong".
std::string changedWords(const workflow::Record& record, const workflow::QueueItem& item);

// Name, where it is from, why it is asked, what is against this person's accepting it, and facts; the rest is the
// desk's.
ui::ReviewCard cardOf(const ReviewNews& news, const workflow::QueueItem& item, const std::string& reviewer);

// What letting somebody else decide leads to.
std::string escalationWords(const core::PolicySet& policy);

// What waits for a decision, or for changes, but not of this person, who has `own` to decide: "3 wait for an
// adjudicator, 1 for changes by Ben."; empty: nothing. Cases that they are still to read blind are left out.
std::string waitingForOthers(const ReviewNews& news, std::span<const workflow::QueueItem* const> own,
                             const std::string& person);

// What of the machine's checks is about the first of these lesions: what is against it, item by item, then one for all
// that holds.
std::vector<ui::CriterionItem> checkedOf(const workflow::Record& record, const core::Grid& grid,
                                         std::span<const workflow::MarkedLesion> lesions);

std::vector<ui::SentBackItem> sentBackItems(const workflow::Record& record,
                                            std::span<const workflow::SentBack> sentBack);

// "14:03" of today, else "3 May".
std::string whenWords(std::int64_t wallClockMs, std::int64_t nowMs);

}  // namespace stage
