/**
 * A file that is open, and whether it is still the one at its path: what is written to a file that was deleted, moved
 * away or replaced is kept by nobody.
 */
import { statSync } from 'node:fs';
import { journalError, type JournalError } from './journal-error.ts';

export interface Anchor {
  /** Throws a `JournalError`, `journal-moved`, where it is not. */
  readonly check: () => void;
}

/** The file must be there. */
export function anchorAt(path: string): Anchor {
  const anchored = identityOf(path);
  return {
    check: () => {
      const found = identityOf(path);
      if (found === undefined || found !== anchored) throw moved(path, found);
    },
  };
}

function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${String(dev)} ${String(ino)}`;
  } catch {
    return undefined;
  }
}

function moved(path: string, found: string | undefined): JournalError {
  const what = found === undefined ? 'is not there any more' : 'was replaced by another file';
  return journalError(
    'journal-moved',
    `${path} ${what} while the controller had it open: what it decides would not be kept, so it decides nothing more`,
    'put the state folder back as it was, then `cutover recover`; an older copy does not know what was decided since',
  );
}
