/** What every part of the controller shares. */
import type { Journal } from '../journal/journal.ts';
import type { Hub } from './hub.ts';
import type { LiveUnits } from './live.ts';

export interface Office {
  readonly journal: Journal;
  readonly hub: Hub;
  readonly live: LiveUnits;
  /** This controller life's epoch, raised by compare-and-set when it started. */
  readonly epoch: number;
}
