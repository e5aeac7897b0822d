// Questions about lesions, after LESION_BINDINGS, `scene` and kZero.

uint brickIndex(ivec3 voxel) {
  const ivec3 brick = voxel >> 5;
  return uint((brick.z * scene.bricks.y + brick.y) * scene.bricks.x + brick.x);
}

// The 32 voxels of the row that `voxel` lies in.
uint rowBits(uvec2 chunk, uint slot, ivec3 voxel) {
  const uint row = (slot & ((1u << kChunkShift) - 1u)) * kRowsPerBrick + uint((voxel.z & 31) * 32 + (voxel.y & 31));
  return BitRows(chunk).row[row];
}

uint strokeRow(uint brick, ivec3 voxel) {
  const uint page = strokePages[brick];
  if (page == 0u) {
    return 0u;
  }
  return rowBits(strokeChunks[(page - 1u) >> kChunkShift], page - 1u, voxel);
}

bool inGrid(ivec3 voxel) {
  return all(greaterThanEqual(voxel, ivec3(0))) && all(lessThan(voxel, scene.size));
}

bool isContestedEntry(uvec2 entry) { return entry.x >= kContestedEntry; }
uint lesionOf(uvec2 entry) { return entry.x & (kContestedEntry - 1u); }

// Whether `lesion` holds the voxel, as the open stroke leaves it.
bool holds(uint lesion, ivec3 voxel) {
  if (!inGrid(voxel)) {
    return false;
  }
  const uint brick = brickIndex(voxel);
  const uvec2 page = pages[brick];
  uint bits = 0u;
  for (uint i = 0u; i < page.y; ++i) {
    const uvec2 entry = entries[page.x + i];
    if (entry.x == lesion) {
      bits = rowBits(chunks[entry.y >> kChunkShift], entry.y, voxel);
      break;
    }
  }
  if (lesion == scene.strokeLesion) {
    const uint stroke = strokeRow(brick, voxel);
    bits = scene.strokeErases != kZero ? bits & ~stroke : bits | stroke;
  }
  return (bits >> (voxel.x & 31) & 1u) != 0u;
}

// Of `count` voxels along x, `first` and those after it: in which `lesion` shows, that is, holds the voxel or is
// contested of it. The first is the lowest bit. Nothing shows beyond the grid.
uint shownRun(uint lesion, ivec3 first, int count) {
  const bool inside = all(greaterThanEqual(first.yz, ivec2(0))) && all(lessThan(first.yz, scene.size.yz));
  const int end = inside ? min(first.x + count, scene.size.x) : 0;
  uint run = 0u;
  for (int x = max(first.x, 0); x < end; x = (x | 31) + 1) {  // nearly always once: rows end every 32 voxels
    const ivec3 voxel = ivec3(x, first.yz);
    const uint brick = brickIndex(voxel);
    const uvec2 page = pages[brick];
    uint bits = 0u;
    for (uint i = 0u; i < page.y; ++i) {
      const uvec2 entry = entries[page.x + i];
      if (lesionOf(entry) == lesion) {
        bits |= rowBits(chunks[entry.y >> kChunkShift], entry.y, voxel);
        if (!isContestedEntry(entry)) {
          break;
        }
      }
    }
    if (lesion == scene.strokeLesion) {
      const uint stroke = strokeRow(brick, voxel);
      bits = scene.strokeErases != kZero ? bits & ~stroke : bits | stroke;
    }
    run |= bits >> (x & 31) << (x - first.x);
  }
  return run & ((1u << count) - 1u);
}

// Whether the voxel is contested of `lesion`. What the open stroke speaks over no longer is.
bool isContested(uint lesion, ivec3 voxel) {
  if (!inGrid(voxel)) {
    return false;
  }
  const uint brick = brickIndex(voxel);
  const uvec2 page = pages[brick];
  uint bits = 0u;
  for (uint i = 0u; i < page.y; ++i) {
    const uvec2 entry = entries[page.x + i];
    if (entry.x == lesion + kContestedEntry) {
      bits = rowBits(chunks[entry.y >> kChunkShift], entry.y, voxel);
      break;
    }
  }
  bits = lesion == scene.strokeLesion && bits != 0u ? bits & ~strokeRow(brick, voxel) : bits;
  return (bits >> (voxel.x & 31) & 1u) != 0u;
}

// The first visible lesion that shows at a voxel of the grid, 0 for none; how many do, and the sum of their colours.
// Contested voxels count as the lesion's, whichever way they stand at present; `held` counts without them. Outlines count
// for nothing.
struct Membership {
  uint lesion;
  uint count;
  uint held;
  vec3 colorSum;
};

Membership membership(ivec3 voxel) {
  Membership found = Membership(0u, 0u, 0u, vec3(0));
  const uint brick = brickIndex(voxel);
  const uvec2 page = pages[brick];
  uint stroke = 0u;
  bool strokeSeen = scene.strokeLesion == kZero;
  if (!strokeSeen) {
    stroke = strokeRow(brick, voxel);
  }
  uint contested = 0u;  // of the lesion whose own entry comes next
  for (uint i = 0u; i < page.y; ++i) {
    const uvec2 entry = entries[page.x + i];
    uint bits = rowBits(chunks[entry.y >> kChunkShift], entry.y, voxel);
    if (isContestedEntry(entry)) {
      contested = bits;
      continue;
    }
    uint shown = bits | contested;
    contested = 0u;
    if (entry.x == scene.strokeLesion) {
      bits = scene.strokeErases != kZero ? bits & ~stroke : bits | stroke;
      shown = scene.strokeErases != kZero ? shown & ~stroke : shown | stroke;
      strokeSeen = true;
    }
    if ((shown >> (voxel.x & 31) & 1u) != 0u && looks[entry.x].visible != 0u && looks[entry.x].outline == 0u) {
      found.lesion = found.count == 0u ? entry.x : found.lesion;
      found.count += 1u;
      found.held += bits >> (voxel.x & 31) & 1u;
      found.colorSum += looks[entry.x].color;
    }
  }
  if (!strokeSeen && scene.strokeErases == kZero && (stroke >> (voxel.x & 31) & 1u) != 0u) {
    found.lesion = found.count == 0u ? scene.strokeLesion : found.lesion;
    found.count += 1u;
    found.held += 1u;
    found.colorSum += looks[scene.strokeLesion].color;
  }
  return found;
}
