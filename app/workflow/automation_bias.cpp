#include "workflow/automation_bias.h"

#include <array>
#include <numeric>

#include "analysis/grouping.h"
#include "analysis/overlap.h"

namespace workflow {
namespace {

enum Track : std::size_t { Unaided, Aided, Candidates, Truth };

// The sum of pulls in one case, which is drawn as a whole.
struct Pull {
  double sum = 0;
  std::int64_t count = 0;
};

std::optional<double> meanOf(std::span<const Pull> pulls, std::span<const std::size_t> drawn) {
  Pull all;
  for (const std::size_t place : drawn) {
    all.sum += pulls[place].sum;
    all.count += pulls[place].count;
  }
  return all.count == 0 ? std::nullopt : std::optional(all.sum / double(all.count));
}

double diceOf(const core::Mask& a, const core::Mask& b) {
  return analysis::overlapOf(a, b).dice().value_or(1);
}

Pull addCase(AutomationBias& bias, const AidedCase& each) {
  const std::array<const analysis::ReadLesions*, 4> tracks{&each.unaided, &each.aided, &each.candidates, &each.truth};
  std::vector<analysis::Reading> readings(tracks.size());
  for (std::size_t track = 0; track < tracks.size(); ++track) {
    for (const analysis::ReadLesion& lesion : *tracks[track]) {
      readings[track].push_back(lesion.mask);
    }
  }
  Pull pull;
  for (const analysis::Finding& finding : analysis::findingsOf(readings)) {
    const auto marked = [&](Track track) { return finding.lesionOf[track].has_value(); };
    const auto mask = [&](Track track) -> const core::Mask& { return *readings[track][*finding.lesionOf[track]]; };
    if (marked(Candidates) && !marked(Truth)) {
      bias.keptFalse.add(marked(Aided));
      if (!marked(Unaided)) {
        bias.commission.add(marked(Aided));
      }
    }
    if (!marked(Candidates) && marked(Truth)) {
      bias.leftOut.add(!marked(Aided));
      if (marked(Unaided)) {
        bias.omission.add(!marked(Aided));
      }
    }
    if (marked(Candidates) && marked(Truth) && !marked(Unaided)) {
      bias.helped.add(marked(Aided));
    }
    if (marked(Candidates) && marked(Truth) && marked(Unaided) && marked(Aided) &&
        diceOf(mask(Candidates), mask(Truth)) < kRightBorderDice) {
      const double towards = diceOf(mask(Aided), mask(Candidates)) - diceOf(mask(Unaided), mask(Candidates));
      bias.towardsWrongBorder.add(towards > 0);
      pull.sum += towards;
      ++pull.count;
    }
  }
  return pull;
}

void finish(AutomationBias& bias, std::span<const Pull> pulls) {
  std::vector<std::size_t> all(pulls.size());
  std::iota(all.begin(), all.end(), std::size_t(0));
  bias.meanPull = meanOf(pulls, all);
  bias.pullInterval = analysis::bootstrapInterval(
      pulls.size(), [&](std::span<const std::size_t> drawn) { return meanOf(pulls, drawn); });
}

}  // namespace

AutomationBias automationBiasOf(const std::string& reader, std::span<const AidedCase> cases) {
  AutomationBias bias{.reader = reader};
  std::vector<Pull> pulls;
  for (const AidedCase& each : cases) {
    pulls.push_back(addCase(bias, each));
  }
  finish(bias, pulls);
  return bias;
}

AutomationBias automationBiasOfAll(std::span<const std::vector<AidedCase>> readers) {
  AutomationBias bias;
  std::vector<Pull> pulls;
  for (const std::vector<AidedCase>& cases : readers) {
    for (const AidedCase& each : cases) {
      pulls.push_back(addCase(bias, each));
    }
  }
  finish(bias, pulls);
  return bias;
}

}  // namespace workflow
