// Who works on the project, on a page of its own: oneself and this device at the left, everyone at the right.
#include <algorithm>

#include "ui/flow.h"
#include "ui/halves.h"
#include "ui/page.h"

namespace ui {
namespace {

constexpr double kPeopleHeader = 56;

std::string rolesOf(const PeopleCard::Person& person) {
  std::string words;
  for (std::size_t i = 0; i < kRoles; ++i) {
    if (person.roles[i]) {
      words += (words.empty() ? "" : ", ") + std::string(roleWords()[i].title);
    }
  }
  return words.empty() ? "no role yet" : words;
}

class PeoplePage : Page {
 public:
  PeoplePage(PanelFrame& frame, const PeopleCard& card) : Page(frame), card_(card), state_(frame.state.enrolled) {}

  void draw() {
    w_.beginPanel("people page", {{0, 0}, frame_.sizeDp}, w_.theme.ground, 0, true);
    if (header("people", {{0, 0}, {frame_.sizeDp.x, kPeopleHeader}}, "People",
               "who works on this project, and as what") == Header::Leave) {
      state_.shown = false;
    }
    const Rect room{{kMargin, kPeopleHeader},
                    {frame_.sizeDp.x - 2 * kMargin, frame_.sizeDp.y - kPeopleHeader - kMargin}};
    const auto [left, right] = room.size.y > room.size.x ? stacked(room, 0.42) : sideBySide(room, 0.42);
    oneself(left);
    everyone(right);
    w_.endPanel();
  }

 private:
  void open(PeopleState::Sheet sheet, std::size_t person = 0) {
    state_.sheet = sheet;
    state_.person = person;
    state_.done = card_.done;
    state_.name = sheet == PeopleState::Sheet::EnrolOther ? "" : card_.self;
    state_.device = card_.device;
    state_.reason.clear();
    state_.passphrase.clear();
    state_.again.clear();
    if (person < card_.people.size()) {
      state_.roles = card_.people[person].roles;
    }
    frame_.state.fresh = true;
  }

  void oneself(const Rect& box) {
    titledCard(box, card_.self, "you");
    const Rect column{box.origin + glm::dvec2(kPagePad, kCardTitle), {box.size.x - 2 * kPagePad, 0}};
    const double end = box.end().y - kGrid;
    double y = end - kTouchDp;
    const auto button = [&](const char* name, const char* label, bool strong, PeopleState::Sheet sheet) {
      if (w_.button(name, {{column.origin.x, y}, {column.size.x, kTouchDp}}, label, strong)) {
        open(sheet, card_.own.value_or(card_.people.size()));
      }
      y -= kTouchDp + kGrid;
    };
    Flow flow(w_, column, true);
    if (!card_.own) {
      flow.paragraph("You are not enrolled here.", w_.theme.text);
      flow.small(
          card_.people.empty()
              ? "Nobody is yet: everyone who has the file may do everything, under any name. Whoever enrols first is "
                "lead, enrols others and gives them roles. From then on each edit is signed and its right checked."
              : "Enrol with a key of your own; then a lead compares its digits with you and gives you a role.",
          w_.theme.muted);
      button("people enrol", "Enrol\u2026", true, PeopleState::Sheet::Enrol);
    } else {
      const PeopleCard::Person& own = card_.people[*card_.own];
      flow.heading("Your roles");
      flow.paragraph(rolesOf(own), w_.theme.text);
      if (std::none_of(own.roles.begin(), own.roles.end(), [](bool has) { return has; })) {
        flow.small("A lead gives you one, on this page of theirs. Read them your key: they compare it first.",
                   w_.theme.caution);
      } else if (card_.mayManage) {
        flow.small("Others enrol themselves on their computers, on this page; you give them roles here.",
                   w_.theme.muted);
      }
      flow.heading("Your key");
      flow.paragraph(own.key, w_.theme.text);
      flow.small(own.keyHere ? "It is on this device, locked by your passphrase."
                             : "It is on another device. Sign there, or declare it lost and enrol here.",
                 w_.theme.muted);
      flow.heading("This device");
      flow.paragraph(card_.worksHere ? "It signs what you paint here." : "It does not sign in your name yet.",
                     card_.worksHere ? w_.theme.text : w_.theme.caution);
      if (own.keyHere) {
        button("people lost", "My key is lost\u2026", false, PeopleState::Sheet::Revoke);
        card_.worksHere
            ? button("people withdraw", "Stop signing on this device\u2026", false, PeopleState::Sheet::Withdraw)
            : button("people endorse", "Sign on this device\u2026", true, PeopleState::Sheet::Endorse);
      }
    }
    if (!card_.fault.empty() && state_.sheet == PeopleState::Sheet::None) {
      flow.gap(kGrid);
      flow.paragraph(card_.fault, w_.theme.caution);
    }
  }

  void everyone(const Rect& box) {
    titledCard(box, "Enrolled", card_.people.empty() ? "" : counted(card_.people.size(), "key"));
    if (card_.people.empty()) {
      Flow flow(w_, {box.origin + glm::dvec2(kPagePad, kCardTitle), {box.size.x - 2 * kPagePad, 0}}, true);
      flow.paragraph("Nobody yet.", w_.theme.muted);
    }
    const bool others = card_.own.has_value() && card_.mayManage;
    double y = beginList("people list", box, kCardTitle, double(card_.people.size()) * kTwoLines,
                         others ? kTouchDp + 2 * kGrid + 20 : 0);
    for (std::size_t i = 0; i < card_.people.size(); ++i, y += kTwoLines) {
      const PeopleCard::Person& each = card_.people[i];
      const bool tells = card_.mayManage && !each.revoked;
      const std::string state =
          (each.revoked ? "key declared lost" : rolesOf(each)) + (tells ? "  \u00B7  tap to give or take roles" : "");
      const bool tapped = row("person " + std::to_string(i), rowIn(box, y, kTwoLines), card_.own == i, each.name,
                              state + "  \u00B7  " + each.key, each.revoked ? w_.theme.faint : w_.theme.muted);
      if (tapped && !each.revoked && card_.mayManage) {
        open(PeopleState::Sheet::Roles, i);
      }
    }
    w_.endScroll();
    const Rect foot{{box.origin.x + kPagePad, box.end().y - kTouchDp - kGrid}, {box.size.x - 2 * kPagePad, kTouchDp}};
    if (others && w_.button("people other", foot, "Enrol somebody at this computer\u2026", false)) {
      open(PeopleState::Sheet::EnrolOther);
    }
    if (others) {
      w_.text(w_.fonts.small, w_.theme.muted, {foot.origin - glm::dvec2(0, 22), {foot.size.x, 20}},
              "Only whoever works at this very computer, beside you:");
    }
  }

  const PeopleCard& card_;
  PeopleState& state_;
};

}  // namespace

std::span<const RoleWords> roleWords() {
  static constexpr std::array<RoleWords, kRoles> kWords = {{
      {"reader", "paints and hands in readings"},
      {"reviewer", "decides on findings"},
      {"adjudicator", "decides where others differ"},
      {"lead", "people, policy, guideline, images, releases"},
      {"teacher", "calibration, and who reads what"},
      {"observer", "only looks"},
  }};
  return kWords;
}

void drawPeoplePage(PanelFrame& frame) {
  PeopleState& state = frame.state.enrolled;
  if (!state.shown || !frame.model.enrolled) {
    return;
  }
  PeoplePage(frame, *frame.model.enrolled).draw();
  if (state.sheet != PeopleState::Sheet::None) {
    drawPeopleSheet(frame);
  } else if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
    state.shown = false;
  }
}

}  // namespace ui
