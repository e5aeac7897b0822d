#include "release/report.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "core/text.h"
#include "core/wall_clock.h"
#include "exchange/files.h"
#include "release/html.h"
#include "workflow/assignment.h"
#include "workflow/policy.h"

namespace release {
namespace {

std::string cell(const std::string& text) {
  return "<td>" + escaped(text) + "</td>";
}

std::string row(const std::vector<std::string>& cells) {
  std::string html = "<tr>";
  for (const std::string& each : cells) {
    html += cell(each);
  }
  return html + "</tr>\n";
}

std::string head(const std::vector<std::string>& cells) {
  std::string html = "<tr>";
  for (const std::string& each : cells) {
    html += "<th>" + escaped(each) + "</th>";
  }
  return html + "</tr>\n";
}

// Values between 0 and 1, a dot each: how they spread is seen at once, in print as on a screen.
std::string dotPlot(const std::string& title, const std::vector<std::pair<std::string, std::vector<double>>>& rows) {
  constexpr int kLeft = 220, kWidth = 480, kRow = 24;
  const int height = kRow * int(rows.size()) + 40;
  std::string svg = "<figure><svg role=\"img\" viewBox=\"0 0 " + std::to_string(kLeft + kWidth + 20) + " " +
                    std::to_string(height) + "\" width=\"100%\"><title>" + escaped(title) + "</title>\n";
  for (int tick = 0; tick <= 5; ++tick) {
    const std::string x = std::to_string(kLeft + kWidth * tick / 5);
    svg += "<line x1=\"" + x + "\" x2=\"" + x + "\" y1=\"8\" y2=\"" + std::to_string(height - 24) +
           "\" stroke=\"#d8dde2\"/><text x=\"" + x + "\" y=\"" + std::to_string(height - 6) +
           "\" font-size=\"12\" text-anchor=\"middle\">" + core::printed("%.1f", tick / 5.0) + "</text>\n";
  }
  int y = 24;
  for (const auto& [label, values] : rows) {
    svg += "<text x=\"0\" y=\"" + std::to_string(y + 4) + "\" font-size=\"12\">" + escaped(label) + "</text>";
    for (const double value : values) {
      svg += "<circle cx=\"" + core::printed("%.1f", kLeft + kWidth * value) + "\" cy=\"" + std::to_string(y) +
             "\" r=\"4\" fill=\"#1e8fa8\" fill-opacity=\"0.6\"/>";
    }
    svg += "\n";
    y += kRow;
  }
  return svg + "</svg><figcaption>" + escaped(title) + "</figcaption></figure>\n";
}

class Report {
 public:
  explicit Report(const ReportContent& content) : content_(content), manifest_(content.manifest) {}

  std::string html() {
    summary();
    rules();
    people();
    agreement();
    changes();
    lesions();
    return htmlPage(manifest_.project + ", release " + manifest_.name, body_);
  }

 private:
  std::string caseName(const core::CaseId& id) const { return content_.record.findCase(id)->name; }

  void summary() {
    double volumeMl = 0;
    std::map<std::string, int> classes;
    for (const workflow::ManifestLesion& each : manifest_.lesions) {
      volumeMl += each.volumeMl;
      ++classes[each.className];
    }
    body_ += "<p>" + std::to_string(manifest_.lesions.size()) + " lesions (" + core::printed("%.2f ml", volumeMl) +
             ") in " + std::to_string(manifest_.cases.size()) + " cases, made " +
             escaped(manifest_.made.substr(0, 10)) + " with Sagitta " + escaped(manifest_.program) +
             ". Every file stands in manifest.json with its SHA-256.</p>\n";
    body_ += "<table>" + head({"Class", "Lesions"});
    for (const auto& [className, count] : classes) {
      body_ += row({className, std::to_string(count)});
    }
    body_ += "</table>\n<table>" + head({"Case", "Kind of image", "Part"});
    for (const workflow::ManifestCase& each : manifest_.cases) {
      body_ += row({each.name, each.modality, each.sequestered ? "test, kept apart" : "training"});
    }
    body_ += "</table>\n<p class=\"muted\">Log <code>" + manifest_.log.hex() + "</code></p>\n";
  }

  void rules() {
    const core::PolicySet policy = content_.record.policy();
    body_ += "<h2>By which rules</h2>\n<p>Review: " + std::string(core::name(policy.rule)) + ". ";
    body_ += policy.criticalClasses.empty()
                 ? ""
                 : "Critical classes: " + escaped(core::joined(policy.criticalClasses)) + ". ";
    body_ += policy.resolvers.empty() ? "" : "Escalated to: " + escaped(core::joined(policy.resolvers)) + ". ";
    body_ += "</p>\n";
    if (const std::vector<workflow::PolicyChange> changes = workflow::policyChanges(content_.record);
        changes.size() > 1) {
      body_ += "<table>" + head({"Review", "Since", "By", "Asks for less than before", "Why"});
      for (const workflow::PolicyChange& each : changes) {
        body_ += row({std::string(core::name(each.policy.rule)), core::utcText(each.wallClockMs).substr(0, 10),
                      each.person, core::joined(each.less, "; "), each.policy.reason});
      }
      body_ += "</table>\n";
    }
    body_ += "<table>" + head({"Guideline", "Published", "By", "Version"});
    for (const workflow::GuidelineVersion& each : content_.record.guidelines) {
      body_ += row({each.guideline.title, core::utcText(each.wallClockMs).substr(0, 10), each.person,
                    each.hash.hex().substr(0, 16)});
    }
    body_ += "</table>\n";
  }

