/**
 * Values on their way to a device, as docs/device-kit.md, *Values*, says: a size is bytes, a duration
 * whole seconds rounded up, a boolean `true` or `false`.
 *
 * Deliberately not here: quoting for a shell (the device's room); secrets' values (the `Datum` is a name).
 */
import type { Datum, ScalarType, Type } from '../checked.ts';
import { defect } from '../defect.ts';

/** One text for each argument it makes: a list gives one for each item, all else gives one. */
export function render(datum: Datum, type: Type): readonly string[] {
  if (typeof type !== 'object') return [renderScalar(datum, type)];
  if (typeof datum !== 'object') return defect(`a list of ${type.listOf} was expected`);
  return datum.map((item) => renderScalar(item, type.listOf));
}

export function renderScalar(datum: Datum, type: ScalarType): string {
  if (typeof datum === 'object') return defect(`a ${type} was expected, not a list`);
  if (type === 'duration' && typeof datum === 'number') return String(Math.ceil(datum / 1_000));
  return String(datum);
}
