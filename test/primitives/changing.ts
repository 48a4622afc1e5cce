/** Each primitive that has a way back: a world, what it is told, and when it is right. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Params } from '../device/kit/stories.ts';
import { installService } from '../device/kit/init-script.ts';
import type { Rig } from '../device/kit/rig.ts';

export interface Change {
  readonly title: string;
  readonly primitive: string;
  /** Makes what is there before. */
  readonly world: (at: Place) => void;
  readonly params: (at: Place) => Params;
  /** Whether it has come about. */
  readonly isDone: (at: Place) => boolean;
  /** A second step of the kind does it anew. */
  readonly anew?: boolean;
  /** Changes that come after the step, for a way back that has to put something back. */
  readonly after?: (at: Place) => void;
}

export interface Place {
  readonly rig: Rig;
  readonly path: (name: string) => string;
}

/** Every character that a shell might want to read. */
export const hostileText =
  'it\'s `id` $(id) ${HOME} "quoted" \\ \\n %s * ? [a] ; & | < > # ~ ! é ☃\n# end\n\ttab\n\n';

const text = (path: string): string => readFileSync(path, 'utf8');
const mode = (path: string): number => statSync(path).mode & 0o7777;

function tree(folder: string): void {
  mkdirSync(join(folder, 'sub/empty'), { recursive: true });
  writeFileSync(join(folder, '-rf'), 'a leading dash');
  writeFileSync(join(folder, 'new\nline'), 'a line in a name');
  writeFileSync(join(folder, 'sub/secret'), 'modes');
  chmodSync(join(folder, 'sub/secret'), 0o600);
  chmodSync(join(folder, 'sub/empty'), 0o700);
  symlinkSync('../gone', join(folder, 'sub/dangling'));
  linkSync(join(folder, '-rf'), join(folder, 'sub/hard'));
}

function spoil(folder: string): void {
  writeFileSync(join(folder, 'sub/secret'), 'changed');
  chmodSync(join(folder, 'sub/secret'), 0o644);
  writeFileSync(join(folder, 'added'), 'new');
}

