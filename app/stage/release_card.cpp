#include "stage/release_card.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <set>

#include "core/text.h"
#include "stage/in_words.h"
#include "workflow/calibration.h"
#include "workflow/late_changes.h"
#include "workflow/policy.h"
#include "workflow/queue.h"
#include "workflow/reading_tracks.h"

namespace stage {
namespace {

constexpr std::size_t kShownDigits = 16;

// "L1" in the quotation marks of books.
std::string quoted(const std::string& text) {
  std::string curly;
  bool open = false;
  for (const char each : text) {
    if (each == '"') {
      open = !open;
      curly += open ? "\u201C" : "\u201D";
    } else {
      curly += each;
    }
  }
  return curly;
}

std::string ofLesion(const release::Change& change) {
  return change.name + ", " + change.className;
}

}  // namespace

ui::ReleaseCard::Item itemOf(const release::StoredRelease& release) {
  const workflow::Manifest& manifest = release.manifest;
  const auto& signature = release.made.signature;
  ui::ReleaseCard::Item item{.name = release.made.name};
  const std::string day = manifest.made.substr(0, 10);
  item.words = day + ", by " + release.person;
  item.facts = {
      {"Made", day + " by " + release.person},
      {"Signed", signature ? "by " + release.person : "not: nobody was enrolled"},
      {"Lesions", std::to_string(manifest.lesions.size())},
      {"Cases", std::to_string(manifest.cases.size())},
      {"Files", std::to_string(manifest.files.size())},
      {"DICOM UIDs", manifest.retainsUids ? "the images\u2019 own" : "replaced: they tell nobody who it is"},
      {"Made with", "Sagitta " + manifest.program},
      {"Fingerprint", release.made.manifest.hex().substr(0, kShownDigits)},
  };
  return item;
}

std::vector<ui::ReleaseCard::Check> checksOf(const std::vector<workflow::Obstacle>& obstacles, bool known,
                                             std::vector<std::vector<std::size_t>>& places) {
  using State = ui::ReleaseCard::Check::State;
  std::vector<ui::ReleaseCard::Check> checks;
  places.clear();
  for (const workflow::GateCheck& each : workflow::gateChecks()) {
    ui::ReleaseCard::Check& check = checks.emplace_back();
    std::vector<std::size_t>& shown = places.emplace_back();
    check.title = each.title;
    check.later = each.ofFiles;
    for (std::size_t i = 0; i < obstacles.size(); ++i) {
      const workflow::Obstacle& obstacle = obstacles[i];
      if (std::find(each.rules.begin(), each.rules.end(), obstacle.rule) != each.rules.end()) {
        check.obstacles.push_back({quoted(capital(obstacle.subject)), quoted(capital(obstacle.what)),
                                   !obstacle.caseId.isZero(), obstacle.rule == "consensus", obstacle.subject});
        shown.push_back(i);
      }
    }
    check.state = !check.obstacles.empty() ? State::Blocked : !known || each.ofFiles ? State::Unknown : State::Passed;
  }
  return checks;
}

std::vector<ui::ReleaseCard::Holding> holdingsOf(const workflow::Record& record) {
  using Kind = workflow::TrackKind;
  const std::set<std::size_t> rejected = workflow::rejectedIn(workflow::reviewQueue(record));
  struct Held {
    std::size_t lesions = 0;
    std::size_t rejected = 0;
  };
  std::vector<ui::ReleaseCard::Holding> holdings;
  for (const core::Case& each : record.cases) {
    std::map<std::string, Held> goesIn;
    std::map<Kind, std::vector<std::string>> staysOut;
    for (std::size_t i = 0; i < record.lesions.size(); ++i) {
      const workflow::LesionFacts& facts = record.lesions[i];
      if (facts.lesion.caseId == each.id && workflow::isReviewed(record, facts)) {
        Held& held = goesIn[facts.lesion.track];
        ++(rejected.contains(i) ? held.rejected : held.lesions);
      }
    }
    for (const workflow::CaseTrack& track : workflow::tracksOf(record, {}, each.id)) {
      if (!goesIn.contains(track.track)) {
        staysOut[track.kind].push_back(track.track);
      }
    }
    ui::ReleaseCard::Holding& holding = holdings.emplace_back(ui::ReleaseCard::Holding{each.name, "", ""});
    for (const auto& [track, held] : goesIn) {
      holding.goesIn += (holding.goesIn.empty() ? "" : "; ") + track + ", " + std::to_string(held.lesions) +
                        (held.lesions == 1 ? " lesion" : " lesions") +
                        (held.rejected > 0 ? " (" + std::to_string(held.rejected) + " rejected)" : "");
    }
    const auto say = [&](std::initializer_list<Kind> kinds, const char* why) {
      std::vector<std::string> tracks;
      for (const Kind kind : kinds) {
        tracks.insert(tracks.end(), staysOut[kind].begin(), staysOut[kind].end());
      }
      if (!tracks.empty()) {
        holding.staysOut += (holding.staysOut.empty() ? "" : "; ") + core::joined(tracks) + " (" + why + ")";
      }
    };
    say({Kind::Reading, Kind::Underway, Kind::Again}, "readings: the consensus stands for them");
    say({Kind::Calibration}, "read for calibration");
    say({Kind::Candidates}, "a model\u2019s, which the consensus stands for");
    say({Kind::Consensus, Kind::Withheld}, "empty");
    for (const workflow::LateChange& late : record.lateIn(each.id)) {
      if (!workflow::isCalibrationTrack(record, each.id, late.track)) {
        holding.late.push_back("The reading of " + late.reader + " " + workflow::inWords(late) + ".");
      }
    }
  }
  return holdings;
}

std::string renamedWords(const std::vector<release::RenamedCase>& renamed) {
  constexpr std::size_t kNamed = 4;
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::min(renamed.size(), kNamed); ++i) {
    words.push_back(renamed[i].before + " is " + renamed[i].after);
  }
  if (renamed.size() > kNamed) {
    words.push_back("and " + std::to_string(renamed.size() - kNamed) + " more");
  }
  return words.empty() ? "" : "Renamed: " + core::joined(words) + ".";
}

