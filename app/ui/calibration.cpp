// Calibration sessions on a page of their own: what one is to read, who has handed in, what came of a session, and how
// agreement goes from one to the next.
#include <algorithm>

#include "core/text.h"
#include "ui/calibration_layout.h"
#include "ui/dialog.h"
#include "ui/flow.h"
#include "ui/page.h"
#include "ui/trend_plot.h"
#include "ui/ui.h"

namespace ui {
namespace {

constexpr double kColumnHeads = 24;

// Calibration means nothing to a reader before there is a session.
bool isOfReadings(const CalibrationCard& card) {
  return card.sessions.empty() && !card.mayTeach && !card.readings.empty();
}

class CalibrationPage : Page {
 public:
  CalibrationPage(PanelFrame& frame, const CalibrationCard& card)
      : Page(frame),
        card_(card),
        state_(frame.state.calibration),
        layout_(layOutCalibration(
            glm::max(frame.sizeDp, glm::dvec2(480)),
            {.readings = !card.readings.empty(), .own = !card.own.empty(), .sessions = !isOfReadings(card)})),
        session_(chosen()) {}

  void draw() {
    // One region for all: of several, the one that was touched last would lie over the others.
    w_.beginPanel("calibration page", {{0, 0}, frame_.sizeDp}, w_.theme.ground, 0, true);
    top();
    if (layout_.readings) {
      readings(*layout_.readings);
    }
    if (isOfReadings(card_)) {
      w_.endPanel();
      return;
    }
    sessions();
    if (session_ == nullptr) {
      nothingYet();
    } else if (session_->state == CalibrationCard::Session::State::Reading) {
      progress();
    } else {
      results();
    }
    trend();
    if (layout_.own) {
      own(*layout_.own);
    }
    w_.endPanel();
  }

 private:
  const CalibrationCard::Session* chosen() const {
    const auto found = std::find_if(card_.sessions.begin(), card_.sessions.end(),
                                    [&](const CalibrationCard::Session& each) { return each.name == state_.session; });
    return found != card_.sessions.end() ? &*found : card_.sessions.empty() ? nullptr : &card_.sessions.front();
  }

  void top() {
    const std::string_view about = card_.working ? "Holding readings against each other\u2026"
                                   : card_.sessions.empty()
                                       ? (isOfReadings(card_) ? "tap one to read it" : "what you are to read")
                                       : "what you are to read, and difficult cases that all read blind";
    switch (header("calibration", layout_.header, isOfReadings(card_) ? "Your readings" : "Readings and calibration",
                   about, card_.mayTeach ? "Open a session" : "")) {
      case Header::Leave:
        state_.shown = false;
        break;
      case Header::Act:
        beginOpening();
        break;
      case Header::None:
        break;
    }
  }

  void beginOpening() {
    state_.opening = true;
    state_.name.clear();
    state_.readers = core::joined(card_.proposedReaders);
    state_.cases.assign(frame_.model.cases.size(), false);
    state_.reference.clear();
    state_.candidates.clear();
    state_.boxes = false;
    frame_.state.fresh = true;
  }

  void readings(const Rect& card) {
    titledCard(card, "Your readings");
    double y = beginList("calibration readings", card, kCardTitle, double(card_.readings.size()) * kTwoLines);
    for (std::size_t i = 0; i < card_.readings.size(); ++i, y += kTwoLines) {
      const CalibrationCard::Reading& each = card_.readings[i];
      const bool done = each.state == CalibrationCard::Reading::State::HandedIn;
      if (row("reading " + std::to_string(i), rowIn(card, y, kTwoLines), each.isOpen, each.name, each.words,
              each.overdue ? w_.theme.caution
              : done       ? w_.theme.accept
                           : w_.theme.muted)) {
        frame_.requests.emplace_back(OpenReading{i});
        state_.shown = false;
      }
    }
    w_.endScroll();
  }

