#include "analysis/far_places.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "core/lower_envelope.h"
#include "core/parallel.h"

namespace analysis {
namespace {

// Places sorted into columns along z, and those into sheets of one x.
class Sheets {
 public:
  struct Column {
    int y;
    std::span<const int> zs;  // ascending
  };
  struct Sheet {
    int x;
    std::vector<Column> columns;  // ascending in y
  };

  explicit Sheets(std::span<const glm::ivec3> places) {
    std::vector<glm::ivec3> sorted(places.begin(), places.end());
    std::sort(sorted.begin(), sorted.end(), [](const glm::ivec3& a, const glm::ivec3& b) {
      return std::tie(a.x, a.y, a.z) < std::tie(b.x, b.y, b.z);
    });
    zs_.resize(sorted.size());
    for (std::size_t n = 0, begin = 0; begin < sorted.size(); begin = n) {
      const glm::ivec3 first = sorted[begin];
      for (; n < sorted.size() && sorted[n].x == first.x && sorted[n].y == first.y; ++n) {
        zs_[n] = sorted[n].z;
      }
      if (sheets_.empty() || sheets_.back().x != first.x) {
        sheets_.push_back({first.x, {}});
      }
      sheets_.back().columns.push_back({first.y, std::span(zs_).subspan(begin, n - begin)});
    }
  }

  // Ascending in x.
  const std::vector<Sheet>& all() const { return sheets_; }

 private:
  std::vector<int> zs_;
  std::vector<Sheet> sheets_;
};

int toNearest(std::span<const int> ascending, int z) {
  const auto above = std::lower_bound(ascending.begin(), ascending.end(), z);
  if (above == ascending.end()) {
    return z - ascending.back();
  }
  return above == ascending.begin() ? *above - z : std::min(*above - z, z - *(above - 1));
}

// Places that follow each other in one row: from where to where in their list.
struct Run {
  std::size_t begin;
  std::size_t end;
};
using Plane = std::map<int, std::vector<Run>>;  // by y

std::map<int, Plane> planesOf(std::span<const glm::ivec3> places) {
  std::map<int, Plane> planes;
  for (std::size_t begin = 0, end = 0; begin < places.size(); begin = end) {
    const glm::ivec3 first = places[begin];
    while (end < places.size() && places[end].y == first.y && places[end].z == first.z) {
      ++end;
    }
    planes[first.z][first.y].push_back({begin, end});
  }
  return planes;
}

}  // namespace

std::vector<double> farPlacesMm(std::span<const glm::ivec3> from, std::span<const glm::ivec3> to,
                                glm::dvec3 spacingMm) {
  const Sheets sheets(to);
  const std::map<int, Plane> byZ = planesOf(from);
  const std::vector<std::pair<int, Plane>> planes(byZ.begin(), byZ.end());
  std::vector<double> distances(from.size());
  core::parallelFor(planes.size(), [&](std::size_t n) {
    const auto& [z, rows] = planes[n];
    std::vector<double> squaredMm2;  // from each row to each sheet, along y and z alone
    for (const Sheets::Sheet& sheet : sheets.all()) {
      core::LowerEnvelope alongY(spacingMm.y);
      for (const Sheets::Column& column : sheet.columns) {
        const double mm = toNearest(column.zs, z) * spacingMm.z;
        alongY.add(column.y, mm * mm);
      }
      for (const auto& [y, runs] : rows) {
        squaredMm2.push_back(alongY.heightMm2(y));
      }
    }
    std::size_t row = 0;
    for (const auto& [y, runs] : rows) {
      core::LowerEnvelope alongX(spacingMm.x);
      for (std::size_t sheet = 0; sheet < sheets.all().size(); ++sheet) {
        alongX.add(sheets.all()[sheet].x, squaredMm2[sheet * rows.size() + row]);
      }
      for (const Run run : runs) {
        for (std::size_t place = run.begin; place < run.end; ++place) {
          distances[place] = std::sqrt(alongX.heightMm2(from[place].x));
        }
      }
      ++row;
    }
  });
  return distances;
}

}  // namespace analysis
