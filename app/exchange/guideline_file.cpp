#include "exchange/guideline_file.h"

#include <cmath>
#include <set>

#include "core/error.h"
#include "core/name.h"
#include "exchange/json_text.h"

namespace exchange {
namespace {

using Json = nlohmann::json;

// One object of the document; errors say where it stands.
class Part {
 public:
  Part(const Json& object, std::string where, const std::string& subject)
      : object_(object), where_(std::move(where)), subject_(subject) {
    if (!object.is_object()) {
      throw core::Error(subject_, where_ + " is not an object", "Write {\"...\": ...}; the README shows the fields");
    }
  }

  [[noreturn]] void fail(const char* key, const std::string& cause, const std::string& remedy) const {
    throw core::Error(subject_, "\"" + std::string(key) + "\" of " + where_ + " " + cause, remedy);
  }

  std::string text(const char* key) const {
    const Json* value = find(key);
    if (value != nullptr && !value->is_string()) {
      fail(key, "is not a text", "Write it in quotes");
    }
    return value == nullptr ? "" : value->get<std::string>();
  }

  std::string name(const char* key) const {
    const std::string value = text(key);
    if (const auto fault = core::faultOfName(value)) {
      fail(key, *fault, "Give it a name");
    }
    return value;
  }

  std::optional<double> amount(const char* key) const {
    const Json* value = find(key);
    if (value == nullptr) {
      return std::nullopt;
    }
    if (!value->is_number() || !(value->get<double>() >= 0) || !std::isfinite(value->get<double>())) {
      fail(key, "is not a number of 0 or more", "Correct it");
    }
    return value->get<double>();
  }

  bool flag(const char* key, bool otherwise) const {
    const Json* value = find(key);
    if (value != nullptr && !value->is_boolean()) {
      fail(key, "is neither true nor false", "Write one of them, without quotes");
    }
    return value == nullptr ? otherwise : value->get<bool>();
  }

  core::Granularity granularity(core::Granularity otherwise) const {
    const std::string value = text("granularity");
    if (value.empty()) {
      return otherwise;
    }
    if (value != "instance" && value != "semantic-region" && value != "box") {
      fail("granularity", "is \"" + value + "\"", "Write \"instance\", \"semantic-region\" or \"box\"");
    }
    return value == "instance"          ? core::Granularity::Instance
           : value == "semantic-region" ? core::Granularity::SemanticRegion
                                        : core::Granularity::Box;
  }

  std::vector<std::string> texts(const char* key) const {
    std::vector<std::string> all;
    for (const Json& each : list(key)) {
      if (!each.is_string()) {
        fail(key, "holds something that is not a text", "Write [\"...\", \"...\"]");
      }
      all.push_back(each);
    }
    return all;
  }

  std::vector<Part> parts(const char* key, const std::string& what) const {
    std::vector<Part> all;
    for (const Json& each : list(key)) {
      all.emplace_back(each, what + " " + std::to_string(all.size() + 1), subject_);
    }
    return all;
  }

