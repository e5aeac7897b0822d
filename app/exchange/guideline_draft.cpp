#include "exchange/guideline_draft.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "exchange/guideline_file.h"
#include "exchange/json_text.h"

namespace exchange {
namespace {

using Json = nlohmann::json;
using Draft = core::GuidelineDraft;

const std::string kDraftSubject = "guideline";

// ---- What a document's field looks like in a draft; of documents that parseGuideline() has read ----

bool has(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && !found->is_null();
}

std::string shownText(const Json& object, const char* key) {
  return has(object, key) ? object.at(key).get<std::string>() : "";
}

std::string shownAmount(const Json& object, const char* key) {
  return has(object, key) ? object.at(key).dump() : "";
}

std::vector<std::string> shownTexts(const Json& object, const char* key) {
  return has(object, key) ? object.at(key).get<std::vector<std::string>>() : std::vector<std::string>{};
}

std::string shownLines(const Json& object, const char* key) {
  std::string lines;
  bool first = true;
  for (const std::string& each : shownTexts(object, key)) {
    lines += (first ? "" : "\n") + each;
    first = false;
  }
  return lines;
}

bool shownFlag(const Json& object, const char* key, bool otherwise) {
  return has(object, key) ? object.at(key).get<bool>() : otherwise;
}

std::optional<core::Granularity> shownGranularity(const Json& object) {
  for (const auto each : {core::Granularity::Instance, core::Granularity::SemanticRegion, core::Granularity::Box}) {
    if (shownText(object, "granularity") == name(each)) {
      return each;
    }
  }
  return std::nullopt;
}

Draft::Class shownClass(const Json& object) {
  return {.name = shownText(object, "name"),
          .definition = shownText(object, "definition"),
          .includes = shownLines(object, "includes"),
          .excludes = shownLines(object, "excludes"),
          .granularity = shownGranularity(object),
          .smallestMm3 = shownAmount(object, "smallest_mm3"),
          .toleranceMm = shownAmount(object, "tolerance_mm"),
          .mayOverlap = shownFlag(object, "may_overlap", true),
          .critical = shownFlag(object, "critical", false)};
}

core::EdgeCase shownEdgeCase(const Json& object) {
  core::EdgeCase edge{.title = shownText(object, "title"),
                      .decision = shownText(object, "decision"),
                      .classes = shownTexts(object, "classes"),
                      .caseName = shownText(object, "case"),
                      .track = shownText(object, "track"),
                      .lesion = shownText(object, "lesion"),
                      .view = has(object, "view") ? object.at("view").dump() : ""};
  if (const std::string picture = shownText(object, "picture"); !picture.empty()) {
    edge.picture = core::Hash::fromHex(picture);
  }
  return edge;
}

core::GuidelineChange shownChange(const Json& object) {
  return {shownText(object, "what"), shownTexts(object, "classes")};
}

// ---- And back: a field is written only where it shows something else than the document does ----

void setText(Json& object, const char* key, const std::string& text) {
  if (text == shownText(object, key)) {
    return;
  }
  if (text.empty()) {
    object.erase(key);
  } else {
    object[key] = text;
  }
}

void setTexts(Json& object, const char* key, const std::vector<std::string>& texts) {
  if (texts == shownTexts(object, key)) {
    return;
  }
  if (texts.empty()) {
    object.erase(key);
  } else {
    object[key] = texts;
  }
}

void setLines(Json& object, const char* key, const std::string& lines) {
  if (lines != shownLines(object, key)) {
    setTexts(object, key, core::typedLines(lines));
  }
}

void setAmount(Json& object, const char* key, const std::string& text, std::optional<double> amount,
               const std::string& where) {
  if (text == shownAmount(object, key)) {
    return;
  }
  if (text.empty()) {
    object.erase(key);
  } else if (!amount) {
    throw core::Error(kDraftSubject, "\"" + text + "\" in " + where + " is not a number of 0 or more", "Correct it");
  } else if (*amount == double(std::int64_t(*amount)) && *amount < 1e15) {
    object[key] = std::int64_t(*amount);  // 30 rather than 30.0, as people write it
  } else {
    object[key] = *amount;
  }
}

void setFlag(Json& object, const char* key, bool flag, bool otherwise) {
  if (flag != shownFlag(object, key, otherwise)) {
    object[key] = flag;
  }
}

void setGranularity(Json& object, std::optional<core::Granularity> granularity) {
  if (granularity != shownGranularity(object)) {
    setText(object, "granularity", granularity ? std::string(name(*granularity)) : "");
  }
}

void setClass(Json& object, const Draft::Class& each) {
  const std::string where = "class \"" + each.name + "\"";
  setText(object, "name", each.name);
  setText(object, "definition", each.definition);
  setLines(object, "includes", each.includes);
  setLines(object, "excludes", each.excludes);
  setGranularity(object, each.granularity);
  setAmount(object, "smallest_mm3", each.smallestMm3, core::typedVolume(each.smallestMm3), where);
  setAmount(object, "tolerance_mm", each.toleranceMm, core::typedAmount(each.toleranceMm), where);
  setFlag(object, "may_overlap", each.mayOverlap, true);
  setFlag(object, "critical", each.critical, false);
}

void setEdgeCase(Json& object, const core::EdgeCase& edge) {
  setText(object, "title", edge.title);
  setText(object, "decision", edge.decision);
  setTexts(object, "classes", edge.classes);
  setText(object, "case", edge.caseName);
  setText(object, "track", edge.track);
  setText(object, "lesion", edge.lesion);
  const core::EdgeCase was = shownEdgeCase(object);
  if (edge.view != was.view) {
    if (edge.view.empty()) {
      object.erase("view");
    } else {
      object["view"] = parseJson(edge.view, kDraftSubject);
    }
  }
  if (edge.picture != was.picture) {
    setText(object, "picture", edge.picture ? edge.picture->hex() : "");
  }
}

// A list of the document, of which parts are kept, changed, moved, taken out and new.
template <typename Part, typename Set>
void setParts(Json& whole, const char* key, const std::vector<Part>& parts, const Set& set) {
  const Json before = has(whole, key) ? whole.at(key) : Json::array();
  Json after = Json::array();
  for (const Part& each : parts) {
    after.push_back(each.was && *each.was < before.size() ? before[*each.was] : Json::object());
    set(after.back(), each);
  }
  if (after == before) {
    return;
  }
  if (after.empty()) {
    whole.erase(key);
  } else {
    whole[key] = std::move(after);
  }
}

template <typename Part, typename Shown>
std::vector<Part> shownParts(const Json& whole, const char* key, const Shown& shown) {
  std::vector<Part> parts;
  if (has(whole, key)) {
    for (const Json& each : whole.at(key)) {
      parts.push_back(shown(each));
      parts.back().was = parts.size() - 1;
    }
  }
  return parts;
}

Json documentOf(const Draft& draft) {
  Json whole = draft.document.empty() ? Json::object() : parseJson(draft.document, kDraftSubject);
  setText(whole, "title", draft.title);
  setText(whole, "objective", draft.objective);
  setText(whole, "intent", draft.intent);
  setGranularity(whole, draft.granularity);
  setText(whole, "granularity_reason", draft.granularityReason);
  setParts(whole, "classes", draft.classes, setClass);
  setParts(whole, "edge_cases", draft.edgeCases,
           [](Json& object, const Draft::Example& each) { setEdgeCase(object, each.edge); });
  setLines(whole, "reading_acceptance", draft.readingAcceptance);
  setLines(whole, "acceptance", draft.acceptance);
  setParts(whole, "changes", draft.changes, [](Json& object, const Draft::Change& each) {
    setText(object, "what", each.change.what);
    setTexts(object, "classes", each.change.classes);
  });
  return whole;
}

// ---- Two that began from one ----

const char* keyOfParts(const Json& list) {
  for (const char* key : {"name", "title"}) {
    if (!list.empty() && std::all_of(list.begin(), list.end(), [&](const Json& each) {
          return each.is_object() && each.contains(key) && each.at(key).is_string();
        })) {
      return key;
    }
  }
  return nullptr;
}

const Json* partNamed(const Json& list, const char* key, const Json& itsName) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Json& each) { return each.at(key) == itsName; });
  return found == list.end() ? nullptr : &*found;
}

