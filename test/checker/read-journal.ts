/** Reads a state folder's journal, by its table and nothing else. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Capture } from './evidence.ts';
import type { JournalRecord, JournalRow } from './records.ts';

/** The kinds that the rules ask about; of all others only the row's head counts. */
const known: readonly string[] = [
  'begin',
  'taken-over',
  'intent',
  'switching',
  'sent',
  'answer',
  'fault',
  'commit',
  'abort',
  'end',
];

/** All rows, oldest first; none where there is no journal yet. */
export function readJournal(stateFolder: string): readonly JournalRow[] {
  return rawRows(stateFolder).map((row) => ({
    journal: stateFolder,
    seq: Number(row['seq']),
    transaction: String(row['transaction']),
    epoch: Number(row['epoch']),
    controller: String(row['controller']),
    record: parse(String(row['kind']), String(row['body'])),
  }));
}

function rawRows(stateFolder: string): readonly Readonly<Record<string, unknown>>[] {
  const path = join(stateFolder, 'journal.sqlite');
  if (!existsSync(path) || statSync(path).size === 0) return [];
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    // The file is there a moment before its table.
    const made = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'records'").get();
    return made === undefined ? [] : database.prepare('SELECT * FROM records ORDER BY seq').all();
  } finally {
    database.close();
  }
}

function parse(kind: string, body: string): JournalRecord {
  const record = JSON.parse(body) as JournalRecord;
  if (record.record !== kind) throw new Error(`a record says ${record.record}, its row ${kind}`);
  return known.includes(kind) ? record : { record: 'other' };
}

/**
 * What lies in the state folder, to be searched for secrets: files as they are, and the records' texts,
 * since the file may break a long one apart.
 */
export function captureStateFolder(stateFolder: string): readonly Capture[] {
  // Before its first run there is none.
  if (!existsSync(stateFolder)) return [];
  const files = readdirSync(stateFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const rows = rawRows(stateFolder).map((row) => String(row['body']));
  return [
    ...files.map((path): Capture => ({ kind: 'journal', name: path, bytes: readFileSync(path) })),
    { kind: 'journal', name: 'records', bytes: Buffer.from(rows.join('\n')) },
  ];
}
