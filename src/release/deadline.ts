/** A limit on how long something may take, whatever the library that does it believes. */
import { failure } from './store.ts';

export interface Patience {
  /** To connect and log in. */
  readonly connectMs: number;
  /** For one command, and for silence during a transfer. */
  readonly commandMs: number;
  /** A transfer slower than this on the whole is given up. */
  readonly bytesPerSecond: number;
  /** For all other servers, once one has given what is right. */
  readonly graceMs: number;
}

export const PATIENCE: Patience = {
  connectMs: 15_000,
  commandMs: 15_000,
  bytesPerSecond: 16_384,
  graceMs: 3_000,
};

export function transferMs(patience: Patience, bytes: number): number {
  return patience.commandMs + Math.ceil((bytes / patience.bytesPerSecond) * 1_000);
}

/** `onLate` must end what is going on; what the work says after that is not listened to. The signal: nobody waits for it any more. */
export async function within<T>(
  ms: number,
  what: string,
  work: Promise<T>,
  onLate: () => void,
  signal?: AbortSignal,
): Promise<T> {
  let end = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    const give = (after: string) => () => {
      reject(failure('server-timeout', `${what}: no end after ${after}`));
      onLate();
    };
    const timer = setTimeout(give(`${String(Math.ceil(ms / 1_000))} s`), ms);
    const unwanted = give('others had answered');
    signal?.addEventListener('abort', unwanted);
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', unwanted);
    };
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    end();
  }
}
