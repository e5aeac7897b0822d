-- From version 1 to version 2: lesions can be changed and taken out. `stands`: whether the lesion is in the project
-- (core/fold.h, stands()). `how` an edit changes a lesion: 0 its voxels, 1 what it is called and counts as, 2 takes it
-- out; version 1 knew only the first.
ALTER TABLE lesion ADD COLUMN stands INTEGER NOT NULL DEFAULT 0;
ALTER TABLE change ADD COLUMN how INTEGER NOT NULL DEFAULT 0;
CREATE INDEX change_rare ON change(lesion, edit) WHERE how > 0;

UPDATE lesion SET stands = created IS NOT NULL AND created NOT IN (SELECT edit FROM undone) AND
  (created IN (SELECT edit FROM step) OR
   EXISTS (SELECT 1 FROM touch WHERE touch.lesion = lesion.id AND touch.edit NOT IN (SELECT edit FROM undone)));
