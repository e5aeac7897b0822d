// Opening DICOM files and reading their attributes: the one place that calls DCMTK's parser. Used by the readers of
// series and of segmentations; any thread, one DicomFile per thread.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "imaging/dicom_inflate.h"

namespace imaging {

// Once per process, before any other use of DCMTK: its own log goes silent (failures become core::Error), and its
// decoders of JPEG and JPEG-LS are registered. Safe to call from any thread, any number of times.
void prepareDicom();

// Whether a file is DICOM by content: "DICM" after the preamble, or, where a writer left both out, a plausible first
// element. False for what cannot be read.
bool isDicom(const std::filesystem::path& path);

// A parsed file. Large values, pixel data among them, stay on disk until they are asked for.
class DicomFile {
 public:
  enum class Extent {
    Header,  // stops before the pixel data
    Pixels,  // with the pixel data, without what follows it
  };

  // Throws core::Error where the file is not DICOM, is damaged within `extent`, or nests sequences without bound.
  DicomFile(const std::filesystem::path& path, Extent extent);

  const std::filesystem::path& path() const { return path_; }
  DcmDataset& dataset() { return *format_->getDataset(); }
  DcmMetaInfo& meta() { return *format_->getMetaInfo(); }

 private:
  std::filesystem::path path_;
  std::optional<MemoryFile> inflated_;  // before format_, whose large values lie there
  std::unique_ptr<DcmFileFormat> format_;
};

// One attribute of an item, not searched for in its sequences. One of more than 64 KiB counts as absent: no attribute
// that places or describes an image is that long, and a damaged length must not be believed.

// As text without padding; several values stay joined by backslashes. Empty where absent.
std::string text(DcmItem& item, const DcmTagKey& tag);
// The same in UTF-8, for attributes that follow Specific Character Set; `dataset` holds the latter.
std::string utf8Text(DcmItem& item, const DcmTagKey& tag, DcmItem& dataset);
// All values as numbers, from text or binary; empty where absent, or where one is not a finite number.
std::vector<double> numbers(DcmItem& item, const DcmTagKey& tag);
// The first value; nothing where absent or not a finite number.
std::optional<double> number(DcmItem& item, const DcmTagKey& tag);
// The first item of a sequence; null where there is none.
DcmItem* firstItem(DcmItem& item, const DcmTagKey& sequence);

}  // namespace imaging
