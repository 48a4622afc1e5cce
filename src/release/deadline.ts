/** A limit on how long something may take, whatever the library that does it believes. */
import { failure } from './store.ts';

export interface Patience {
  /** To connect and log in. */
  readonly connectMs: number;
  /** For one command, and for silence during a transfer. */
  readonly commandMs: number;
  /** A transfer slower than this on the whole is given up. */
  readonly bytesPerSecond: number;
}

export const PATIENCE: Patience = {
  connectMs: 15_000,
  commandMs: 15_000,
  bytesPerSecond: 16_384,
};

export function transferMs(patience: Patience, bytes: number): number {
  return patience.commandMs + Math.ceil((bytes / patience.bytesPerSecond) * 1_000);
}

/** `onLate` must end what is going on; what the work says after that is not listened to. */
export async function within<T>(
  ms: number,
  what: string,
  work: Promise<T>,
  onLate: () => void,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(failure('server-timeout', `${what}: no end after ${String(Math.ceil(ms / 1_000))} s`));
      onLate();
    }, ms);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
