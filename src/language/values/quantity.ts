/** Sizes and durations as written, `2GiB` and `30s`; nothing where the text is neither. */

const SIZES: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const DURATIONS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** In bytes. */
export function readSize(text: string): number | undefined {
  return read(text, SIZES);
}

/** In milliseconds. */
export function readDuration(text: string): number | undefined {
  return read(text, DURATIONS);
}

function read(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const found = /^(\d{1,15})([A-Za-z]+)$/.exec(text);
  const unit = found?.[2] === undefined ? undefined : units[found[2]];
  const value = Number(found?.[1]) * (unit ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The shortest exact writing: `2GiB`, `1536MiB`, `90s`. */
export function sayDuration(ms: number): string {
  return say(ms, DURATIONS);
}

export function saySize(bytes: number): string {
  return say(bytes, SIZES);
}

function say(value: number, units: Readonly<Record<string, number>>): string {
  const fitting = Object.entries(units).filter(
    ([, factor]) => value % factor === 0 && value >= factor,
  );
  const [unit, factor] = fitting.at(-1) ?? Object.entries(units)[0] ?? ['', 1];
  return `${value / factor}${unit}`;
}