  void sessions() {
    const Rect& card = layout_.sessions;
    titledCard(card, "Sessions");
    double y = beginList("calibration sessions", card, kCardTitle, double(card_.sessions.size()) * kTwoLines);
    for (const CalibrationCard::Session& each : card_.sessions) {
      const bool reading = each.state == CalibrationCard::Session::State::Reading;
      if (row("session " + each.name, rowIn(card, y, kTwoLines), session_ == &each, each.name,
              reading ? "being read, " + each.when : each.when, reading ? w_.theme.accentText : w_.theme.muted)) {
        state_.session = each.name;
      }
      y += kTwoLines;
    }
    w_.endScroll();
  }

  // In the place of a session, while there is none.
  void nothingYet() {
    const Rect& card = layout_.readers;
    w_.fill(card, w_.theme.card, w_.theme.cardCorner);
    Flow flow(w_, {card.origin + glm::dvec2(kPagePad, 16), {card.size.x - 2 * kPagePad, 0}}, true);
    flow.paragraph("No calibration session yet.", w_.theme.text);
    flow.paragraph(
        "In one, several readers mark the same few difficult cases, none of them seeing what the others mark. When it "
        "is "
        "revealed, everybody sees where they differ and by how much.",
        w_.theme.muted);
  }

  // How far each reader is, of a session that is being read.
  void progress() {
    const Rect& card = layout_.readers;
    const bool reveals = card_.mayTeach;
    titledCard(card, session_->name, counted(session_->cases, "case") + ", read blind");
    const double foot = reveals ? kTouchDp + 2 * kGrid : 0;
    double y = beginList("calibration progress", card, kCardTitle, double(session_->readers.size()) * kTwoLines, foot);
    for (const CalibrationCard::Reader& each : session_->readers) {
      const Rect line = rowIn(card, y, kTwoLines);
      const double left = line.origin.x + kPagePad - kGrid;
      const double width = line.size.x - 2 * (kPagePad - kGrid);
      w_.text(each.agreement.you ? w_.fonts.strong : w_.fonts.body, w_.theme.text, {{left, y + 8}, {width, 22}},
              nameOf(each));
      const bool done = each.handedIn == session_->readings;
      w_.text(w_.fonts.small, done ? w_.theme.accept : w_.theme.muted, {{left, y + 8}, {width, 22}},
              std::to_string(each.handedIn) + " of " + std::to_string(session_->readings) + " handed in", Align::Right);
      const double part = double(each.handedIn) / double(std::max<std::size_t>(session_->readings, 1));
      w_.fill({{left, y + 38}, {width, 6}}, w_.theme.raised, 3);
      if (part > 0) {
        w_.fill({{left, y + 38}, {width * part, 6}}, done ? w_.theme.good : w_.theme.accent, 3);
      }
      y += kTwoLines;
    }
    w_.endScroll();
    if (reveals &&
        w_.button("calibration reveal",
                  {{card.origin.x + kPagePad, card.end().y - kTouchDp - kGrid}, {card.size.x - 2 * kPagePad, kTouchDp}},
                  "Reveal to everybody\u2026", allHandedIn(*session_))) {
      state_.revealing = session_->name;
    }
  }

  static bool allHandedIn(const CalibrationCard::Session& session) {
    return std::all_of(session.readers.begin(), session.readers.end(),
                       [&](const CalibrationCard::Reader& each) { return each.handedIn == session.readings; });
  }

  // Of a session that is revealed.
  void results() {
    const Rect& card = layout_.readers;
    titledCard(card, session_->name, counted(session_->cases, "case"));
    const double foot = kTouchDp + 2 * kGrid;
    const bool shown = session_->state == CalibrationCard::Session::State::Shown;
    if (shown) {
      heads(card);
    }
    const double words = remarks({{0, 0}, {card.size.x - 2 * kPagePad, 0}}, false);
    double y = beginList("calibration results", card, kCardTitle + (shown ? kColumnHeads : 0),
                         double(session_->readers.size()) * kTwoLines + words, foot);
    for (const CalibrationCard::Reader& each : session_->readers) {
      reader(rowIn(card, y, kTwoLines), each);
      y += kTwoLines;
    }
    remarks({{card.origin.x + kPagePad, y}, {card.size.x - 2 * kPagePad, 0}}, true);
    w_.endScroll();
    if (shown &&
        w_.button("calibration see",
                  {{card.origin.x + kPagePad, card.end().y - kTouchDp - kGrid}, {card.size.x - 2 * kPagePad, kTouchDp}},
                  "See where they differ, in 3D", true)) {
      see(session_->name, "");
    }
  }

