#include "release/guideline_page.h"

#include "core/text.h"
#include "core/wall_clock.h"
#include "exchange/guideline_file.h"
#include "imaging/volume_codec.h"
#include "release/html.h"

namespace release {
namespace {

std::string paragraph(const std::string& label, const std::string& text) {
  return text.empty() ? "" : "<p><b>" + label + "</b> " + escaped(text) + "</p>\n";
}

std::string rowOf(const core::GuidelineClass& each) {
  std::string limits = std::string(exchange::name(each.granularity));
  if (each.smallestMm3 > 0) {
    limits += ", from " + core::volumeInWords(each.smallestMm3) + " on";
  }
  limits += each.mayOverlap ? "" : ", never overlaps";
  limits += each.critical ? ", critical" : "";
  std::string meaning = escaped(each.definition);
  meaning += each.includes.empty() ? "" : "<br><b>With</b> " + escaped(core::joined(each.includes));
  meaning += each.excludes.empty() ? "" : "<br><b>Without</b> " + escaped(core::joined(each.excludes));
  return "<tr><td><b>" + escaped(each.name) + "</b></td><td>" + meaning + "</td><td>" + escaped(limits) +
         "</td></tr>\n";
}

std::string checklist(const std::string& title, const std::vector<std::string>& lines) {
  std::string body;
  for (const std::string& each : lines) {
    body += "<li>&#9744; " + escaped(each) + "</li>\n";
  }
  return lines.empty() ? "" : "<h2>" + title + "</h2>\n<ul>\n" + body + "</ul>\n";
}

}  // namespace

PictureReader pngPictures(const store::ProjectFile& project) {
  return [&project](const core::Hash& picture) -> std::optional<core::Bytes> {
    if (!project.hasBlob(picture)) {
      return std::nullopt;
    }
    const store::Blob blob = project.blob(picture);
    return imaging::decodeChunk(blob.data, blob.rawBytes);
  };
}

std::string guidelinePage(const workflow::GuidelineVersion& version, const PictureReader& picture) {
  const core::Guideline& guideline = version.guideline;
  std::string body = paragraph("Objective", guideline.objective) + paragraph("Intent", guideline.intent) +
                     paragraph("Granularity", guideline.granularityReason);
  body += "<h2>Classes</h2>\n<table><tr><th>Class</th><th>Definition</th><th>Limits</th></tr>\n";
  for (const core::GuidelineClass& each : guideline.classes) {
    body += rowOf(each);
  }
  body += "</table>\n";
  if (!guideline.edgeCases.empty()) {
    body += "<h2>Edge cases: what is hard to decide</h2>\n";
  }
  for (const core::EdgeCase& each : guideline.edgeCases) {
    body += "<figure>";
    if (each.picture) {
      if (const auto png = picture(*each.picture)) {
        body += pngImage(*png, each.title);
      }
    }
    body += "<figcaption><b>" + escaped(each.title) + "</b> " + escaped(each.decision);
    body += each.classes.empty() ? "" : " <span class=\"muted\">(" + escaped(core::joined(each.classes)) + ")</span>";
    body += each.caseName.empty()
                ? ""
                : " <span class=\"muted\">See " + escaped(each.caseName) + " " + escaped(each.lesion) + ".</span>";
    body += "</figcaption></figure>\n";
  }
  body += checklist("A finding is accepted when", guideline.acceptance);
  body += checklist("A reading is handed in when", guideline.readingAcceptance);
  if (!guideline.changes.empty()) {
    body += "<h2>What this version changes</h2>\n<ul>\n";
    for (const core::GuidelineChange& each : guideline.changes) {
      body += "<li>" + escaped(each.what) +
              (each.classes.empty() ? "" : " (" + escaped(core::joined(each.classes)) + ")") + "</li>\n";
    }
    body += "</ul>\n";
  }
  body += "<p class=\"muted\">Version <code>" + version.hash.hex() + "</code>, published " +
          core::utcText(version.wallClockMs).substr(0, 10) +
          (version.person.empty() ? "" : " by " + escaped(version.person)) + ".</p>\n";
  return htmlPage(guideline.title.empty() ? "Guideline" : guideline.title, body);
}

}  // namespace release
