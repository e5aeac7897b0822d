// How 3D Slicer describes segments in a NRRD's "key:=value" pairs, so that names and colours survive. Pure functions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "imaging/labels.h"
#include "imaging/nrrd_write.h"

namespace imaging {

struct SlicerSegment {
  LabelSegment segment;  // without its mask
  int layer = 0;         // which image of the fourth axis it is in
};

// The segments that the pairs describe, in their order; fields that are malformed count as absent.
std::vector<SlicerSegment> slicerSegments(const std::map<std::string, std::string>& pairs);

// The pairs that describe segments of one layer. Classes and tracking UIDs stand in the segments' tags.
NrrdPairs slicerPairs(const LabelFile& labels);

}  // namespace imaging
