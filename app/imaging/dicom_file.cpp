#include "imaging/dicom_file.h"

#include <dcmtk/dcmdata/dcspchrs.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <mutex>
#include <string_view>
#include <system_error>

#include "core/error.h"
#include "imaging/dicom_nesting.h"

namespace imaging {
namespace {

constexpr Uint32 kMaxValueInMemory = 64 * 1024;  // larger values are left on disk until asked for

std::string trimmed(std::string_view value) {
  const auto isPadding = [](char c) { return c == ' ' || c == '\0' || c == '\t' || c == '\r' || c == '\n'; };
  while (!value.empty() && isPadding(value.front())) {
    value.remove_prefix(1);
  }
  while (!value.empty() && isPadding(value.back())) {
    value.remove_suffix(1);
  }
  return std::string(value);
}

// From text as it stands: DCMTK's own conversion is not correctly rounded.
std::optional<double> parsed(std::string_view value) {
  const std::string digits = trimmed(value);
  const char* begin = digits.c_str() + (digits.starts_with('+') ? 1 : 0);
  const char* end = digits.c_str() + digits.size();
  double result = 0;
  const auto [rest, error] = std::from_chars(begin, end, result);
  if (error != std::errc() || rest != end || !std::isfinite(result)) {
    return {};
  }
  return result;
}

DcmElement* shortElement(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = nullptr;
  const bool isFound = item.findAndGetElement(tag, element).good() && element != nullptr;
  return isFound && element->isLeaf() && element->getLengthField() <= kMaxValueInMemory ? element : nullptr;
}

// Group 0002 or 0008 with a value representation, in either byte order, or with a length that fits the file.
bool looksLikeFirstElement(const std::array<unsigned char, 132>& head, std::uintmax_t fileSize) {
  static constexpr std::string_view kRepresentations[] = {"UL", "UI", "CS", "SH", "LO", "DA", "TM", "OB", "LT", "IS"};
  const bool little = head[1] == 0 && (head[0] == 2 || head[0] == 8);
  const bool big = head[0] == 0 && (head[1] == 2 || head[1] == 8);
  if (!little && !big) {
    return false;
  }
  const unsigned element = little ? head[2] | unsigned(head[3]) << 8 : head[3] | unsigned(head[2]) << 8;
  if (element > 0x0100) {
    return false;
  }
  const std::string_view representation(reinterpret_cast<const char*>(head.data()) + 4, 2);
  if (std::ranges::find(kRepresentations, representation) != std::end(kRepresentations)) {
    return true;
  }
  const std::uint32_t length =
      head[4] | std::uint32_t(head[5]) << 8 | std::uint32_t(head[6]) << 16 | std::uint32_t(head[7]) << 24;
  return little && length % 2 == 0 && length <= 1024 && length + 8 < fileSize;
}

// Whether DCMTK would inflate what follows the meta information. It would then take memory for every value as long as
// it claims to be, before it knows how much there is; nothing of that is left to it.
bool wouldInflate(const std::filesystem::path& path, const MetaInformation& meta) {
  if (meta.isSound && meta.transferSyntax != UID_JPIPReferencedDeflateTransferSyntax) {
    return meta.transferSyntax == UID_DeflatedExplicitVRLittleEndianTransferSyntax;
  }
  // What it makes of a damaged header only DCMTK knows.
  DcmFileFormat head;
  head.loadFile(path.c_str(), EXS_Unknown, EGL_noChange, kMaxValueInMemory, ERM_metaOnly);
  const std::string syntax = text(*head.getMetaInfo(), DCM_TransferSyntaxUID);
  return DcmXfer(syntax.c_str()).getStreamCompression() != ESC_none;
}

}  // namespace

void prepareDicom() {
  static std::once_flag once;
  std::call_once(once, [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
  });
}

bool isDicom(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return false;
  }
  const std::uintmax_t fileSize = std::filesystem::file_size(path, ignored);
  std::array<unsigned char, 132> head{};
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(head.data()), head.size());
  if (file.gcount() == std::streamsize(head.size()) && std::memcmp(head.data() + 128, "DICM", 4) == 0) {
    return true;
  }
  return file.gcount() == std::streamsize(head.size()) && looksLikeFirstElement(head, fileSize);
}

