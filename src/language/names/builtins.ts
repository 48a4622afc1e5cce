/** Names that are there without being given: `device.version`, `release.name`, `work`. */
import type { ScalarType } from '../checked.ts';
import type { NameSymbol } from './symbols.ts';

const fields: Readonly<Record<string, Readonly<Record<string, ScalarType>>>> = {
  device: {
    name: 'name',
    address: 'host',
    platform: 'name',
    architecture: 'name',
    version: 'version',
  },
  release: { name: 'name', version: 'version' },
};

const late: readonly string[] = ['device.version'];

export const holders: readonly string[] = Object.keys(fields);

export function fieldsOf(holder: string): readonly string[] {
  return Object.keys(fields[holder] ?? {});
}

/** One symbol for each, new for each script, since uses are collected in them. */
export function builtinSymbols(): ReadonlyMap<string, NameSymbol> {
  const symbols = Object.entries(fields).flatMap(([holder, types]) =>
    Object.entries(types).map(([field, type]) => builtin(`${holder}.${field}`, type)),
  );
  return new Map([...symbols, builtin('work', 'path')].map((symbol) => [symbol.name, symbol]));
}

function builtin(name: string, type: ScalarType): NameSymbol {
  return { name, from: { kind: 'known', type }, late: late.includes(name), uses: [] };
}
