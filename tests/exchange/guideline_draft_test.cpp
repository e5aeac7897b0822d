// A guideline as a draft and back: what nobody changed stays as it was, to the letter.
#include "exchange/guideline_draft.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>

#include "core/error.h"
#include "exchange/guideline_file.h"

namespace exchange {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

std::string canonical(const Json& document) {
  return parseGuideline(document.dump(), "g.json").document;
}

const Json kKidney = Json::parse(R"({
  "title": "Kidney", "objective": "find tumours", "intent": "triage support", "granularity": "instance",
  "granularity_reason": "single lesions are followed", "mood": {"fine": [1, 2]},
  "classes": [{"name": "tumour", "definition": "solid", "includes": ["necrosis"], "excludes": ["cysts", "scars"],
               "smallest_mm3": 30.0, "tolerance_mm": 1.5, "critical": true, "color": "#ff0000"},
              {"name": "cyst", "granularity": "box", "may_overlap": false, "definition": null}],
  "edge_cases": [{"title": "Wall", "decision": "leave it out", "classes": ["cyst"], "case": "C1", "track": "shared",
                  "lesion": "L1", "view": {"layout": "3d"}, "seen_by": "Ada"}],
  "reading_acceptance": ["all slices seen"], "acceptance": ["all marked", "none twice"],
  "changes": [{"what": "no wall", "classes": ["cyst"]}]})");

class RandomDocument {
 public:
  explicit RandomDocument(unsigned seed) : random_(seed) {}

  Json make() {
    Json document = Json::object();
    maybe(document, "title", [&] { return words(); });
    maybe(document, "objective", [&] { return words(); });
    maybe(document, "intent", [&] { return words(); });
    maybe(document, "granularity", [&] { return granularity(); });
    maybe(document, "granularity_reason", [&] { return words(); });
    maybe(document, "reading_acceptance", [&] { return list(); });
    maybe(document, "acceptance", [&] { return list(); });
    maybe(document, "unknown", [&] { return Json{{"deep", {1, "two", nullptr}}}; });
    maybe(document, "classes", [&] {
      Json all = Json::array();
      for (int i = 0, count = upTo(3); i < count; ++i) {
        Json each{{"name", "class " + std::to_string(i)}};
        maybe(each, "definition", [&] { return words(); });
        maybe(each, "includes", [&] { return list(); });
        maybe(each, "excludes", [&] { return list(); });
        maybe(each, "granularity", [&] { return granularity(); });
        maybe(each, "smallest_mm3", [&] { return number(); });
        maybe(each, "tolerance_mm", [&] { return number(); });
        maybe(each, "may_overlap", [&] { return Json(upTo(1) == 0); });
        maybe(each, "critical", [&] { return Json(upTo(1) == 0); });
        maybe(each, "color", [&] { return words(); });
        all.push_back(each);
      }
      return all;
    });
    maybe(document, "edge_cases", [&] {
      Json all = Json::array();
      for (int i = 0, count = upTo(3); i < count; ++i) {
        Json each = Json::object();
        for (const char* key : {"title", "decision", "case", "track", "lesion", "noted"}) {
          maybe(each, key, [&] { return words(); });
        }
        maybe(each, "classes", [&] { return list(); });
        maybe(each, "view", [&] { return Json{{"layout", words()}, {"zoom", number()}}; });
        maybe(each, "picture", [&] { return Json(core::Sha256().update(std::to_string(upTo(99))).finish().hex()); });
        all.push_back(each);
      }
      return all;
    });
    maybe(document, "changes", [&] {
      Json all = Json::array();
      for (int i = 0, count = upTo(2); i < count; ++i) {
        Json each = Json::object();
        maybe(each, "what", [&] { return words(); });
        maybe(each, "classes", [&] { return list(); });
        maybe(each, "by", [&] { return words(); });
        all.push_back(each);
      }
      return all;
    });
    return document;
  }

