-- The project file as version 1 made it; schema_2.sql and so on bring it to the present one. `edit` and `body` are the log: rows are added, never changed. `blob` holds what the log
-- names by hash. `source` stands apart from the log and can be erased. Everything below the line is derived from the log:
-- it can be dropped and rebuilt, is never hashed, and `verify` compares it with a refold.
-- The text of every statement is part of the format: a file whose schema reads differently is refused.

CREATE TABLE edit(
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  site BLOB NOT NULL,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  wall_clock_ms INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  person TEXT NOT NULL,
  role TEXT NOT NULL,
  guideline BLOB NOT NULL,
  case_id BLOB NOT NULL,
  track TEXT NOT NULL,
  heads BLOB NOT NULL,
  body_hash BLOB NOT NULL,
  previous BLOB NOT NULL
) STRICT;
CREATE INDEX edit_order ON edit(time, site, sequence);
CREATE INDEX edit_site ON edit(site, sequence);
CREATE INDEX edit_person ON edit(person);
CREATE INDEX edit_rare ON edit(kind) WHERE kind < 4;

CREATE TABLE body(
  edit INTEGER PRIMARY KEY REFERENCES edit(id),
  codec INTEGER NOT NULL,
  raw_bytes INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE blob(
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  raw_bytes INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE source(
  id INTEGER PRIMARY KEY,
  case_id BLOB NOT NULL UNIQUE,
  data BLOB NOT NULL,
  checksum BLOB NOT NULL
) STRICT;

-- ---- Derived ----

-- What undo works with: every undo step (target NULL) and every undo and redo (target: the edit that it acts on).
CREATE TABLE step(
  edit INTEGER PRIMARY KEY,
  target BLOB
) STRICT;
CREATE INDEX step_target ON step(target) WHERE target IS NOT NULL;

-- The edits that are out of the fold at present.
CREATE TABLE undone(
  edit INTEGER PRIMARY KEY
) STRICT;

-- Every lesion that an edit names; `created` is the edit that made it, NULL where that is not here.
CREATE TABLE lesion(
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  created INTEGER,
  voxels INTEGER NOT NULL,
  bounds BLOB,
  version BLOB NOT NULL
) STRICT;

-- Which lesions an edit changes, and which edits touch a brick.
CREATE TABLE change(
  edit INTEGER NOT NULL,
  lesion INTEGER NOT NULL,
  PRIMARY KEY(edit, lesion)
) STRICT, WITHOUT ROWID;
CREATE TABLE touch(
  lesion INTEGER NOT NULL,
  brick INTEGER NOT NULL,
  edit INTEGER NOT NULL,
  PRIMARY KEY(lesion, brick, edit)
) STRICT, WITHOUT ROWID;

-- The folded bricks, none empty. `extent`: the first and last voxel within the brick, six fields of 5 bits.
CREATE TABLE brick(
  lesion INTEGER NOT NULL,
  brick INTEGER NOT NULL,
  voxels INTEGER NOT NULL,
  extent INTEGER NOT NULL,
  hash BLOB NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY(lesion, brick)
) STRICT, WITHOUT ROWID;
