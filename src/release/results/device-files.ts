/** A device's own files in `results/`: its log to be read, and all of them to be taken away. */
import type { Fault } from '../../protocol/fault.ts';
import { openStore } from '../open.ts';
import type { StoreOptions } from '../open.ts';
import { asFault } from '../store.ts';
import type { ReleaseStore, ServerAccess } from '../store.ts';

export const FOLDER = 'results';
/** An agent keeps a quarter of it. */
const MOST_LOG_BYTES = 1024 * 1024;

/** The log is missing where there is none. */
export async function readLog(
  access: ServerAccess,
  device: string,
  options?: StoreOptions,
): Promise<Fault | { readonly log?: string }> {
  return await inStore(access, options, async (store) => {
    const content = await store.read(`${FOLDER}/${device}.log`, MOST_LOG_BYTES);
    return content === undefined ? {} : { log: content.toString('utf8') };
  });
}

/** Takes a device's result and log away; how many files there were. */
export async function forgetResults(
  access: ServerAccess,
  device: string,
  options?: StoreOptions,
): Promise<Fault | { readonly removed: number }> {
  return await inStore(access, options, async (store) => {
    let removed = 0;
    for (const kind of ['result', 'log', 'result.part', 'log.part']) {
      const path = `${FOLDER}/${device}.${kind}`;
      if ((await store.size(path)) === undefined) continue;
      await store.remove(path);
      removed += 1;
    }
    return { removed };
  });
}

async function inStore<T extends object>(
  access: ServerAccess,
  options: StoreOptions | undefined,
  work: (store: ReleaseStore) => Promise<T>,
): Promise<Fault | T> {
  return await asFault(async () => {
    const store = await openStore(access, options);
    try {
      return await work(store);
    } finally {
      store.close();
    }
  });
}
