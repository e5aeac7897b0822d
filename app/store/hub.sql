-- A hub, version 1: the same edits, bodies and blobs as in project files, in one schema of a PostgreSQL database.
-- `hub init` runs this in one transaction; :member is the role whose members may sync, one role per database.
-- Members may SELECT and INSERT, nothing else, and give only what no one can make up: headers, contents, encoded blobs.
-- Every other column is worked out here, from those bytes and from who is connected, so that no client can forge,
-- change or remove what another has pushed.

CREATE SCHEMA sagitta;

CREATE TABLE sagitta.version(number integer NOT NULL);
CREATE UNIQUE INDEX version_once ON sagitta.version((true));
INSERT INTO sagitta.version VALUES(1);

-- Which project this is, by the edit that created it: the first file that syncs says so, once and for all.
CREATE TABLE sagitta.project(root bytea NOT NULL CHECK(octet_length(root) = 32));
CREATE UNIQUE INDEX project_once ON sagitta.project((true));

CREATE TABLE sagitta.edit(
  id bytea PRIMARY KEY,
  site bytea NOT NULL,
  sequence bigint NOT NULL,
  case_id bytea NOT NULL,
  track bytea NOT NULL,
  body_hash bytea NOT NULL,
  header bytea NOT NULL,
  pushed_by name NOT NULL,
  pushed_at timestamptz NOT NULL
);
CREATE INDEX edit_site ON sagitta.edit(site, sequence);

CREATE TABLE sagitta.body(
  edit bytea PRIMARY KEY REFERENCES sagitta.edit(id),
  case_id bytea NOT NULL,
  track bytea NOT NULL,
  content bytea NOT NULL,
  pushed_by name NOT NULL
);

-- Named by the hash of its uncompressed bytes, which only clients can check: should one push bytes under a name that is
-- not theirs, the right ones still find room beside them, and `pushed_by` says whose the wrong ones are.
CREATE TABLE sagitta.blob(
  hash bytea NOT NULL CHECK(octet_length(hash) = 32),
  encoding bytea NOT NULL,
  raw_bytes bigint NOT NULL CHECK(raw_bytes >= 0),
  data bytea NOT NULL,
  pushed_by name NOT NULL,
  PRIMARY KEY(hash, encoding)
);
ALTER TABLE sagitta.blob ALTER data SET STORAGE EXTERNAL;

-- Tracks whose bodies are shown only to the members named for them, until the hub's keeper opens them.
CREATE TABLE sagitta.blind(case_id bytea NOT NULL, track bytea NOT NULL, PRIMARY KEY(case_id, track));
CREATE TABLE sagitta.reader(
  case_id bytea NOT NULL,
  track bytea NOT NULL,
  member name NOT NULL,
  PRIMARY KEY(case_id, track, member)
);

-- ---- What the server works out ----

-- The LEB128 number that begins at byte `at` (from 0), and where the next field begins.
CREATE FUNCTION sagitta.varint(bytes bytea, at integer, OUT value bigint, OUT next integer)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  shift integer := 0;
  byte integer;
BEGIN
  value := 0;
  next := at;
  LOOP
    byte := get_byte(bytes, next);
    IF shift = 63 OR (shift = 56 AND byte > 127) THEN
      RAISE EXCEPTION 'a number in it is too large' USING ERRCODE = 'check_violation';
    END IF;
    value := value | ((byte & 127)::bigint << shift);
    shift := shift + 7;
    next := next + 1;
    EXIT WHEN byte < 128;
  END LOOP;
END $$;

-- A header's fields, as app/core/edit.cpp writes them: site (16) | varint sequence | time (8) | wall clock (8) | kind (1)
-- | person | role | guideline (32) | case (32) | track | heads | body hash (32) | previous (32).
CREATE FUNCTION sagitta.take_edit() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  header bytea := NEW.header;
  at integer;
  length bigint;
BEGIN
  NEW.id := sha256('sagitta.edit.1'::bytea || header);
  NEW.site := substring(header FROM 1 FOR 16);
  SELECT value, next INTO NEW.sequence, at FROM sagitta.varint(header, 16);
  at := at + 17;
  FOR field IN 1..2 LOOP  -- person, role
    SELECT value, next INTO length, at FROM sagitta.varint(header, at);
    at := at + length;
  END LOOP;
  NEW.case_id := substring(header FROM at + 33 FOR 32);
  SELECT value, next INTO length, at FROM sagitta.varint(header, at + 64);
  NEW.track := substring(header FROM at + 1 FOR length::integer);
  NEW.body_hash := substring(header FROM octet_length(header) - 63 FOR 32);
  IF NEW.sequence < 1 OR at + length + 65 > octet_length(header) THEN
    RAISE EXCEPTION 'this is not the header of an edit' USING ERRCODE = 'check_violation';
  END IF;
  NEW.pushed_by := session_user;
  NEW.pushed_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER take BEFORE INSERT ON sagitta.edit FOR EACH ROW EXECUTE FUNCTION sagitta.take_edit();

