#include <array>

#include "ui/review_model.h"

namespace ui {
namespace {

// clang-format off
constexpr std::array kReviewKeys = {
    ReviewKey{ReviewAct::Accept,   "Accept",                   "A"},
    ReviewKey{ReviewAct::Reject,   "Reject",                   "X"},
    ReviewKey{ReviewAct::Changes,  "Ask for changes",          "N"},
    ReviewKey{ReviewAct::Escalate, "Let somebody else decide", "U"},
    ReviewKey{ReviewAct::Comment,  "Comment",                  "C"},
    ReviewKey{ReviewAct::Edit,     "Edit it yourself",         "E"},
    ReviewKey{ReviewAct::Skip,     "Skip for now",             "Space"},
    ReviewKey{ReviewAct::Back,     "Back to the one before",   "B"},
    ReviewKey{ReviewAct::TakeBack, "Take back your decision",  "Backspace"},
    ReviewKey{ReviewAct::TakeBack, "Take back your decision",  "Ctrl+Z"},
    ReviewKey{ReviewAct::Leave,    "Leave the review",         "Escape"},
};
// clang-format on

constexpr std::array<std::string_view, 7> kReviewReasons = {
    "Too large",      "Too small",       "Not a lesion",           "Wrong class",
    "Several in one", "Part is missing", "Below the smallest size"};

}  // namespace

std::span<const std::string_view> reviewReasons() {
  return kReviewReasons;
}

std::span<const ReviewKey> reviewKeys() {
  return kReviewKeys;
}

}  // namespace ui