DicomFile::DicomFile(const std::filesystem::path& path, Extent extent)
    : path_(path), format_(std::make_unique<DcmFileFormat>()) {
  prepareDicom();
  ByteSource source(path);
  MetaInformation information = readMeta(source);
  inflated_ = inflatedCopy(source, information, path.string());
  const std::filesystem::path plain = inflated_ ? inflated_->path() : path;
  if (inflated_) {
    source = ByteSource(plain);
    information = readMeta(source);
  }
  if (wouldInflate(plain, information)) {
    throw core::Error(path.string(),
                      "it is compressed as a whole, and its header is damaged or its pixels are elsewhere",
                      "Export it again without compression");
  }
  refuseDeepNesting(source, information, path.string());
  const DcmTagKey stop = extent == Extent::Header ? DCM_PixelData : DcmTagKey(0x7fe0, 0x0011);
  const OFCondition status =
      format_->loadFileUntilTag(plain.c_str(), EXS_Unknown, EGL_noChange, kMaxValueInMemory, ERM_autoDetect, stop);
  if (status.bad()) {
    throw core::Error(path.string(), std::string("it can't be read as DICOM: ") + status.text(),
                      "Export or copy the file again");
  }
}

std::string text(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = shortElement(item, tag);
  OFString value;
  return element != nullptr && element->getOFStringArray(value).good() ? trimmed({value.data(), value.size()})
                                                                       : std::string();
}

std::string utf8Text(DcmItem& item, const DcmTagKey& tag, DcmItem& dataset) {
  const std::string value = text(item, tag);
  const bool isAscii = std::ranges::all_of(value, [](unsigned char c) { return c < 0x80 && c != 0x1b; });
  if (isAscii) {
    return value;
  }
  DcmSpecificCharacterSet converter;
  OFString converted;
  if (converter.selectCharacterSet(dataset).good() &&
      converter.convertString(OFString(value.data(), value.size()), converted).good()) {
    return trimmed({converted.data(), converted.size()});
  }
  std::string ascii = value;
  std::erase_if(ascii, [](unsigned char c) { return c >= 0x80 || c == 0x1b; });
  return ascii;
}

std::vector<double> numbers(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = shortElement(item, tag);
  if (element == nullptr) {
    return {};
  }
  std::vector<double> values;
  const DcmEVR representation = element->ident();
  if (representation == EVR_DS || representation == EVR_IS || representation == EVR_LO || representation == EVR_SH) {
    const std::string joined = text(item, tag);
    for (std::size_t begin = 0; begin <= joined.size() && !joined.empty();) {
      const std::size_t end = std::min(joined.find('\\', begin), joined.size());
      const auto value = parsed(std::string_view(joined).substr(begin, end - begin));
      if (!value) {
        return {};
      }
      values.push_back(*value);
      begin = end + 1;
    }
    return values;
  }
  const unsigned long count = element->getVM();
  for (unsigned long i = 0; i < count; ++i) {
    Float64 real = 0;
    Float32 single = 0;
    Uint16 word = 0;
    Sint16 shortInteger = 0;
    Uint32 natural = 0;
    Sint32 integer = 0;
    if (element->getFloat64(real, i).good()) {
      values.push_back(real);
    } else if (element->getFloat32(single, i).good()) {
      values.push_back(single);
    } else if (element->getUint16(word, i).good()) {
      values.push_back(word);
    } else if (element->getSint16(shortInteger, i).good()) {
      values.push_back(shortInteger);
    } else if (element->getUint32(natural, i).good()) {
      values.push_back(natural);
    } else if (element->getSint32(integer, i).good()) {
      values.push_back(integer);
    } else {
      return {};
    }
    if (!std::isfinite(values.back())) {
      return {};
    }
  }
  return values;
}

std::optional<double> number(DcmItem& item, const DcmTagKey& tag) {
  const std::vector<double> values = numbers(item, tag);
  return values.empty() ? std::nullopt : std::optional(values.front());
}

DcmItem* firstItem(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* found = nullptr;
  return item.findAndGetSequenceItem(sequence, found, 0).good() ? found : nullptr;
}

}  // namespace imaging
