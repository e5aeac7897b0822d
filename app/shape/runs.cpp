#include "shape/runs.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace shape {
namespace {

// Which run stands for each run's piece: always the piece's first.
class Pieces {
 public:
  explicit Pieces(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0u); }

  std::uint32_t find(std::uint32_t run) {
    while (parent_[run] != run) {
      parent_[run] = parent_[parent_[run]];
      run = parent_[run];
    }
    return run;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = find(a);
    b = find(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

// The runs of one row are runs[begin .. end).
struct Row {
  int j = 0;
  int k = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

std::vector<Row> rowsOf(const std::vector<Run>& runs) {
  std::vector<Row> rows;
  for (std::uint32_t i = 0; i < runs.size(); ++i) {
    const glm::ivec3 first = runs[i].first;
    if (rows.empty() || rows.back().j != first.y || rows.back().k != first.z) {
      rows.push_back({first.y, first.z, i, i});
    }
    rows.back().end = i + 1;
  }
  return rows;
}

// Joins the runs of two rows that overlap, or come within `slack` voxels of doing so.
void joinRows(const std::vector<Run>& runs, const Row& a, const Row& b, int slack, Pieces& pieces) {
  std::uint32_t i = a.begin;
  std::uint32_t j = b.begin;
  while (i < a.end && j < b.end) {
    const int endOfI = runs[i].first.x + runs[i].length;
    const int endOfJ = runs[j].first.x + runs[j].length;
    if (runs[i].first.x < endOfJ + slack && runs[j].first.x < endOfI + slack) {
      pieces.join(i, j);
    }
    ++(endOfI < endOfJ ? i : j);
  }
}

// An earlier row that may touch a row, and how far along i its runs may be off.
struct Neighbour {
  int j;
  int k;
  int slack;
};

std::vector<Neighbour> earlierRows(Neighbours neighbours) {
  switch (neighbours) {
    case Neighbours::InSlice4:
      return {{-1, 0, 0}};
    case Neighbours::Faces6:
      return {{-1, 0, 0}, {0, -1, 0}};
    case Neighbours::Edges18:
      return {{-1, 0, 1}, {0, -1, 1}, {-1, -1, 0}, {1, -1, 0}};
    case Neighbours::All26:
      return {{-1, 0, 1}, {0, -1, 1}, {-1, -1, 1}, {1, -1, 1}};
  }
  return {};
}

}  // namespace

std::vector<Run> runsOf(const core::Mask& mask) {
  std::vector<Run> pieces;
  mask.forEachRun([&](glm::ivec3 first, int length) { pieces.push_back({first, length}); });
  std::sort(pieces.begin(), pieces.end(), [](const Run& a, const Run& b) {
    return std::tie(a.first.z, a.first.y, a.first.x) < std::tie(b.first.z, b.first.y, b.first.x);
  });
  std::vector<Run> runs;
  for (const Run& piece : pieces) {
    if (!runs.empty() && runs.back().first + glm::ivec3(runs.back().length, 0, 0) == piece.first) {
      runs.back().length += piece.length;  // a brick's border cut it
    } else {
      runs.push_back(piece);
    }
  }
  return runs;
}

std::vector<std::uint32_t> piecesOf(const std::vector<Run>& runs, Neighbours neighbours) {
  const std::vector<Row> rows = rowsOf(runs);
  Pieces pieces(runs.size());
  for (const Neighbour& step : earlierRows(neighbours)) {
    // Rows and the rows that they are compared with both come in order: one walk along the list suffices.
    auto other = rows.begin();
    for (const Row& row : rows) {
      const auto wanted = std::pair(row.k + step.k, row.j + step.j);
      while (std::pair(other->k, other->j) < wanted) {
        ++other;
      }
      if (std::pair(other->k, other->j) == wanted) {
        joinRows(runs, row, *other, step.slack, pieces);
      }
    }
  }
  std::vector<std::uint32_t> numbers(runs.size());
  std::uint32_t count = 0;
  for (std::uint32_t run = 0; run < runs.size(); ++run) {
    const std::uint32_t first = pieces.find(run);
    numbers[run] = first == run ? count++ : numbers[first];
  }
  return numbers;
}

core::Mask maskOf(const std::vector<Run>& runs) {
  core::Mask mask;
  for (const Run& run : runs) {
    mask.setRun(run.first, run.length);
  }
  return mask;
}

}  // namespace shape