// What `mine` changed since `base`, else what `theirs` did.
Json merged(const Json& base, const Json& mine, const Json& theirs);

Json mergedParts(const char* key, const Json& base, const Json& mine, const Json& theirs) {
  Json all = Json::array();
  for (const Json& each : mine) {
    const Json* was = partNamed(base, key, each.at(key));
    const Json* other = partNamed(theirs, key, each.at(key));
    if (other != nullptr) {
      all.push_back(merged(was != nullptr ? *was : Json::object(), each, *other));
    } else if (was == nullptr || *was != each) {
      all.push_back(each);  // theirs took it out, but it was worked on here
    }
  }
  for (const Json& each : theirs) {
    const Json* was = partNamed(base, key, each.at(key));
    if (partNamed(mine, key, each.at(key)) == nullptr && (was == nullptr || *was != each)) {
      all.push_back(each);
    }
  }
  return all;
}

Json merged(const Json& base, const Json& mine, const Json& theirs) {
  if (mine == base || mine == theirs) {
    return theirs;
  }
  if (theirs == base) {
    return mine;
  }
  if (mine.is_object() && theirs.is_object()) {
    const Json from = base.is_object() ? base : Json::object();
    Json all = Json::object();
    const auto at = [](const Json& object, const std::string& key) {
      const auto found = object.find(key);
      return found == object.end() ? Json() : *found;
    };
    for (const Json* side : {&mine, &theirs}) {
      for (const auto& [key, value] : side->items()) {
        if (Json both = merged(at(from, key), at(mine, key), at(theirs, key)); !both.is_null()) {
          all[key] = std::move(both);
        }
      }
    }
    return all;
  }
  if (mine.is_array() && theirs.is_array()) {
    const Json from = base.is_array() ? base : Json::array();
    const char* key = keyOfParts(mine);
    if (key != nullptr && keyOfParts(theirs) == key && (from.empty() || keyOfParts(from) == key)) {
      return mergedParts(key, from, mine, theirs);
    }
  }
  return mine;
}

}  // namespace