function runs(rig: Rig, name: string): boolean {
  try {
    execFileSync(join(rig.services, name), ['status'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export const changes: readonly Change[] = [
  {
    title: 'keep a folder that changes afterwards',
    primitive: 'keep',
    anew: true,
    world: ({ path }) => tree(path('etc')),
    params: ({ path }) => ({ path: path('etc') }),
    isDone: () => true,
    after: ({ path }) => spoil(path('etc')),
  },
  {
    title: 'keep a file that becomes a folder',
    primitive: 'keep',
    anew: true,
    world: ({ path }) => writeFileSync(path('f'), 'old', { mode: 0o640 }),
    params: ({ path }) => ({ path: path('f') }),
    isDone: () => true,
    after: ({ path }) => {
      execFileSync('rm', [path('f')]);
      tree(path('f'));
    },
  },
  {
    title: 'keep a link that becomes a file',
    primitive: 'keep',
    anew: true,
    world: ({ path }) => symlinkSync('somewhere', path('l')),
    params: ({ path }) => ({ path: path('l') }),
    isDone: () => true,
    after: ({ path }) => {
      execFileSync('rm', [path('l')]);
      writeFileSync(path('l'), 'a file');
    },
  },
  {
    title: 'keep what is not there and comes',
    primitive: 'keep',
    anew: true,
    world: () => undefined,
    params: ({ path }) => ({ path: path('later') }),
    isDone: () => true,
    after: ({ path }) => tree(path('later')),
  },
  {
    title: 'keep what is there and goes',
    primitive: 'keep',
    anew: true,
    world: ({ path }) => tree(path('etc')),
    params: ({ path }) => ({ path: path('etc') }),
    isDone: () => true,
    after: ({ path }) => execFileSync('rm', ['-rf', path('etc')]),
  },
  {
    title: 'write a new file',
    primitive: 'write',
    world: () => undefined,
    params: ({ path }) => ({ path: path('conf'), text: hostileText, mode: '0640' }),
    isDone: ({ path }) => text(path('conf')) === hostileText && mode(path('conf')) === 0o640,
  },
  {
    title: 'write over a file, and keep its mode',
    primitive: 'write',
    world: ({ path }) => {
      writeFileSync(path('conf'), 'old\n');
      chmodSync(path('conf'), 0o604);
    },
    params: ({ path }) => ({ path: path('conf'), text: 'no line end', mode: '' }),
    isDone: ({ path }) => text(path('conf')) === 'no line end' && mode(path('conf')) === 0o604,
  },
  {
    title: 'copy a folder to a new place',
    primitive: 'copy',
    world: ({ path }) => tree(path('from')),
    params: ({ path }) => ({ from: path('from'), to: path('to') }),
    isDone: ({ path }) => mode(path('to/sub/secret')) === 0o600,
  },
  {
    title: 'copy a file over a folder',
    primitive: 'copy',
    world: ({ path }) => {
      writeFileSync(path('from'), 'new', { mode: 0o600 });
      tree(path('to'));
    },
    params: ({ path }) => ({ from: path('from'), to: path('to') }),
    isDone: ({ path }) => text(path('to')) === 'new' && mode(path('to')) === 0o600,
  },
  {
    title: 'make a folder deep down',
    primitive: 'make-folder',
    world: () => undefined,
    params: ({ path }) => ({ path: path('a/b/c'), mode: '0750' }),
    isDone: ({ path }) => mode(path('a/b/c')) === 0o750,
  },
  {
    title: 'unpack into a new place',
    primitive: 'unpack',
    world: ({ rig }) => {
      tree(join(rig.folder, 'package'));
      // busybox's listing can't show it, so there it is refused.
      rmSync(join(rig.folder, 'package/new\nline'));
      execFileSync('tar', [
        '-czf',
        join(rig.folder, 'file'),
        '-C',
        join(rig.folder, 'package'),
        '.',
      ]);
    },
    params: ({ rig, path }) => ({ file: join(rig.folder, 'file'), into: path('releases/3.0') }),
    isDone: ({ path }) =>
      mode(path('releases/3.0')) === 0o755 && text(path('releases/3.0/sub/secret')) === 'modes',
  },
  {
    title: 'point a link elsewhere',
    primitive: 'link',
    world: ({ path }) => {
      mkdirSync(path('old'));
      mkdirSync(path('new'));
      symlinkSync(path('old'), path('current'));
    },
    params: ({ path }) => ({ at: path('current'), to: path('new') }),
    isDone: ({ path }) => readlinkSync(path('current')) === path('new'),
  },
  {
    title: 'make a link',
    primitive: 'link',
    world: ({ path }) => mkdirSync(path('new')),
    params: ({ path }) => ({ at: path('current'), to: path('new') }),
    isDone: ({ path }) => readlinkSync(path('current')) === path('new'),
  },
  {
    title: 'swap two folders',
    primitive: 'swap',
    anew: true,
    world: ({ path }) => {
      tree(path('a'));
      mkdirSync(path('b'));
    },
    params: ({ path }) => ({ path: path('a'), other: path('b') }),
    isDone: ({ path }) => text(path('b/sub/secret')) === 'modes',
  },
  {
    title: 'remove a folder',
    primitive: 'remove',
    world: ({ path }) => tree(path('old')),
    params: ({ path }) => ({ path: path('old') }),
    isDone: ({ path }) => statSync(path('old'), { throwIfNoEntry: false }) === undefined,
  },
  {
    title: 'stop a service',
    primitive: 'stop',
    world: ({ rig, path }) => {
      installService(rig, 'umg', path('conf'));
      execFileSync(join(rig.services, 'umg'), ['start'], { stdio: 'ignore' });
    },
    params: () => ({ service: 'umg' }),
    isDone: ({ rig }) => !runs(rig, 'umg'),
  },
  {
    title: 'start a service',
    primitive: 'start',
    world: ({ rig, path }) => installService(rig, 'umg', path('conf')),
    params: () => ({ service: 'umg' }),
    isDone: ({ rig }) => runs(rig, 'umg'),
  },
];

/** What must be as before: the root, and which services run. */
export function standing(rig: Rig, of: (folder: string) => unknown): unknown {
  return [of(rig.root), runs(rig, 'umg')];
}
