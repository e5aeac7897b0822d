#include "workflow/manifest.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "core/error.h"

namespace workflow {
namespace {

using Json = nlohmann::ordered_json;

core::Hash hashOf(const Json& json) {
  const auto hash = core::Hash::fromHex(json.get<std::string>());
  if (!hash) {
    throw core::Error("manifest", "it holds a hash that is none");
  }
  return *hash;
}

Json hexOf(const core::Hash& hash) {
  return hash.isZero() ? Json(nullptr) : Json(hash.hex());
}

core::Hash hashOrNone(const Json& json) {
  return json.is_null() ? core::Hash{} : hashOf(json);
}

Json describe(const ManifestFile& file) {
  Json json{{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256.hex()}};
  if (file.image) {
    json["image"] = file.image->hex();
  } else {
    json["blobs"] = Json::array();
    for (const core::Hash& blob : file.blobs) {
      json["blobs"].push_back(blob.hex());
    }
  }
  return json;
}

ManifestFile fileOf(const Json& json) {
  ManifestFile file{.path = json.at("path"), .bytes = json.at("bytes"), .sha256 = hashOf(json.at("sha256"))};
  if (json.contains("image")) {
    file.image = hashOf(json.at("image"));
  } else {
    for (const Json& blob : json.at("blobs")) {
      file.blobs.push_back(hashOf(blob));
    }
  }
  return file;
}

Json describe(const ManifestLesion& lesion) {
  return {{"id", lesion.id.hex()},           {"name", lesion.name},
          {"class", lesion.className},       {"case", lesion.caseId.hex()},
          {"track", lesion.track},           {"version", lesion.version.hex()},
          {"voxels", lesion.voxels},         {"volume_ml", lesion.volumeMl},
          {"provenance", lesion.provenance}, {"critical", lesion.critical},
          {"accepted_by", lesion.acceptedBy}};
}

ManifestLesion lesionOf(const Json& json) {
  return {.id = hashOf(json.at("id")),
          .name = json.at("name"),
          .className = json.at("class"),
          .caseId = hashOf(json.at("case")),
          .track = json.at("track"),
          .version = hashOf(json.at("version")),
          .voxels = json.at("voxels"),
          .volumeMl = json.at("volume_ml"),
          .provenance = json.at("provenance"),
          .critical = json.at("critical"),
          .acceptedBy = json.at("accepted_by")};
}

// A path that stays within the folder that it is written into.
bool isPlain(const std::string& path) {
  return !path.empty() && path.front() != '/' && ("/" + path + "/").find("/../") == std::string::npos &&
         path.find('\0') == std::string::npos && path.find('\\') == std::string::npos;
}

}  // namespace

std::string encodeManifest(const Manifest& manifest) {
  Json json{{"format", "sagitta release 1"},
            {"name", manifest.name},
            {"project", manifest.project},
            {"made", manifest.made},
            {"program", manifest.program},
            {"log", manifest.log.hex()},
            {"guideline", hexOf(manifest.guideline)},
            {"previous", manifest.previous},
            {"retains_uids", manifest.retainsUids},
            {"cases", Json::array()},
            {"lesions", Json::array()},
            {"files", Json::array()}};
  for (const ManifestCase& each : manifest.cases) {
    json["cases"].push_back(
        {{"id", each.id.hex()}, {"name", each.name}, {"modality", each.modality}, {"sequestered", each.sequestered}});
  }
  for (const ManifestLesion& each : manifest.lesions) {
    json["lesions"].push_back(describe(each));
  }
  for (const ManifestFile& each : manifest.files) {
    json["files"].push_back(describe(each));
  }
  return json.dump(1) + "\n";
}

Manifest decodeManifest(const std::string& text, const std::string& subject) {
  const std::string remedy = "Restore the project from a copy";
  try {
    const Json json = Json::parse(text);
    if (json.at("format") != "sagitta release 1") {
      throw core::Error(subject, "it is of a format that this version does not read", "Update Sagitta");
    }
    Manifest manifest{.name = json.at("name"),
                      .project = json.at("project"),
                      .made = json.at("made"),
                      .program = json.at("program"),
                      .log = hashOf(json.at("log")),
                      .guideline = hashOrNone(json.at("guideline")),
                      .previous = json.at("previous"),
                      .retainsUids = json.at("retains_uids")};
    for (const Json& each : json.at("cases")) {
      manifest.cases.push_back({hashOf(each.at("id")), each.at("name"), each.at("modality"), each.at("sequestered")});
    }
    for (const Json& each : json.at("lesions")) {
      manifest.lesions.push_back(lesionOf(each));
    }
    for (const Json& each : json.at("files")) {
      manifest.files.push_back(fileOf(each));
      if (!isPlain(manifest.files.back().path)) {
        throw core::Error(subject, "it names a file outside of its folder", remedy);
      }
    }
    return manifest;
  } catch (const Json::exception& error) {
    throw core::Error(subject, std::string("it is no manifest of a release: ") + error.what(), remedy);
  }
}

std::vector<LesionChange> changesBetween(const Manifest& before, const Manifest& after) {
  std::map<core::LesionId, const ManifestLesion*> earlier, later;
  for (const ManifestLesion& each : before.lesions) {
    earlier.emplace(each.id, &each);
  }
  for (const ManifestLesion& each : after.lesions) {
    later.emplace(each.id, &each);
  }
  std::vector<LesionChange> changes;
  for (const auto& [id, was] : earlier) {
    const auto now = later.find(id);
    if (now == later.end()) {
      changes.push_back({LesionChange::Kind::Removed, was, nullptr});
    } else if (now->second->version != was->version) {
      changes.push_back({LesionChange::Kind::Changed, was, now->second});
    }
  }
  for (const auto& [id, now] : later) {
    if (!earlier.contains(id)) {
      changes.push_back({LesionChange::Kind::Added, nullptr, now});
    }
  }
  std::sort(changes.begin(), changes.end(), [](const LesionChange& a, const LesionChange& b) {
    const auto key = [](const LesionChange& each) {
      const ManifestLesion& lesion = each.after == nullptr ? *each.before : *each.after;
      return std::tuple(lesion.caseId, lesion.name, lesion.id);
    };
    return key(a) < key(b);
  });
  return changes;
}

std::vector<core::EditId> editsWithin(std::span<const core::Head> cut,
                                      std::span<const std::pair<core::EditId, core::EditHeader>> log) {
  std::map<core::EditId, const core::EditHeader*> headers;
  for (const auto& [id, header] : log) {
    headers.emplace(id, &header);
  }
  std::vector<core::EditId> within;
  std::set<core::EditId> seen;  // the branches of a fork share what came before it
  for (const core::Head& head : cut) {
    for (core::EditId id = head.edit; !id.isZero() && seen.insert(id).second;) {
      const auto found = headers.find(id);
      if (found == headers.end()) {
        throw core::Error("release", "the project lacks edit " + id.hex() + ", which is a part of it",
                          "Merge a copy that has it");
      }
      within.push_back(id);
      id = found->second->previous;
    }
  }
  return within;
}

}  // namespace workflow
