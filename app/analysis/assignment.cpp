#include "analysis/assignment.h"

#include <algorithm>
#include <limits>

#include "core/error.h"

namespace analysis {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

// Costs are gains turned round. Rows are brought in one by one. For each, the cheapest way to give it a column is
// found, other rows moving over where that pays, and taken: a shortest path, because the costs of the rows that are in,
// less their potentials, are never negative.
class Assignment {
 public:
  Assignment(std::span<const double> gains, std::size_t rows, std::size_t columns)
      : gains_(gains),
        rows_(rows),
        columns_(columns),
        rowPotential_(rows),
        columnPotential_(columns),
        rowOf_(columns, kNone) {}

  std::vector<std::optional<std::size_t>> solve() {
    for (std::size_t row = 0; row < rows_; ++row) {
      bringIn(row);
    }
    std::vector<std::optional<std::size_t>> columnOf(rows_);
    for (std::size_t column = 0; column < columns_; ++column) {
      const std::size_t row = rowOf_[column];
      if (row != kNone && gain(row, column) > 0) {
        columnOf[row] = column;
      }
    }
    return columnOf;
  }

 private:
  double gain(std::size_t row, std::size_t column) const { return gains_[row * columns_ + column]; }
  double reduced(std::size_t row, std::size_t column) const {
    return -gain(row, column) - rowPotential_[row] - columnPotential_[column];
  }

  void bringIn(std::size_t newRow) {
    std::vector<double> distance(columns_, kFar);
    std::vector<std::size_t> before(columns_, kNone);  // the column that its row would leave
    std::vector<bool> reached(columns_);
    std::size_t row = newRow, column = kNone;
    double travelled = 0;
    while (true) {
      std::size_t nearest = kNone;
      for (std::size_t next = 0; next < columns_; ++next) {
        if (reached[next]) {
          continue;
        }
        if (const double by = travelled + reduced(row, next); by < distance[next]) {
          distance[next] = by;
          before[next] = column;
        }
        if (nearest == kNone || distance[next] < distance[nearest]) {
          nearest = next;
        }
      }
      column = nearest;
      travelled = distance[column];
      reached[column] = true;
      if (rowOf_[column] == kNone) {
        break;
      }
      row = rowOf_[column];
    }
    for (std::size_t each = 0; each < columns_; ++each) {
      if (reached[each] && each != column) {
        rowPotential_[rowOf_[each]] += travelled - distance[each];
        columnPotential_[each] -= travelled - distance[each];
      }
    }
    rowPotential_[newRow] += travelled;
    while (before[column] != kNone) {
      rowOf_[column] = rowOf_[before[column]];
      column = before[column];
    }
    rowOf_[column] = newRow;
  }

  std::span<const double> gains_;
  std::size_t rows_;
  std::size_t columns_;
  std::vector<double> rowPotential_;
  std::vector<double> columnPotential_;
  std::vector<std::size_t> rowOf_;
};

}  // namespace

std::vector<std::optional<std::size_t>> bestAssignment(std::span<const double> gains, std::size_t rows,
                                                       std::size_t columns) {
  core::check(gains.size() == rows * columns, "an assignment has one gain per row and column");
  if (rows <= columns) {
    return Assignment(gains, rows, columns).solve();
  }
  // Every row needs a column, so the longer side has to be the columns.
  std::vector<double> turned(gains.size());
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      turned[column * rows + row] = gains[row * columns + column];
    }
  }
  const std::vector<std::optional<std::size_t>> rowOf = Assignment(turned, columns, rows).solve();
  std::vector<std::optional<std::size_t>> columnOf(rows);
  for (std::size_t column = 0; column < columns; ++column) {
    if (rowOf[column]) {
      columnOf[*rowOf[column]] = column;
    }
  }
  return columnOf;
}

}  // namespace analysis