  // Where a column of a table ends, from its right edge, and how wide it is.
  struct Column {
    double end;
    double width;
  };
  static constexpr Column kAdded{0, 56}, kMissed{56, 60}, kSurface{116, 84}, kDice{200, 104};

  static Rect cell(const Rect& row, const Column& column, double y, double height) {
    return {{row.end().x - column.end - column.width, y}, {column.width, height}};
  }

  void heads(const Rect& card) {
    const Rect line{{card.origin.x + kPagePad, card.origin.y + kCardTitle}, {card.size.x - 2 * kPagePad, kColumnHeads}};
    const auto head = [&](const Column& column, std::string_view what) {
      w_.text(w_.fonts.small, w_.theme.muted, cell(line, column, line.origin.y, kColumnHeads), what, Align::Right);
    };
    head(kDice, "Dice (95 %)");
    head(kSurface, "Surface");
    head(kMissed, "Missed");
    head(kAdded, "Added");
  }

  void reader(const Rect& row, const CalibrationCard::Reader& each) {
    const Rect line{{row.origin.x + kPagePad - kGrid, row.origin.y}, {row.size.x - 2 * (kPagePad - kGrid), row.size.y}};
    const CompareCard::Reader& agreement = each.agreement;
    const double names = line.size.x - kDice.end - kDice.width - kGrid;
    const double middle = row.origin.y + (each.typical.empty() ? (row.size.y - 22) / 2 : 7);
    w_.text(agreement.you ? w_.fonts.strong : w_.fonts.body, w_.theme.text, {{line.origin.x, middle}, {names, 22}},
            nameOf(each));
    w_.text(w_.fonts.small, w_.theme.muted, {{line.origin.x, row.origin.y + 29}, {names, 18}}, each.typical);
    const bool alone = agreement.interval.empty();
    w_.text(w_.fonts.body, w_.theme.text, cell(line, kDice, row.origin.y + (alone ? (row.size.y - 22) / 2 : 7), 22),
            agreement.dice, Align::Right);
    w_.text(w_.fonts.small, w_.theme.muted, cell(line, kDice, row.origin.y + 29, 18), agreement.interval, Align::Right);
    w_.text(w_.fonts.body, w_.theme.text, cell(line, kSurface, row.origin.y, row.size.y), each.surface, Align::Right);
    const auto count = [&](const Column& column, std::int64_t number) {
      w_.text(w_.fonts.body, number > 0 ? w_.theme.caution : w_.theme.muted,
              cell(line, column, row.origin.y, row.size.y), std::to_string(number), Align::Right);
    };
    count(kMissed, agreement.missed);
    count(kAdded, agreement.added);
  }

  double remarks(const Rect& box, bool draws) {
    Flow flow(w_, box, draws);
    flow.gap(kGrid);
    if (session_->state == CalibrationCard::Session::State::Working) {
      flow.paragraph("Holding the readings against each other\u2026", w_.theme.muted);
    } else if (session_->state == CalibrationCard::Session::State::Failed) {
      flow.paragraph(session_->fault, w_.theme.caution);
    } else {
      flow.small(session_->agreement, w_.theme.muted);
    }
    for (const std::string& each : session_->twice) {
      flow.paragraph(each, w_.theme.text);
    }
    for (const std::string& each : session_->remarks) {
      flow.small(each, w_.theme.caution);
    }
    return flow.height();
  }

