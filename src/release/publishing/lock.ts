/**
 * One publisher at a time: `.publishing`, a folder that only one can make.
 *
 * Rule 1: whoever has it writes into it every few seconds that they are still there, over a connection of its own.
 * Rule 2: it is taken over only when that has stopped: by what it says, for ten minutes; and while we watched, not once.
 */
import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { SENTENCE, shown } from '../../document/shown.ts';
import { textContent } from '../local.ts';
import { failure, StoreFailure } from '../store.ts';
import type { ReleaseStore } from '../store.ts';
import { putContent } from '../upload.ts';
import { timeText } from './compose.ts';

export interface LockPatience {
  /** Between two signs of life. */
  readonly beatMs: number;
  /** How long another's lock is waited for. */
  readonly waitMs: number;
  /** Of a lock without a sign of life: how old it must be. */
  readonly staleMs: number;
  /** How long it is watched before it is taken over. */
  readonly watchMs: number;
}

export const LOCK_PATIENCE: LockPatience = {
  beatMs: 10_000,
  waitMs: 120_000,
  staleMs: 600_000,
  watchMs: 30_000,
};

export interface Lock {
  /** A failure where somebody else has it now. */
  check(): Promise<void>;
  release(): Promise<void>;
}

const FOLDER = '.publishing';
const OWNER = `${FOLDER}/owner`;
const MOST_BYTES = 65_536;

export async function takeLock(
  store: ReleaseStore,
  patience: LockPatience,
  onWait: (who: string) => void,
): Promise<Lock> {
  await store.makeFolder('');
  const watch: Watch = { since: Date.now(), text: undefined };
  const until = Date.now() + patience.waitMs;
  let told = '';
  while (!(await store.makeFolderAlone(FOLDER))) {
    const owner = await store.read(OWNER, MOST_BYTES);
    const text = owner?.toString('latin1') ?? '';
    if (isLeft(watch, text, patience)) {
      await clearAway(store, text);
      continue;
    }
    if (told !== whoIn(text)) onWait((told = whoIn(text)));
    if (Date.now() > until) throw busy(text);
    await sleep(Math.min(1_000, patience.beatMs));
  }
  return await holding(store, patience);
}

/** What was seen of another's lock, and since when it has been just so. */
interface Watch {
  since: number;
  text: string | undefined;
}

function isLeft(watch: Watch, text: string, { staleMs, watchMs }: LockPatience): boolean {
  if (watch.text !== text) Object.assign(watch, { text, since: Date.now() });
  if (Date.now() - watch.since < watchMs) return false;
  const last = /.*^at (\S+)$/ms.exec(text)?.[1];
  return last === undefined || Date.now() - Date.parse(last) > staleMs;
}

/** Of several who find it left, one moves it away; who moved a new one by mistake puts it back. */
async function clearAway(store: ReleaseStore, judged: string): Promise<void> {
  const aside = `.left-${randomBytes(6).toString('hex')}`;
  try {
    await store.rename(FOLDER, aside);
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    if (judged !== '' && (await store.size(OWNER)) === undefined) return;
    throw cannotMake(error);
  }
  const moved = await store.read(`${aside}/owner`, MOST_BYTES);
  if ((moved?.toString('latin1') ?? '') !== judged) {
    await store.rename(aside, FOLDER);
    return;
  }
  if (moved !== undefined) await store.remove(`${aside}/owner`);
  await store.removeFolder(aside);
}

function cannotMake({ fault }: StoreFailure): StoreFailure {
  return failure(
    'server-refused',
    `the folder ${FOLDER} can’t be made there: ${fault.message}`,
    'may this user write there?',
  );
}

function busy(text: string): StoreFailure {
  return failure(
    'busy',
    `somebody else is publishing: ${whoIn(text)}`,
    'try again later; what was left behind is taken over ten minutes after its last sign of life',
  );
}

function whoIn(text: string): string {
  const by = /^by (.+)$/m.exec(text)?.[1];
  const since = /^since (\S+)$/m.exec(text)?.[1];
  return by === undefined
    ? 'who it is is not said'
    : `${shown(by, SENTENCE)} since ${since ?? '?'}`;
}

async function holding(store: ReleaseStore, { beatMs }: LockPatience): Promise<Lock> {
  const nonce = randomBytes(8).toString('hex');
  const since = timeText(Date.now());
  let text = `cutover-publishing 1\nnonce ${nonce}\nby ${whoWeAre()}\nsince ${since}\nat ${since}\n`;
  await putContent(store, OWNER, textContent(text));
  let beating = Promise.resolve();
  const beat = async (): Promise<void> => {
    if (text.length < MOST_BYTES - 100) text += `at ${timeText(Date.now())}\n`;
    await putContent(store, OWNER, textContent(text)).catch(() => undefined);
  };
  const timer = setInterval(() => void (beating = beating.then(beat)), beatMs).unref();
  const isOurs = async (): Promise<boolean> => {
    await beating;
    const owner = await store.read(OWNER, MOST_BYTES);
    return owner?.toString('latin1').includes(`\nnonce ${nonce}\n`) === true;
  };
  return {
    check: async () => {
      if (!(await isOurs())) throw failure('busy', 'somebody else has taken over the publishing');
    },
    release: async () => {
      clearInterval(timer);
      if (!(await isOurs())) return;
      await store.remove(OWNER);
      await store.removeFolder(FOLDER);
    },
  };
}

function whoWeAre(): string {
  return `${userInfo().username}@${hostname()}`.replace(/[^!-~]/g, '?');
}
