-- From version 2 to version 3: the edits of later kinds (people, signatures, decisions) are found without reading the log,
-- and what is contested (core/contest.h) is kept: the bricks that hold such voxels, none empty; of a lesion, how many
-- there are, and whether its removal is. `withheld` is not derived: the tracks whose bodies were left out of this copy on
-- purpose, so that whoever reads the same case blind does not see them.
CREATE INDEX edit_late ON edit(kind) WHERE kind > 8;
ALTER TABLE lesion ADD COLUMN contested INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lesion ADD COLUMN disputed INTEGER NOT NULL DEFAULT 0;
CREATE TABLE contest(
  lesion INTEGER NOT NULL,
  brick INTEGER NOT NULL,
  voxels INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY(lesion, brick)
) STRICT, WITHOUT ROWID;
CREATE TABLE withheld(
  case_id BLOB NOT NULL,
  track TEXT NOT NULL,
  PRIMARY KEY(case_id, track)
) STRICT, WITHOUT ROWID;