  void trend() {
    const Rect& card = layout_.trend;
    titledCard(card, "Agreement over sessions", "Krippendorff\u2019s \u03B1 of voxels, 95 %");
    const Rect foot{{card.origin.x + kPagePad, card.end().y - 44}, {card.size.x - 2 * kPagePad, 36}};
    if (card_.trend.empty()) {
      w_.text(w_.fonts.body, w_.theme.muted, {{foot.origin.x, card.origin.y + kCardTitle}, {foot.size.x, 32}},
              "Nothing is revealed yet.");
    } else {
      drawTrend(w_,
                {{card.origin.x + 12, card.origin.y + kCardTitle}, {card.size.x - 32, card.size.y - kCardTitle - 52}},
                {card_.trend, card_.least, "intervals are to lie above 0.667"});
    }
    if (!card_.gate.empty() && !card_.sessions.empty()) {
      const std::string_view verdict = card_.gateOpen ? "Production: go" : "Production: not yet";
      const double width = double(w_.widthOf(w_.fonts.strong, verdict)) + 24;
      w_.fill({{foot.origin.x, foot.origin.y + 4}, {width, 28}},
              card_.gateOpen ? w_.theme.acceptGround : w_.theme.cautionGround, w_.theme.rowCorner);
      w_.text(w_.fonts.strong, card_.gateOpen ? w_.theme.accept : w_.theme.caution, {foot.origin, {width, 36}}, verdict,
              Align::Center);
      w_.text(w_.fonts.small, w_.theme.muted,
              {{foot.origin.x + width + 12, foot.origin.y}, {foot.size.x - width - 12, 36}}, card_.gate);
    }
  }

  // One's own agreement from session to session, what one tends to, and what is worth another look.
  void own(const Rect& card) {
    titledCard(card, "You", "mean Dice, 95 %");
    const bool beside = card.size.x > 560;
    const double plot = beside ? card.size.y - kCardTitle - 2 * kGrid : std::min(190.0, std::floor(card.size.y * 0.36));
    const double wide = beside ? std::floor(card.size.x * 0.5) : card.size.x;
    drawTrend(w_, {{card.origin.x + 12, card.origin.y + kCardTitle}, {wide - 32, plot}}, {card_.own, {}, {}});
    const Rect rest{card.origin + (beside ? glm::dvec2(wide, kCardTitle - kGrid) : glm::dvec2(0, kCardTitle + plot)),
                    {beside ? card.size.x - wide : wide, card.size.y - kCardTitle - (beside ? 0 : plot)}};
    Flow flow(w_, {rest.origin + glm::dvec2(kPagePad, kGrid), {rest.size.x - 2 * kPagePad, 0}}, true);
    flow.paragraph(card_.ownError.empty() ? "Nothing stands out in your last session."
                                          : "Last session: you are " + card_.ownError + ".",
                   w_.theme.text);
    flow.heading(card_.again.empty() ? "No case to look at again" : "Look at again");
    double y = beginList("calibration again", rest, flow.y() - rest.origin.y, double(card_.again.size()) * kTwoLines);
    for (std::size_t i = 0; i < card_.again.size(); ++i, y += kTwoLines) {
      const CalibrationCard::Again& each = card_.again[i];
      if (row("again " + std::to_string(i), rowIn(rest, y, kTwoLines), false, each.caseName,
              each.session + " \u00B7 " + each.words, w_.theme.muted)) {
        see(each.session, each.caseName);
      }
    }
    w_.endScroll();
  }

  void see(const std::string& session, const std::string& caseName) {
    frame_.requests.emplace_back(SeeDifferences{session, caseName});
    state_.shown = false;
  }

  static std::string nameOf(const CalibrationCard::Reader& each) {
    return each.agreement.you ? "You (" + each.agreement.name + ")" : each.agreement.name;
  }

  const CalibrationCard& card_;
  CalibrationState& state_;
  const CalibrationLayout layout_;
  const CalibrationCard::Session* session_;
};

}  // namespace

void drawCalibration(PanelFrame& frame) {
  CalibrationState& state = frame.state.calibration;
  if (!state.shown || !frame.model.calibration) {
    return;
  }
  CalibrationPage(frame, *frame.model.calibration).draw();
  if (state.opening) {
    drawOpeningSheet(frame);
  } else if (!state.revealing.empty()) {
    drawRevealSheet(frame);
  } else if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
    state.shown = false;
  }
}

}  // namespace ui
