#include "workflow/reading_checks.h"

#include <array>
#include <cstdio>
#include <utility>

#include "analysis/overlap.h"
#include "workflow/project_record.h"

namespace workflow {
namespace {

std::string volumeText(double mm3) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), mm3 < 10 ? "%.1f mm\u00B3" : "%.0f mm\u00B3", mm3);
  return text.data();
}

class Checks {
 public:
  Checks(const core::Grid& grid, std::span<const MarkedLesion> lesions) : grid_(grid), lesions_(lesions) {}

  ReadingCheck filled() const {
    return each("", "Every lesion holds something", [&](std::size_t i) -> std::string {
      return lesions_[i].mask->isEmpty() ? nameOf(i) + " is empty" : "";
    });
  }

  ReadingCheck inside() const {
    return each("inside the image", "Everything lies inside the image", [&](std::size_t i) -> std::string {
      return core::isInside(*lesions_[i].mask, grid_) ? "" : nameOf(i) + " reaches out of the image";
    });
  }

  ReadingCheck classes(const core::Guideline& guideline) const {
    return each("class", "Every class is one of the guideline's", [&](std::size_t i) -> std::string {
      const std::string& className = lesions_[i].lesion->className;
      return guideline.find(className) != nullptr
                 ? ""
                 : nameOf(i) + " is \u201C" + className + "\u201D, a class that the guideline does not have";
    });
  }

  ReadingCheck sizes(const core::Guideline& guideline) const {
    return each("size", "Nothing is smaller than its class may be", [&](std::size_t i) -> std::string {
      const core::GuidelineClass* found = guideline.find(lesions_[i].lesion->className);
      const double mm3 = double(lesions_[i].mask->count()) * grid_.voxelVolumeMl() * 1000;
      if (found == nullptr || mm3 == 0 || mm3 >= found->smallestMm3) {
        return "";
      }
      return nameOf(i) + " is " + volumeText(mm3) + ", smallest allowed: " + volumeText(found->smallestMm3);
    });
  }

  ReadingCheck overlaps(const core::Guideline& guideline) const {
    ReadingCheck check{.about = "overlap", .what = "Within this reading, lesions overlap only where they may"};
    const auto mayOverlap = [&](std::size_t i) {
      const core::GuidelineClass* found = guideline.find(lesions_[i].lesion->className);
      return found == nullptr || found->mayOverlap;
    };
    for (std::size_t i = 0; i < lesions_.size(); ++i) {
      for (std::size_t other = 0; other < i; ++other) {
        const std::string& one = lesions_[i].lesion->className;
        const std::string& two = lesions_[other].lesion->className;
        const std::optional<double> dice = analysis::overlapOf(*lesions_[i].mask, *lesions_[other].mask).dice();
        if (one != two && dice.value_or(0) >= kAgreedDice) {
          check.faults.push_back({nameOf(other) + " (" + two + ") and " + nameOf(i) + " (" + one +
                                      ") lie at one place: one of them is wrong",
                                  {other, i}});
          continue;
        }
        if (mayOverlap(i) && mayOverlap(other)) {
          continue;
        }
        core::Mask shared = *lesions_[i].mask;
        shared &= *lesions_[other].mask;
        if (!shared.isEmpty()) {
          const double mm3 = double(shared.count()) * grid_.voxelVolumeMl() * 1000;
          check.faults.push_back({nameOf(other) + " and " + nameOf(i) + " share " + volumeText(mm3), {other, i}});
        }
      }
    }
    return check;
  }

 private:
  const std::string& nameOf(std::size_t i) const { return lesions_[i].lesion->name; }

  // faultOf: in plain words; empty where there is none.
  template <typename FaultOf>
  ReadingCheck each(std::string about, std::string what, const FaultOf& faultOf) const {
    ReadingCheck check{.about = std::move(about), .what = std::move(what)};
    for (std::size_t i = 0; i < lesions_.size(); ++i) {
      if (std::string fault = faultOf(i); !fault.empty()) {
        check.faults.push_back({std::move(fault), {i}});
      }
    }
    return check;
  }

  const core::Grid& grid_;
  std::span<const MarkedLesion> lesions_;
};

}  // namespace

std::vector<ReadingCheck> checksOf(const core::Guideline* guideline, const core::Grid& grid,
                                   std::span<const MarkedLesion> lesions) {
  const Checks checks(grid, lesions);
  std::vector<ReadingCheck> all;
  if (guideline != nullptr) {
    all = {checks.classes(*guideline), checks.sizes(*guideline), checks.overlaps(*guideline)};
  }
  all.push_back(checks.inside());
  all.push_back(checks.filled());
  return all;
}

}  // namespace workflow