  void people() {
    std::map<std::string, std::pair<int, double>> deciders;  // decisions, seconds
    for (const workflow::QueueItem& item : content_.queue) {
      for (const workflow::Opinion& each : item.opinions) {
        ++deciders[each.person].first;
        deciders[each.person].second += double(each.lookedMs) / 1000;
      }
    }
    std::map<std::string, std::set<std::string>> tracks;
    for (const workflow::LesionFacts& each : content_.record.lesions) {
      tracks[each.lesion.author].insert(each.lesion.track);
    }
    body_ += "<h2>Who read and who decided</h2>\n<table>" + head({"Reader", "Tracks"});
    for (const auto& [person, all] : tracks) {
      body_ += row({person, core::joined(all)});
    }
    body_ += "</table>\n<table>" + head({"Reviewer", "Decisions", "Seconds each"});
    for (const auto& [person, done] : deciders) {
      body_ += row({person, std::to_string(done.first), core::printed("%.1f", done.second / done.first)});
    }
    body_ += "</table>\n";
  }

  void agreement() {
    const Json& cases = content_.agreement.at("cases");
    if (cases.empty()) {
      return;
    }
    body_ +=
        "<h2>How far readers agree</h2>\n<table>" + head({"Case", "Readings", "Alpha of lesions", "Alpha of voxels"});
    std::vector<std::pair<std::string, std::vector<double>>> dice;
    for (const Json& each : cases) {
      body_ += row({each.at("case"), std::to_string(each.at("tracks").size()),
                    estimateText(each.at("agreement").at("lesions").at("krippendorff_alpha")),
                    estimateText(each.at("agreement").at("voxels").at("krippendorff_alpha"))});
      for (const Json& lesion : each.at("lesions")) {
        std::vector<double> values;
        for (const Json& pair : lesion.at("pairs")) {
          if (!pair.at("dice").is_null()) {
            values.push_back(pair.at("dice"));
          }
        }
        dice.emplace_back(each.at("case").get<std::string>() + ", " + lesion.at("name").get<std::string>(),
                          std::move(values));
      }
    }
    body_ += "</table>\n" + dotPlot("Dice of every pair of readers, finding by finding", dice);
  }

  static std::string estimateText(const Json& estimate) {
    if (estimate.is_null()) {
      return "-";
    }
    const Json& interval = estimate.at("interval_95");
    return core::printed("%.3f", estimate.at("value").get<double>()) +
           (interval.is_null() ? ""
                               : " (" + core::printed("%.3f", interval[0].get<double>()) + " to " +
                                     core::printed("%.3f", interval[1].get<double>()) + ")");
  }

  void changes() {
    if (manifest_.previous.empty()) {
      return;
    }
    body_ += "<h2>What changed since release " + escaped(manifest_.previous) + "</h2>\n<ul>\n";
    for (const std::string& each : content_.changes) {
      body_ += "<li>" + escaped(each) + "</li>\n";
    }
    body_ += content_.changes.empty() ? "<li>No lesion was added, removed or changed.</li>\n</ul>\n" : "</ul>\n";
  }

  void lesions() {
    body_ += "<h2>Every lesion</h2>\n";
    for (const core::Case& each : content_.record.cases) {
      for (const workflow::ManifestLesion& lesion : manifest_.lesions) {
        if (lesion.caseId != each.id) {
          continue;
        }
        body_ += "<figure>";
        if (const auto picture = content_.pictures.find(lesion.id); picture != content_.pictures.end()) {
          const std::string png = exchange::readText(content_.folder / picture->second);
          body_ += pngImage(std::as_bytes(std::span(png)), lesion.name);
        }
        body_ += "<figcaption><b>" + escaped(lesion.name) + "</b>, " + escaped(lesion.className) + ", " +
                 core::printed("%.3f ml", lesion.volumeMl) + ", " + escaped(each.name) + " (" + escaped(lesion.track) +
                 "), " + escaped(lesion.provenance) +
                 (lesion.acceptedBy.empty() ? ", not drawn for review"
                                            : ", accepted by " + escaped(core::joined(lesion.acceptedBy))) +
                 ". <code>" + lesion.version.hex().substr(0, 16) + "</code></figcaption></figure>\n";
      }
    }
  }

  const ReportContent& content_;
  const workflow::Manifest& manifest_;
  std::string body_;
};

}  // namespace

std::string releaseReport(const ReportContent& content) {
  return Report(content).html();
}

}  // namespace release
