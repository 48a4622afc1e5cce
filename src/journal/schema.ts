/**
 * The journal's file: `journal.sqlite` in the state folder.
 *
 * `user_version` is the schema's version: a newer one is refused, never guessed at.
 * `records` only grows: triggers refuse a change even by mistake.
 */
export const schemaVersion = 1;

/** `CUTV`: says whose file it is. */
export const applicationId = 0x43555456;

export const schema = `
CREATE TABLE standing (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  controller TEXT NOT NULL,
  epoch INTEGER NOT NULL
) STRICT;
CREATE TABLE records (
  seq INTEGER PRIMARY KEY,
  "transaction" TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  controller TEXT NOT NULL,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  digest TEXT NOT NULL
) STRICT;
CREATE INDEX records_of_transaction ON records ("transaction", seq);
CREATE INDEX records_of_kind ON records (kind, seq);
CREATE TRIGGER records_stay BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'a record stays'); END;
CREATE TRIGGER records_stand BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'a record stands'); END;
`;