core::GuidelineDraft draftOf(const std::string& document) {
  if (document.empty()) {
    return {};
  }
  parseGuideline(document, kDraftSubject);  // says what is wrong with it
  const Json whole = parseJson(document, kDraftSubject);
  return {.from = document,
          .document = document,
          .title = shownText(whole, "title"),
          .objective = shownText(whole, "objective"),
          .intent = shownText(whole, "intent"),
          .granularity = shownGranularity(whole),
          .granularityReason = shownText(whole, "granularity_reason"),
          .classes = shownParts<Draft::Class>(whole, "classes", shownClass),
          .edgeCases = shownParts<Draft::Example>(whole, "edge_cases",
                                                  [](const Json& each) {
                                                    return Draft::Example{{}, shownEdgeCase(each)};
                                                  }),
          .readingAcceptance = shownLines(whole, "reading_acceptance"),
          .acceptance = shownLines(whole, "acceptance"),
          .changes = shownParts<Draft::Change>(whole, "changes", [](const Json& each) {
            return Draft::Change{{}, shownChange(each)};
          })};
}

core::GuidelinePublished publishable(const core::GuidelineDraft& draft) {
  return parseGuideline(documentOf(draft).dump(), kDraftSubject);
}

core::GuidelineDraft carriedOver(const core::GuidelineDraft& draft, const std::string& document) {
  const auto objectOf = [](const std::string& text) {
    // What a version says that it changed is about that version alone.
    Json object = text.empty() ? Json::object() : parseJson(text, kDraftSubject);
    object.erase("changes");
    return object;
  };
  const std::string own = publishable(draft).document;
  Json both = merged(objectOf(draft.from), objectOf(own), objectOf(document));
  if (const Json mine = parseJson(own, kDraftSubject); mine.contains("changes")) {
    both["changes"] = mine["changes"];
  }
  core::GuidelineDraft next = draftOf(both.dump());
  next.from = document;
  return next;
}

// ---- As a file ----

