/** Who hears what: only what concerns him, from its beginning or from how it stands. */
import { describe, expect, it } from 'vitest';
import type { CutoverEvent, EventBody } from '../../src/report/events.ts';
import { makeHub, type Hub } from '../../src/runtime/hub.ts';

const told = (transaction: string, device: string): EventBody => ({
  event: 'order-told',
  transaction,
  device,
  order: 'inquire',
});

/** What one hears, as `subject device`. */
function ears(): { readonly heard: string[]; readonly listen: (event: CutoverEvent) => void } {
  const heard: string[] = [];
  const listen = (event: CutoverEvent): void => {
    const device = 'device' in event ? event.device : event.event;
    heard.push(`${'transaction' in event ? event.transaction : event.run} ${device}`);
  };
  return { heard, listen };
}

function standing(hub: Hub, transaction: string): void {
  hub.describe(transaction, () => ({
    event: 'standing',
    ...{ transaction, unit: 'core', operator: 'ann@desk', since: '', phase: 'switching' },
    devices: [],
  }));
}

describe('A15 A17: the stream of events', () => {
  it('of another transaction is not his', () => {
    const [hub, one, other] = [makeHub(), ears(), ears()];
    hub.follow('t1', one.listen);
    hub.follow('t2', other.listen);
    hub.emit(told('t1', 'msc-01'));
    hub.emit(told('t2', 'sgw-01'));
    hub.emit({ event: 'run-ended', run: 'r1', exitCode: 0 });
    expect(one.heard).toEqual(['t1 msc-01']);
    expect(other.heard).toEqual(['t2 sgw-01']);
  });

  it('what happened before anybody looked is for the first who does', () => {
    const [hub, one] = [makeHub(), ears()];
    hub.emit(told('t1', 'msc-01'));
    hub.emit(told('t2', 'sgw-01'));
    hub.follow('t1', one.listen);
    expect(one.heard).toEqual(['t1 msc-01']);
  });

  it('whoever comes later hears how it stands, then what is new', () => {
    const [hub, one, later] = [makeHub(), ears(), ears()];
    hub.follow('t1', one.listen);
    standing(hub, 't1');
    hub.emit(told('t1', 'msc-01'));
    hub.follow('t1', later.listen);
    hub.emit(told('t1', 'umg-01'));
    expect(later.heard).toEqual(['t1 standing', 't1 umg-01']);
    expect(one.heard).toEqual(['t1 msc-01', 't1 umg-01']);
  });

  it('twice followed is once told; and no more when it is ended', () => {
    const [hub, one] = [makeHub(), ears()];
    const ends = [hub.follow('t1', one.listen), hub.follow('t1', one.listen)];
    hub.emit(told('t1', 'msc-01'));
    for (const end of ends) end();
    hub.emit(told('t1', 'umg-01'));
    expect(one.heard).toEqual(['t1 msc-01']);
  });
});