 private:
  int upTo(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  template <typename Make>
  void maybe(Json& object, const char* key, const Make& make) {
    const int dice = upTo(5);
    if (dice == 0) {
      object[key] = nullptr;
    } else if (dice > 1) {
      object[key] = make();
    }
  }
  Json words() {
    static const std::vector<std::string> kWords{"",           "wall", "two\nlines", " blank ", "naïve – «é»",
                                                 "\"quoted\"", "\t"};
    return kWords[std::size_t(upTo(int(kWords.size()) - 1))];
  }
  Json list() {
    Json all = Json::array();
    for (int i = 0, count = upTo(3); i < count; ++i) {
      all.push_back(words());
    }
    return all;
  }
  Json number() {
    static const std::vector<Json> kNumbers{0, 30, 30.0, 1.5, 1e-3, 1e300, 12345678901234567LL};
    return kNumbers[std::size_t(upTo(int(kNumbers.size()) - 1))];
  }
  Json granularity() {
    static const std::vector<const char*> kAll{"", "instance", "semantic-region", "box"};
    return kAll[std::size_t(upTo(3))];
  }

  std::mt19937 random_;
};

TEST(GuidelineDraft, OfAnyDocumentIsThatDocument) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    const Json document = RandomDocument(seed).make();
    const std::string published = canonical(document);
    const core::GuidelineDraft draft = draftOf(published);
    EXPECT_EQ(publishable(draft).document, published) << seed;
    const core::GuidelineDraft again = decodeDraft(encodeDraft(draft), "draft");
    EXPECT_EQ(again, draft) << seed;
    EXPECT_EQ(publishable(again).document, published) << seed;
    // Up to blank lines and ends of lines, which lists that are typed have not.
    core::Guideline read = readGuideline(published), typed = core::guidelineOf(draft);
    read.acceptance = typed.acceptance = {};
    read.readingAcceptance = typed.readingAcceptance = {};
    for (std::size_t i = 0; i < read.classes.size(); ++i) {
      read.classes[i].includes = typed.classes[i].includes = {};
      read.classes[i].excludes = typed.classes[i].excludes = {};
    }
    EXPECT_EQ(typed, read) << seed;
    EXPECT_EQ(publishable(carriedOver(draft, published)).document, published) << seed;
    if (testing::Test::HasFailure()) {
      break;
    }
  }
}

TEST(GuidelineDraft, ChangesOnlyWhatIsChanged) {
  core::GuidelineDraft draft = draftOf(canonical(kKidney));
  Json expected = kKidney;
  const auto check = [&](const char* what) { EXPECT_EQ(publishable(draft).document, canonical(expected)) << what; };
  draft.title = expected["title"] = "Kidneys";
  check("title");
  draft.objective.clear();
  expected.erase("objective");
  check("objective");
  draft.intent = expected["intent"] = "localization";
  check("intent");
  draft.granularity = core::Granularity::SemanticRegion;
  expected["granularity"] = "semantic-region";
  check("granularity");
  draft.granularityReason = expected["granularity_reason"] = "two\nlines";
  check("reason");
  draft.classes[0].name = expected["classes"][0]["name"] = "mass";
  draft.classes[0].definition = expected["classes"][0]["definition"] = "solid, or mostly so";
  draft.classes[0].includes = "necrosis\n\n calcification \n";
  expected["classes"][0]["includes"] = {"necrosis", "calcification"};
  draft.classes[0].excludes.clear();
  expected["classes"][0].erase("excludes");
  draft.classes[0].smallestMm3 = "12,5";
  expected["classes"][0]["smallest_mm3"] = 12.5;
  draft.classes[0].toleranceMm = "2";
  expected["classes"][0]["tolerance_mm"] = 2;
  draft.classes[0].mayOverlap = false;
  expected["classes"][0]["may_overlap"] = false;
  draft.classes[0].critical = false;
  expected["classes"][0]["critical"] = false;
  draft.classes[1].granularity.reset();
  expected["classes"][1].erase("granularity");
  check("classes");
  std::swap(draft.classes[0], draft.classes[1]);
  std::swap(expected["classes"][0], expected["classes"][1]);
  check("moved");
  draft.classes.push_back({.name = "stone"});
  expected["classes"].push_back({{"name", "stone"}});
  check("one more class");
  draft.edgeCases[0].edge.title = expected["edge_cases"][0]["title"] = "Thin wall";
  draft.edgeCases[0].edge.decision = expected["edge_cases"][0]["decision"] = "take it in";
  draft.edgeCases[0].edge.classes = {"cyst", "stone"};
  expected["edge_cases"][0]["classes"] = {"cyst", "stone"};
  draft.edgeCases[0].edge.caseName = expected["edge_cases"][0]["case"] = "C2";
  draft.edgeCases[0].edge.track.clear();
  expected["edge_cases"][0].erase("track");
  draft.edgeCases[0].edge.lesion = expected["edge_cases"][0]["lesion"] = "L7";
  draft.edgeCases[0].edge.view = R"({"layout": "axial"})";
  expected["edge_cases"][0]["view"] = {{"layout", "axial"}};
  draft.edgeCases[0].edge.picture = core::Sha256().update("png").finish();
  expected["edge_cases"][0]["picture"] = draft.edgeCases[0].edge.picture->hex();
  check("edge case");
  draft.acceptance = "all marked";
  expected["acceptance"] = {"all marked"};
  draft.readingAcceptance = "all slices seen\nboth windows used";
  expected["reading_acceptance"] = {"all slices seen", "both windows used"};
  draft.changes[0].change = {"stones", {"stone"}};
  expected["changes"][0] = {{"what", "stones"}, {"classes", {"stone"}}};
  check("acceptance and changes");
  draft.edgeCases.clear();
  expected.erase("edge_cases");
  draft.changes.clear();
  expected.erase("changes");
  check("without");
}

