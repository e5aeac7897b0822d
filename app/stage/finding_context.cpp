#include "stage/finding_context.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <glm/geometric.hpp>
#include <glm/vector_relational.hpp>
#include <iterator>
#include <utility>

#include "analysis/surface_distance.h"
#include "core/error.h"
#include "core/text.h"
#include "stage/review_card.h"
#include "workflow/second_look.h"

namespace stage {
namespace {

constexpr glm::vec3 lineColor(unsigned hex) {
  return {float(hex >> 16 & 255) / 255.f, float(hex >> 8 & 255) / 255.f, float(hex & 255) / 255.f};
}

// Bright, for thin lines on dark and on bright tissue, and none of a lesion's: magenta, aqua, lime, red, violet.
constexpr std::array kReaderColors = {lineColor(0xFF40F0), lineColor(0x20FFFF), lineColor(0x90FF20),
                                      lineColor(0xFF2040), lineColor(0x7A50FF)};
constexpr glm::vec3 kInstead = lineColor(0xFFFFFF);
constexpr int kGrows = 32;           // voxels by which a finding may grow until its surroundings are looked at anew
constexpr float kToldApart = 0.34f;  // in RGB

std::string volumeWords(std::int64_t voxels, const core::Grid& grid) {
  const double ml = double(voxels) * grid.voxelVolumeMl();
  return core::printed(ml < 10 ? "%.2f ml" : "%.1f ml", ml);
}

std::string agreementWords(const workflow::ReadFinding& read) {
  if (!read.dice) {
    return "";
  }
  const std::string least = core::printed("%.2f", read.dice->first), most = core::printed("%.2f", read.dice->second);
  return (read.readings.size() == 2 ? "Dice between them " : "Pairwise Dice ") +
         (least == most ? least : least + "\u2013" + most);
}

// "0.33 ml less, 2.1 mm at most"
std::string changeWords(const core::Mask& was, const core::Mask& is, const core::Grid& grid) {
  const std::int64_t voxels = is.count() - was.count();
  std::string words = voxels == 0 ? "as large" : volumeWords(std::abs(voxels), grid) + (voxels > 0 ? " more" : " less");
  if (const auto mm = analysis::surfaceDistances(was, is, grid.spacingMm()).hausdorffMm()) {
    words += core::printed(", %.1f mm at most", *mm);
  }
  return words;
}

}  // namespace

glm::vec3 readerColor(std::size_t index, glm::vec3 finding) {
  const glm::vec3 own = kReaderColors[index % kReaderColors.size()];
  return glm::distance(own, finding) > kToldApart ? own : kInstead;
}

FindingContext::FindingContext(store::Installation installation)
    : installation_(std::move(installation)),
      latest_([this](const Question& question, const auto&) -> std::optional<Answer> {
        try {
          return found(store::ProjectFile(question.project, store::Access::Read, installation_), question);
        } catch (const core::Error&) {
          return std::nullopt;  // moved, deleted or locked at present: the session says so
        }
      }) {}

// One more to be shown like a reading: the finding itself, before it was changed.
void FindingContext::addBefore(const store::ProjectFile& project, const Question& question, Answer& answer) {
  const workflow::Record& record = question.news->record;
  const auto item = std::find_if(question.news->queue.begin(), question.news->queue.end(), [&](const auto& each) {
    return record.lesions[each.lesion].lesion.id == question.finding;
  });
  if (item == question.news->queue.end()) {
    return;
  }
  if (auto was = workflow::asDecided(project, record, *item)) {
    const core::Lesion& now = record.lesions[item->lesion].lesion;
    answer.title += answer.title.empty() ? "As it was" : ", and as it was";
    if (answer.readings.empty() && !was->mask.isEmpty()) {
      answer.agreement = changeWords(was->mask, project.mask(now.id), record.findCase(now.caseId)->grid);
    }
    answer.readings.push_back({.track = now.track,
                               .reader = "When " + decidedWords(*workflow::decidedBeforeChange(*item)),
                               .classes = was->lesion.className == now.className ? std::vector<std::string>()
                                                                                 : std::vector{was->lesion.className},
                               .mask = std::move(was->mask)});
  }
}

FindingContext::Answer FindingContext::found(const store::ProjectFile& project, const Question& question) {
  const workflow::Record& record = question.news->record;
  Answer answer{.finding = question.finding,
                .withReadings = question.readings,
                .readings = {},
                .title = {},
                .agreement = {},
                .others = {}};
  const auto finding = std::find_if(record.lesions.begin(), record.lesions.end(),
                                    [&](const auto& each) { return each.lesion.id == question.finding; });
  if (finding == record.lesions.end()) {
    return answer;
  }
  if (question.readings) {
    workflow::ReadFinding read = workflow::readingsOf(project, record, question.finding);
    answer.title = read.readings.empty() ? "" : "What readers marked";
    answer.agreement = agreementWords(read);
    answer.readings = std::move(read.readings);
  }
  addBefore(project, question, answer);
  const core::Lesion& own = finding->lesion;
  const auto boxOf = [&](const core::LesionId& id) {
    const auto row = project.lesion(id);
    return row ? row->bounds : std::nullopt;
  };
  const auto here = boxOf(own.id);
  for (const workflow::QueueItem& item : question.news->queue) {
    const core::Lesion& other = record.lesions[item.lesion].lesion;
    if (other.caseId != own.caseId || other.track == own.track || item.state == workflow::LesionState::Rejected) {
      continue;
    }
    const auto there = boxOf(other.id);
    if (!here || !there || glm::any(glm::lessThan(there->max, here->min - kGrows)) ||
        glm::any(glm::greaterThan(there->min, here->max + kGrows))) {
      continue;
    }
    Other& each = answer.others.emplace_back(Other{other, project.mask(other.id)});
    each.lesion.name += " of track \u201C" + other.track + "\u201D";
  }
  return answer;
}

void FindingContext::poll(ReviewRoom& room, const std::shared_ptr<const ReviewNews>& news,
                          std::optional<core::LesionId> finding, bool readings) {
  if (answer_ && (answer_->finding != finding || (answer_->withReadings && !readings))) {
    answer_.reset();
    outlines_.reset();
    ++revision_;
  }
  const auto lesion = finding ? room.workspace.session().find(finding->hex()) : std::nullopt;
  if (lesion && news != nullptr) {
    const Question now{room.workspace.session().path(), news, *finding, readings};
    if (asked_ != now) {
      asked_ = now;
      waits_ = true;
      latest_.ask(now);
    }
    const bool ended = !latest_.isWorking();  // before the answer is taken: it is there then, or never comes
    std::optional<Answer> answer = latest_.take();
    waits_ = waits_ && !answer && !ended;
    if (answer && answer->finding == *finding) {
      answer_ = std::move(answer);
      ++revision_;
      findingColor_ = room.workspace.model().lesions[*lesion].color;
      outline();
    }
  } else {
    asked_.reset();
    waits_ = false;
  }
  room.workspace.showOutlines(outlines_);
}

void FindingContext::outline() {
  auto outlines = std::make_shared<Workspace::Outlines>();
  const std::vector<workflow::FindingReading>& readings = answer_->readings;
  colors_.clear();
  for (std::size_t i = 0; i < readings.size(); ++i) {
    colors_.push_back(readerColor(i, findingColor_));
    if (!readings[i].mask.isEmpty() && !hidden_.contains(readings[i].reader)) {
      outlines->push_back({colors_.back(), readings[i].mask});
    }
  }
  outlines_ = outlines->empty() ? nullptr : std::move(outlines);
}

void FindingContext::toggle(std::size_t reading) {
  if (!answer_ || reading >= answer_->readings.size()) {
    return;
  }
  const std::string& reader = answer_->readings[reading].reader;
  if (hidden_.erase(reader) == 0) {
    hidden_.insert(reader);
  }
  outline();
}

std::vector<workflow::MarkedLesion> FindingContext::others() const {
  std::vector<workflow::MarkedLesion> marked;
  if (answer_) {
    for (const Other& each : answer_->others) {
      marked.push_back({&each.lesion, &each.mask});
    }
  }
  return marked;
}

void FindingContext::fill(ui::ReviewCard& card, const core::Grid& grid) const {
  if (!answer_) {
    return;
  }
  for (std::size_t i = 0; i < answer_->readings.size(); ++i) {
    const workflow::FindingReading& each = answer_->readings[i];
    const bool marked = !each.mask.isEmpty();
    card.readings.push_back({.reader = each.reader,
                             .marked = each.withheld ? "not in this copy"
                                       : marked      ? core::joined(each.classes)
                                                     : "not marked",
                             .volume = marked ? volumeWords(each.mask.count(), grid) : "",
                             .color = colors_[i],
                             .outlined = marked,
                             .shown = !hidden_.contains(each.reader)});
  }
  card.readingsTitle = answer_->title;
  card.agreement = answer_->agreement;
}

}  // namespace stage