ui::ReleaseCard::Change changeOf(const release::Change& change) {
  using Kind = ui::ReleaseCard::Change::Kind;
  ui::ReleaseCard::Change shown{.lesion = ofLesion(change), .where = change.caseName};
  if (!change.mlAfter) {
    shown.kind = Kind::Removed;
    shown.words = "removed, " + core::printed("%.2f ml", *change.mlBefore);
  } else if (!change.mlBefore) {
    shown.kind = Kind::Added;
    shown.words = "added, " + core::printed("%.2f ml", *change.mlAfter);
  } else {
    shown.words = core::printed("%.2f", *change.mlBefore) + " to " + core::printed("%.2f ml", *change.mlAfter);
    if (change.movedMm && *change.movedMm > 0) {
      shown.words += ", its surface moved by " + core::printed("%.1f mm (95th percentile)", *change.movedMm);
    }
    if (!change.classBefore.empty()) {
      shown.words += ", was of class " + change.classBefore;
    }
  }
  return shown;
}

std::string nameAfter(const std::string& latest) {
  const std::size_t digits = latest.find_last_not_of("0123456789") + 1;  // npos + 1 is 0: all are
  unsigned number = 0;
  const char* end = latest.data() + latest.size();
  if (digits == latest.size() || std::from_chars(latest.data() + digits, end, number).ec != std::errc()) {
    return "";
  }
  std::string next = std::to_string(number + 1);
  next.insert(0, std::max(latest.size() - digits, next.size()) - next.size(), '0');
  return latest.substr(0, digits) + next;
}

}  // namespace stage