TEST(GuidelineDraft, IsReadWhereItWasKeptBeforeReadingsHadCriteria) {
  core::GuidelineDraft draft = draftOf(canonical(kKidney));
  Json kept = Json::parse(encodeDraft(draft));
  kept.erase("reading_acceptance");
  draft.readingAcceptance.clear();
  EXPECT_EQ(decodeDraft(kept.dump(), "draft"), draft);
}

TEST(GuidelineDraft, SaysWhatCannotBePublished) {
  core::GuidelineDraft draft = draftOf(canonical(kKidney));
  const auto complaint = [&]() -> std::string {
    try {
      publishable(draft);
      return "";
    } catch (const core::Error& error) {
      return error.what();
    }
  };
  draft.classes[0].smallestMm3 = "thirty";
  EXPECT_THAT(complaint(), HasSubstr("\"thirty\" in class \"tumour\" is not a number"));
  EXPECT_EQ(decodeDraft(encodeDraft(draft), "draft"), draft) << "it is kept all the same";
  draft.classes[0].smallestMm3.clear();
  draft.classes[0].name = "cyst";
  EXPECT_THAT(complaint(), HasSubstr("a class before it"));
  EXPECT_EQ(decodeDraft(encodeDraft(draft), "draft"), draft);
  EXPECT_THROW(draftOf("[]"), core::Error);
}

TEST(GuidelineDraft, KeepsBothWhereAnotherVersionCameMeanwhile) {
  core::GuidelineDraft draft = draftOf(canonical(kKidney));
  draft.changes.clear();
  draft.classes[0].definition = "solid, or mostly so";
  draft.classes.push_back({.name = "stone", .definition = "bright"});
  draft.acceptance = "all marked";
  Json theirs = kKidney;
  theirs["classes"][0]["smallest_mm3"] = 50;
  theirs["classes"][1]["definition"] = "as dark as water";
  theirs["edge_cases"].push_back({{"title", "Septum"}, {"decision", "part of it"}});
  theirs["objective"] = "find all";
  theirs["changes"] = {{{"what", "septa"}, {"classes", {"cyst"}}}};
  const core::GuidelineDraft both = carriedOver(draft, canonical(theirs));
  EXPECT_EQ(both.from, canonical(theirs));
  const core::Guideline guideline = readGuideline(publishable(both).document);
  EXPECT_EQ(guideline.objective, "find all");
  ASSERT_EQ(guideline.classes.size(), 3u);
  EXPECT_EQ(guideline.classes[0].definition, "solid, or mostly so");
  EXPECT_EQ(guideline.classes[0].smallestMm3, 50);
  EXPECT_EQ(guideline.classes[1].definition, "as dark as water");
  EXPECT_EQ(guideline.classes[2].name, "stone");
  EXPECT_EQ(guideline.edgeCases.size(), 2u);
  EXPECT_THAT(guideline.acceptance, ElementsAre("all marked"));
  EXPECT_TRUE(guideline.changes.empty()) << "theirs are about their version";
  EXPECT_THAT(publishable(both).document, HasSubstr("#ff0000")) << "what the program does not know stays";

  core::GuidelineDraft without = draftOf(canonical(kKidney));
  without.classes.erase(without.classes.begin() + 1);
  EXPECT_EQ(readGuideline(publishable(carriedOver(without, canonical(kKidney))).document).classes.size(), 1u)
      << "what was taken out stays out";
}

TEST(GuidelineDraft, GivesAClassItsNewNameWhereverItIsSpokenOf) {
  core::GuidelineDraft draft = draftOf(canonical(kKidney));
  core::renameClass(draft, 1, "cysts");
  EXPECT_THAT(draft.edgeCases[0].edge.classes, ElementsAre("cysts"));
  EXPECT_THAT(draft.changes[0].change.classes, ElementsAre("cysts"));
  core::renameClass(draft, 1, "tumour");  // while it is typed it may be another's
  core::renameClass(draft, 1, "tumours");
  EXPECT_EQ(draft.classes[0].name, "tumour");
}

TEST(ATypedAmount, IsANumberOfZeroOrMore) {
  EXPECT_EQ(core::typedAmount(" 12,5 "), 12.5);
  EXPECT_EQ(core::typedAmount("0"), 0);
  EXPECT_EQ(core::typedVolume("65"), 65);
  EXPECT_EQ(core::typedVolume(" 65 mm\u00B3"), 65);
  EXPECT_EQ(core::typedVolume("5 mm"), 65) << "a ball of that diameter";
  EXPECT_EQ(core::typedVolume("10mm"), 524);
  EXPECT_EQ(core::typedVolume("0,5 ml"), 500);
  for (const char* text : {"", "mm", "5 cm", "five mm", "-5 mm"}) {
    EXPECT_EQ(core::typedVolume(text), std::nullopt) << text;
  }
  for (const char* text : {"", "-1", "nan", "inf", "3 mm", "1e999", "1.2.3"}) {
    EXPECT_EQ(core::typedAmount(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace exchange
