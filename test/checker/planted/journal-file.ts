/** A journal's file by hand: the table as the product's documents and schema have it. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface PlantedRow {
  readonly transaction: string;
  readonly epoch: number;
  readonly controller: string;
  readonly record: Readonly<Record<string, unknown>>;
}

export interface PlantedJournal {
  readonly write: (row: PlantedRow) => void;
  readonly close: () => void;
}

const table = `CREATE TABLE records (
  seq INTEGER PRIMARY KEY, "transaction" TEXT NOT NULL, epoch INTEGER NOT NULL, controller TEXT NOT NULL,
  at TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, digest TEXT NOT NULL) STRICT`;

export function openPlantedJournal(stateFolder: string): PlantedJournal {
  const database = new DatabaseSync(join(stateFolder, 'journal.sqlite'));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ${table}`);
  const insert = database.prepare('INSERT INTO records VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)');
  return {
    write: ({ transaction, epoch, controller, record }) => {
      const kind = String(record['record']);
      insert.run(
        transaction,
        epoch,
        controller,
        '2026-01-01T00:00:00.000Z',
        kind,
        JSON.stringify(record),
        '',
      );
    },
    close: () => {
      database.close();
    },
  };
}
