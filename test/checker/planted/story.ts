/**
 * How a transaction goes when all is right, as acts with names; a test plants what is wrong by
 * taking an act out, or putting one in.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  goTo,
  names,
  setState,
  stage,
  sweep,
  transaction,
  txOf,
  unstage,
  writeMade,
  writeUndo,
} from './world.ts';
import type { DeviceName, World } from './world.ts';

export interface Act {
  readonly name: string;
  readonly play: (world: World) => void;
}

export type Story = readonly Act[];

function log(record: Readonly<Record<string, unknown>>): Act {
  return {
    name: String(record['record']),
    play: ({ journal }) => {
      journal.write({ transaction, epoch: 1, controller: 'c1', record });
    },
  };
}

function tell(
  device: DeviceName,
  order: string,
  steps: readonly { readonly no: number; readonly step: string }[],
  answer: Readonly<Record<string, unknown>>,
  effect: (world: World) => void,
): readonly Act[] {
  const prefix = `${order} ${device}`;
  return [
    { ...log({ record: 'sent', device, order, steps }), name: `${prefix}: sent` },
    { name: `${prefix}: effect`, play: effect },
    { ...log({ record: 'answer', device, order, answer, atMs: 0 }), name: `${prefix}: answer` },
  ];
}

const begin = log({
  record: 'begin',
  orders: { transaction, members: names.map((device) => ({ device, version: '3.0' })) },
});

const ask = (state: string): Story =>
  names.flatMap((device) =>
    tell(
      device,
      'inquire',
      [],
      {
        answer: 'standing',
        state,
        fingerprint: `old ${device}`,
        ...(state === 'staged' && { made: `made ${device}` }),
      },
      () => undefined,
    ),
  );

const prepare = (device: DeviceName): Story =>
  tell(
    device,
    'prepare',
    [{ no: 1, step: 'stage.1' }],
    {
      answer: 'staged',
      version: '3.0',
      fingerprint: `old ${device}`,
      already: false,
      made: `made ${device}`,
    },
    (world) => {
      setState(world, device, 'preparing');
      writeFileSync(
        join(txOf(world, device), 'managed'),
        'path /opt/current\nvolatile /opt/data\n',
      );
      writeUndo(world, device, 1, 'kit_undo_self link');
      stage(world, device);
      writeFileSync(join(txOf(world, device), 'old'), 'a'.repeat(64));
      writeMade(world, device);
      setState(world, device, 'staged');
    },
  );

const switchOver = (device: DeviceName): Story =>
  tell(
    device,
    'switch',
    [
      { no: 2, step: 'switch.1' },
      { no: 3, step: 'switch.2' },
    ],
    { answer: 'armed', fingerprint: `new ${device}`, outages: [] },
    (world) => {
      setState(world, device, 'switch-intent');
      writeFileSync(join(txOf(world, device), 'services'), 'down daemon 1100\nup daemon 1200\n');
      writeFileSync(join(txOf(world, device), 'kept', '2'), '');
      writeUndo(world, device, 2, 'kit_undo_self link');
      writeUndo(world, device, 3, "kit_undo_restore '2' '/opt/current'");
      goTo(world, device, '3.0');
      writeFileSync(join(txOf(world, device), 'new'), 'b'.repeat(64));
      setState(world, device, 'armed');
    },
  );

const verify = (device: DeviceName): Story =>
  tell(device, 'verify', [], { answer: 'verified', version: '3.0' }, () => undefined);

const hold = (device: DeviceName): Story =>
  tell(device, 'hold', [], { answer: 'voted' }, (world) => {
    setState(world, device, 'held');
    setState(world, device, 'voted');
  });

const confirm = (device: DeviceName): Story =>
  tell(device, 'confirm', [], { answer: 'confirmed' }, (world) => {
    setState(world, device, 'confirmed');
    sweep(world, device);
  });

const revert = (device: DeviceName, epoch = 1): Story =>
  tell(device, 'revert', [], { answer: 'reverted', outages: [] }, (world) => {
    setState(world, device, 'revert-intent', { epoch });
    goTo(world, device, '2.0');
    unstage(world, device);
    setState(world, device, 'dead', { epoch });
    sweep(world, device);
  });

const upToSwitch: Story = [
  begin,
  ...ask('idle'),
  log({ record: 'intent' }),
  ...prepare('msc-01'),
  ...prepare('umg-01'),
  ...ask('staged'),
  { name: 'all staged', play: () => undefined },
  log({ record: 'switching' }),
  ...switchOver('msc-01'),
  ...switchOver('umg-01'),
  { name: 'all armed', play: () => undefined },
];

export const committed: Story = [
  ...upToSwitch,
  ...verify('msc-01'),
  ...verify('umg-01'),
  ...hold('msc-01'),
  ...hold('umg-01'),
  log({ record: 'commit' }),
  ...confirm('msc-01'),
  ...confirm('umg-01'),
  log({ record: 'end', outcome: { result: 'committed' } }),
];

export const reverted: Story = [
  ...upToSwitch,
  log({ record: 'abort', cause: { code: 'step-failed', message: 'verify failed' } }),
  ...revert('umg-01'),
  ...revert('msc-01'),
  log({ record: 'end', outcome: { result: 'reverted' } }),
];

export function without(story: Story, ...acts: readonly string[]): Story {
  for (const name of acts) placeOf(story, name);
  return story.filter(({ name }) => !acts.includes(name));
}

export function after(story: Story, name: string, ...acts: readonly Act[]): Story {
  const at = placeOf(story, name) + 1;
  return [...story.slice(0, at), ...acts, ...story.slice(at)];
}

/** Takes acts out where they stand and plays them after another one. */
export function move(story: Story, moved: readonly string[], to: string): Story {
  const acts = moved.map((name) => story[placeOf(story, name)]).filter((act) => act !== undefined);
  return after(without(story, ...moved), to, ...acts);
}

export function act(name: string, play: (world: World) => void): Act {
  return { name, play };
}

function placeOf(story: Story, name: string): number {
  const at = story.findIndex((one) => one.name === name);
  if (at < 0) throw new Error(`no act is named ${name}`);
  return at;
}