  const Json* find(const char* key) const {
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

 private:
  const Json& list(const char* key) const {
    static const Json kNone = Json::array();
    const Json* value = find(key);
    if (value != nullptr && !value->is_array()) {
      fail(key, "is not a list", "Write [...]");
    }
    return value == nullptr ? kNone : *value;
  }

  const Json& object_;
  std::string where_;
  std::string subject_;
};

core::EdgeCase edgeCaseOf(const Part& part) {
  core::EdgeCase each{.title = part.text("title"),
                      .decision = part.text("decision"),
                      .classes = part.texts("classes"),
                      .caseName = part.text("case"),
                      .track = part.text("track"),
                      .lesion = part.text("lesion")};
  if (const Json* view = part.find("view")) {
    if (!view->is_object()) {
      part.fail("view", "is not an object", "Write what a view file holds");
    }
    each.view = view->dump();
  }
  if (const std::string picture = part.text("picture"); !picture.empty()) {
    each.picture = core::Hash::fromHex(picture);
    if (!each.picture) {
      part.fail("picture", "is not the name of a picture in the project", "Give the 64 digits of one, or leave it out");
    }
  }
  return each;
}

core::Guideline guidelineOf(const Json& document, const std::string& subject) {
  const Part whole(document, "the guideline", subject);
  core::Guideline guideline{.title = whole.text("title"),
                            .objective = whole.text("objective"),
                            .intent = whole.text("intent"),
                            .granularityReason = whole.text("granularity_reason"),
                            .readingAcceptance = whole.texts("reading_acceptance"),
                            .acceptance = whole.texts("acceptance")};
  const core::Granularity granularity = whole.granularity(core::Granularity::Instance);
  for (const Part& part : whole.parts("classes", "class")) {
    core::GuidelineClass each{.name = part.name("name"),
                              .definition = part.text("definition"),
                              .includes = part.texts("includes"),
                              .excludes = part.texts("excludes"),
                              .granularity = part.granularity(granularity),
                              .smallestMm3 = part.amount("smallest_mm3").value_or(0),
                              .toleranceMm = part.amount("tolerance_mm"),
                              .mayOverlap = part.flag("may_overlap", true),
                              .critical = part.flag("critical", false)};
    if (guideline.find(each.name) != nullptr) {
      part.fail("name", "is that of a class before it", "Define each class once");
    }
    guideline.classes.push_back(std::move(each));
  }
  for (const Part& part : whole.parts("edge_cases", "edge case")) {
    guideline.edgeCases.push_back(edgeCaseOf(part));
  }
  for (const Part& part : whole.parts("changes", "change")) {
    guideline.changes.push_back({part.text("what"), part.texts("classes")});
  }
  return guideline;
}

}  // namespace

std::string_view name(core::Granularity granularity) {
  switch (granularity) {
    case core::Granularity::Instance:
      return "instance";
    case core::Granularity::SemanticRegion:
      return "semantic-region";
    case core::Granularity::Box:
      return "box";
  }
  return "unknown";
}

core::GuidelinePublished parseGuideline(std::string_view text, const std::string& subject) {
  const Json document = parseJson(text, subject);
  if (!document.is_object()) {
    throw core::Error(subject, "a guideline is a JSON object", "See the README for its fields");
  }
  guidelineOf(document, subject);
  return {document.dump()};
}

core::GuidelinePublished withEdgeCase(const std::string& document, const core::EdgeCase& edgeCase) {
  const std::string subject = "guideline";
  Json whole = document.empty() ? Json{{"title", "Guideline"}} : parseJson(document, subject);
  guidelineOf(whole, subject);
  Json added = {{"title", edgeCase.title}, {"decision", edgeCase.decision}, {"classes", edgeCase.classes}};
  for (const auto& [key, text] :
       {std::pair{"case", edgeCase.caseName}, {"track", edgeCase.track}, {"lesion", edgeCase.lesion}}) {
    if (!text.empty()) {
      added[key] = text;
    }
  }
  if (!edgeCase.view.empty()) {
    added["view"] = parseJson(edgeCase.view, subject);
  }
  if (edgeCase.picture) {
    added["picture"] = edgeCase.picture->hex();
  }
  if (!whole.contains("edge_cases") || whole["edge_cases"].is_null()) {
    whole["edge_cases"] = Json::array();
  }
  whole["edge_cases"].push_back(std::move(added));
  whole["changes"] = Json::array(
      {{{"what", "Edge case: " + edgeCase.title + ". " + edgeCase.decision}, {"classes", edgeCase.classes}}});
  return parseGuideline(whole.dump(), subject);
}

core::Guideline readGuideline(const std::string& document) {
  try {
    return guidelineOf(parseJson(document, "guideline"), "guideline");
  } catch (const core::Error& error) {
    return {.title = std::string("This guideline cannot be read: ") + error.cause()};
  }
}

}  // namespace exchange