std::string encodeDraft(const core::GuidelineDraft& draft) {
  const auto granularity = [](std::optional<core::Granularity> each) {
    return each ? Json(std::string(name(*each))) : Json();
  };
  const auto place = [](std::optional<std::size_t> was) { return was ? Json(*was) : Json(); };
  Json whole = {{"sagitta_guideline_draft", 1},
                {"from", draft.from},
                {"document", draft.document},
                {"title", draft.title},
                {"objective", draft.objective},
                {"intent", draft.intent},
                {"granularity", granularity(draft.granularity)},
                {"granularity_reason", draft.granularityReason},
                {"reading_acceptance", draft.readingAcceptance},
                {"acceptance", draft.acceptance},
                {"classes", Json::array()},
                {"edge_cases", Json::array()},
                {"changes", Json::array()}};
  for (const Draft::Class& each : draft.classes) {
    whole["classes"].push_back({{"was", place(each.was)},
                                {"name", each.name},
                                {"definition", each.definition},
                                {"includes", each.includes},
                                {"excludes", each.excludes},
                                {"granularity", granularity(each.granularity)},
                                {"smallest_mm3", each.smallestMm3},
                                {"tolerance_mm", each.toleranceMm},
                                {"may_overlap", each.mayOverlap},
                                {"critical", each.critical}});
  }
  for (const auto& [was, edge] : draft.edgeCases) {
    whole["edge_cases"].push_back({{"was", place(was)},
                                   {"title", edge.title},
                                   {"decision", edge.decision},
                                   {"classes", edge.classes},
                                   {"case", edge.caseName},
                                   {"track", edge.track},
                                   {"lesion", edge.lesion},
                                   {"view", edge.view},
                                   {"picture", edge.picture ? edge.picture->hex() : ""}});
  }
  for (const auto& [was, change] : draft.changes) {
    whole["changes"].push_back({{"was", place(was)}, {"what", change.what}, {"classes", change.classes}});
  }
  // What somebody pasted may be no UTF-8; better a sign in its place than a draft that is not kept.
  return whole.dump(1, ' ', false, Json::error_handler_t::replace);
}

core::GuidelineDraft decodeDraft(std::string_view text, const std::string& subject) {
  const Json whole = parseJson(text, subject);
  const auto place = [](const Json& object) {
    return has(object, "was") ? std::optional(object.at("was").get<std::size_t>()) : std::nullopt;
  };
  try {
    if (whole.at("sagitta_guideline_draft") != 1) {
      throw core::Error(subject, "it was written by a newer version of Sagitta", "Open it there");
    }
    core::GuidelineDraft draft{.from = whole.at("from"),
                               .document = whole.at("document"),
                               .title = whole.at("title"),
                               .objective = whole.at("objective"),
                               .intent = whole.at("intent"),
                               .granularity = shownGranularity(whole),
                               .granularityReason = whole.at("granularity_reason"),
                               .readingAcceptance = shownText(whole, "reading_acceptance"),  // not in older drafts
                               .acceptance = whole.at("acceptance")};
    for (const std::string* each : {&draft.from, &draft.document}) {
      draftOf(*each);  // parts are read from it again when the draft is published
    }
    for (const Json& each : whole.at("classes")) {
      draft.classes.push_back({.was = place(each),
                               .name = each.at("name"),
                               .definition = each.at("definition"),
                               .includes = each.at("includes"),
                               .excludes = each.at("excludes"),
                               .granularity = shownGranularity(each),
                               .smallestMm3 = each.at("smallest_mm3"),
                               .toleranceMm = each.at("tolerance_mm"),
                               .mayOverlap = each.at("may_overlap"),
                               .critical = each.at("critical")});
    }
    for (const Json& each : whole.at("edge_cases")) {
      core::EdgeCase edge{.title = each.at("title"),
                          .decision = each.at("decision"),
                          .classes = each.at("classes"),
                          .caseName = each.at("case"),
                          .track = each.at("track"),
                          .lesion = each.at("lesion"),
                          .view = each.at("view"),
                          .picture = core::Hash::fromHex(each.at("picture").get<std::string>())};
      draft.edgeCases.push_back({place(each), std::move(edge)});
    }
    for (const Json& each : whole.at("changes")) {
      draft.changes.push_back({place(each), {each.at("what"), each.at("classes")}});
    }
    return draft;
  } catch (const Json::exception&) {
    throw core::Error(subject, "it is no draft of a guideline", "Discard it, and begin anew");
  }
}

}  // namespace exchange
