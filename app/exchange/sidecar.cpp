#include "exchange/sidecar.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/error.h"

namespace exchange {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::uintmax_t kMaxBytes = 256 << 20;
constexpr const char* kFormat = "sagitta-labels";
constexpr int kSidecarVersion = 1;

std::string hexOf(const std::array<std::uint8_t, 3>& colour) {
  std::string text = "#";
  for (const std::uint8_t channel : colour) {
    text += "0123456789abcdef"[channel >> 4];
    text += "0123456789abcdef"[channel & 15];
  }
  return text;
}

std::array<std::uint8_t, 3> colourOf(const std::string& hex) {
  std::array<std::uint8_t, 3> colour{255, 255, 255};
  if (hex.size() == 7 && hex[0] == '#') {
    for (std::size_t n = 0; n < 3; ++n) {
      unsigned value = 255;
      std::from_chars(hex.data() + 1 + 2 * n, hex.data() + 3 + 2 * n, value, 16);
      colour[n] = std::uint8_t(value);
    }
  }
  return colour;
}

// Nothing where the file is too large or no JSON.
std::optional<OrderedJson> parse(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::file_size(path, error) > kMaxBytes || error) {
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  OrderedJson json = OrderedJson::parse(in, nullptr, false);
  return json.is_object() ? std::optional(std::move(json)) : std::nullopt;
}

int valueOf(const std::string& key) {
  int value = 0;
  const auto parsed = std::from_chars(key.data(), key.data() + key.size(), value);
  return parsed.ec == std::errc() && parsed.ptr == key.data() + key.size() ? value : 0;
}

Sidecar sidecarFrom(const OrderedJson& json, const std::filesystem::path& path) {
  Sidecar sidecar;
  sidecar.caseName = json.value("case", "");
  sidecar.caseId = json.value("case_id", "");
  sidecar.track = json.value("track", "");
  sidecar.frameOfReferenceUid = json.value("frame_of_reference_uid", "");
  for (const OrderedJson& entry : json.at("files")) {
    SidecarFile file;
    file.file = entry.at("file");
    if (file.file.empty() || std::filesystem::path(file.file).filename() != file.file) {
      throw core::Error(path.string(), "it names '" + file.file + "', which is no file beside it",
                        "Keep exported files in one folder");
    }
    for (const auto& [key, lesion] : entry.at("lesions").items()) {
      const int value = valueOf(key);
      if (value < 1 || value > 65535) {
        throw core::Error(path.string(), "'" + key + "' is no voxel value", "Export the labels again");
      }
      file.lesions[value] = {lesion.value("id", ""), lesion.at("name"), lesion.value("class", ""),
                             colourOf(lesion.value("colour", ""))};
    }
    sidecar.files.push_back(std::move(file));
  }
  return sidecar;
}

}  // namespace

void writeSidecar(const std::filesystem::path& path, const Sidecar& sidecar) {
  OrderedJson files = OrderedJson::array();
  for (const SidecarFile& file : sidecar.files) {
    OrderedJson lesions = OrderedJson::object();
    for (const auto& [value, lesion] : file.lesions) {
      lesions[std::to_string(value)] = {
          {"id", lesion.id}, {"name", lesion.name}, {"class", lesion.className}, {"colour", hexOf(lesion.colour)}};
    }
    files.push_back({{"file", file.file}, {"lesions", std::move(lesions)}});
  }
  const OrderedJson json{{"format", kFormat},        {"version", kSidecarVersion},
                         {"case", sidecar.caseName}, {"case_id", sidecar.caseId},
                         {"track", sidecar.track},   {"frame_of_reference_uid", sidecar.frameOfReferenceUid},
                         {"files", std::move(files)}};
  std::ofstream out(path, std::ios::binary);
  out << json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) << '\n';
  out.close();
  if (!out) {
    throw core::Error(path.string(), "can't be written", "Check the folder's permissions and free space");
  }
}

Sidecar readSidecar(const std::filesystem::path& path) {
  const std::optional<OrderedJson> json = parse(path);
  if (!json || json->value("format", OrderedJson()) != kFormat) {
    throw core::Error(path.string(), "it is no list of exported labels",
                      "Give the label map itself, or the .json file that was exported beside it");
  }
  try {
    if (json->at("version") != kSidecarVersion) {
      throw core::Error(path.string(), "it was written by a newer Sagitta", "Update Sagitta");
    }
    return sidecarFrom(*json, path);
  } catch (const OrderedJson::exception&) {
    throw core::Error(path.string(), "it is damaged", "Export the labels again");
  }
}

bool isSidecar(const std::filesystem::path& path) {
  if (path.extension() != ".json") {
    return false;
  }
  const std::optional<OrderedJson> json = parse(path);
  return json && json->value("format", OrderedJson()) == kFormat;
}

std::optional<std::filesystem::path> sidecarOf(const std::filesystem::path& labelmap) {
  std::string stem = labelmap.filename().string();
  for (const std::string ending : {".gz", ".nii", ".nrrd"}) {
    if (stem.ends_with(ending)) {
      stem.erase(stem.size() - ending.size());
    }
  }
  const std::size_t layer = stem.rfind("_layer");
  for (const std::string& candidate : {stem, layer == std::string::npos ? stem : stem.substr(0, layer)}) {
    const std::filesystem::path path = labelmap.parent_path() / (candidate + ".json");
    if (isSidecar(path)) {
      const Sidecar sidecar = readSidecar(path);
      if (std::any_of(sidecar.files.begin(), sidecar.files.end(),
                      [&](const SidecarFile& file) { return file.file == labelmap.filename(); })) {
        return path;
      }
    }
  }
  return std::nullopt;
}

}  // namespace exchange
