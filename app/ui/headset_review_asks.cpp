// What the headset's panel asks before a finding is decided on, or a comment pinned: why, whether it is meant, and the
// passphrase that signs it.
#include <utility>

#include "ui/headset_panel.h"
#include "ui/review_words.h"

namespace ui {
namespace {

constexpr double kAskPad = 16;
constexpr std::size_t kMostRemarkBytes = 400;
constexpr std::size_t kMostPassphraseBytes = 200;

}  // namespace

void HeadsetPanel::ask(ReviewAct what) {
  asking_ = what;
}

void HeadsetPanel::drawAsking(Drawing& drawing) {
  Widgets& w = *widgets_;
  const Model& model = drawing.model;
  const ReviewAct act = *asking_;
  const bool comments = act == ReviewAct::Comment;
  const bool finding = model.review && model.review->state == ReviewCard::State::Finding;
  const bool lesion = model.activeLesion && *model.activeLesion < model.lesions.size();
  if (comments ? !finding && !lesion : !finding) {
    asking_.reset();  // it is gone meanwhile
    return;
  }
  const Rect title{{kAskPad, 8}, {kSizeDp.x - 2 * kAskPad, 28}};
  if (comments || needsReason(act)) {
    const std::string on = finding ? model.review->name : model.lesions[*model.activeLesion].name;
    w.text(fonts_.strong, theme_.text, title, comments ? "Comment on " + on : askedTitle(*model.review, act));
    drawReasons(drawing);
  } else {
    w.text(fonts_.strong, theme_.text, title, askedTitle(*model.review, act));
    const Rect box{{kAskPad, 44}, {title.size.x, cell(3, 0, 1).origin.y - 44 - kGrid}};
    Flow measure(w, {{0, 0}, {box.size.x - 12, 0}}, false);
    writeAsked(measure, theme_, *model.review, act);
    const double top = w.beginScroll("review asked", box, measure.height());
    Flow flow(w, {{box.origin.x, top}, {box.size.x - 12, 0}}, true);
    writeAsked(flow, theme_, *model.review, act);
    w.endScroll();
  }
  const bool plain = act == ReviewAct::Accept;
  const int columns = plain ? 2 : 3;
  if (w.button("deciding cancel", cell(3, 0, columns), "Cancel", false)) {
    asking_.reset();
    return;
  }
  if (!plain && w.button("deciding words", cell(3, 1, columns, act == ReviewAct::Escalate ? 1 : 2),
                         act == ReviewAct::Escalate ? "With a word" : "In your words", false)) {
    keyboard_.begin(comments                    ? "What is to be seen"
                    : act == ReviewAct::Reject  ? "Why"
                    : act == ReviewAct::Changes ? "What is to be changed"
                                                : "What they are to look at",
                    "");
    typing_ = Typing::Reason;
    return;
  }
  if ((plain || act == ReviewAct::Escalate) &&
      w.button("deciding now", cell(3, columns - 1, columns), askedLabel(act), true)) {
    drawing.asked.requests.emplace_back(DecideWith{act, ""});
    asking_.reset();
  }
}

// What is said most often, each a press away.
void HeadsetPanel::drawReasons(Drawing& drawing) {
  Widgets& w = *widgets_;
  const ReviewAct act = *asking_;
  w.paragraph(fonts_.small, theme_.muted, {{kAskPad, 44}, {kSizeDp.x - 2 * kAskPad, 0}},
              act == ReviewAct::Comment
                  ? "It is pinned to the lesion and to how you see it now. A press on one of these says just that."
              : act == ReviewAct::Changes
                  ? "What is to be changed? A press on a reason says just that."
                  : "Why? It is pinned to the finding and to how you see it now. A press on a reason rejects.");
  for (std::size_t i = 0; i < reviewReasons().size(); ++i) {
    const std::string reason(reviewReasons()[i]);
    if (longButton("reason " + reason, cell(int(i / 3), int(i % 3), 3), reason, false)) {
      if (act == ReviewAct::Comment) {
        drawing.asked.requests.emplace_back(PinComment{reason});
      } else {
        drawing.asked.requests.emplace_back(DecideWith{act, reason});
      }
      asking_.reset();
      return;
    }
  }
}

bool HeadsetPanel::typeReason(Drawing& drawing) {
  if (!asking_) {
    return true;  // it is gone meanwhile
  }
  const std::string& words = keyboard_.text();
  switch (keyboard_.draw(*widgets_, {{0, 0}, kSizeDp}, words.empty() ? " " : "", kMostRemarkBytes)) {
    case HeadsetKeyboard::Asked::Nothing:
      return false;
    case HeadsetKeyboard::Asked::Back:
      return true;
    case HeadsetKeyboard::Asked::Done:
      break;
  }
  if (*asking_ == ReviewAct::Comment) {
    drawing.asked.requests.emplace_back(PinComment{words});
  } else {
    drawing.asked.requests.emplace_back(DecideWith{*asking_, words});
  }
  asking_.reset();
  return true;
}

void HeadsetPanel::beginPassphrase(const PassphraseCard& card) {
  keyboard_.begin("Passphrase of " + card.person + ", to sign", "", HeadsetKeyboard::Kind::Secret);
  typing_ = Typing::Passphrase;
}

bool HeadsetPanel::typePassphrase(Drawing& drawing) {
  const auto& card = drawing.model.passphrase;
  if (!card) {
    keyboard_.begin("", "");
    return true;
  }
  const std::string& typed = keyboard_.text();
  const std::string fault = card->working         ? "One moment"
                            : !typed.empty()      ? ""
                            : card->fault.empty() ? "good for ten minutes"
                                                  : card->fault;
  switch (keyboard_.draw(*widgets_, {{0, 0}, kSizeDp}, fault, kMostPassphraseBytes)) {
    case HeadsetKeyboard::Asked::Nothing:
      return false;
    case HeadsetKeyboard::Asked::Done:
      drawing.asked.requests.emplace_back(GivePassphrase{typed});
      beginPassphrase(*card);  // should it be the wrong one, the next is typed at once
      return false;
    case HeadsetKeyboard::Asked::Back:
      break;
  }
  drawing.asked.requests.emplace_back(GivePassphrase{});
  keyboard_.begin("", "");
  return true;
}

}  // namespace ui