CREATE FUNCTION sagitta.take_body() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  said bytea;
BEGIN
  SELECT case_id, track, body_hash INTO NEW.case_id, NEW.track, said FROM sagitta.edit WHERE id = NEW.edit;
  IF said IS DISTINCT FROM sha256(NEW.content) THEN
    RAISE EXCEPTION 'the content of an edit is not what its author hashed' USING ERRCODE = 'check_violation';
  END IF;
  NEW.pushed_by := session_user;
  RETURN NEW;
END $$;
CREATE TRIGGER take BEFORE INSERT ON sagitta.body FOR EACH ROW EXECUTE FUNCTION sagitta.take_body();

CREATE FUNCTION sagitta.take_blob() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.encoding := sha256(NEW.data);
  NEW.pushed_by := session_user;
  RETURN NEW;
END $$;
CREATE TRIGGER take BEFORE INSERT ON sagitta.blob FOR EACH ROW EXECUTE FUNCTION sagitta.take_blob();

-- Edits of which nobody has pushed the content, also where row security hides that.
CREATE FUNCTION sagitta.without_body() RETURNS SETOF bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.id FROM sagitta.edit e WHERE NOT EXISTS (SELECT FROM sagitta.body b WHERE b.edit = e.id)
$$;

-- Edits and the contents of some of them, all or none, in one trip. What is here already stays as it is. Always in one
-- order, so that two who push the same edits of a third wait for each other once, and never in a ring.
CREATE FUNCTION sagitta.push(headers bytea[], edits bytea[], contents bytea[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO sagitta.edit(header) SELECT h FROM unnest(headers) AS h ORDER BY h ON CONFLICT DO NOTHING;
  INSERT INTO sagitta.body(edit, content) SELECT e, c FROM unnest(edits, contents) AS pushed(e, c) ORDER BY e
    ON CONFLICT DO NOTHING;
END $$;

-- ---- Announcements: what there is to pull, never the thing itself ----

CREATE FUNCTION sagitta.announce_edits() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_notify('sagitta', encode(site, 'hex') || ':' || max(sequence)) FROM fresh GROUP BY site;
  RETURN NULL;
END $$;
CREATE TRIGGER announce AFTER INSERT ON sagitta.edit REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION sagitta.announce_edits();

-- Contents that come later than their edits.
CREATE FUNCTION sagitta.announce_bodies() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh f JOIN sagitta.edit e ON e.id = f.edit WHERE e.pushed_at < now()) THEN
    PERFORM pg_notify('sagitta', 'bodies');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER announce AFTER INSERT ON sagitta.body REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION sagitta.announce_bodies();

CREATE FUNCTION sagitta.announce_blobs() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh) THEN
    PERFORM pg_notify('sagitta', 'blobs');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER announce AFTER INSERT ON sagitta.blob REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION sagitta.announce_blobs();

-- ---- Rights ----

ALTER TABLE sagitta.body ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON sagitta.body FOR SELECT TO :member USING (
  NOT EXISTS (SELECT FROM sagitta.blind b WHERE b.case_id = body.case_id AND b.track = body.track)
  OR EXISTS (SELECT FROM sagitta.reader r
             WHERE r.case_id = body.case_id AND r.track = body.track AND r.member = session_user));
CREATE POLICY give ON sagitta.body FOR INSERT TO :member WITH CHECK (true);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sagitta FROM PUBLIC;
GRANT USAGE ON SCHEMA sagitta TO :member;
GRANT SELECT ON ALL TABLES IN SCHEMA sagitta TO :member;
GRANT INSERT(root) ON sagitta.project TO :member;
GRANT INSERT(header) ON sagitta.edit TO :member;
GRANT INSERT(edit, content) ON sagitta.body TO :member;
GRANT INSERT(hash, raw_bytes, data) ON sagitta.blob TO :member;
GRANT EXECUTE ON FUNCTION sagitta.varint(bytea, integer), sagitta.without_body(),
  sagitta.push(bytea[], bytea[], bytea[]) TO :member;
