/** Follows a unit to its outcome: the promise settles at the first word (pending too), the unit stays live until it ended. */
import type { Outcome } from '../protocol/transaction.ts';
import type { Driver } from './driver.ts';
import type { Office } from './office.ts';
import { standingOf } from './standing.ts';

export interface Followed {
  readonly driver: Driver;
  readonly unit: string;
  readonly operator: string;
}

export function follow(office: Office, { driver, unit, operator }: Followed): Promise<Outcome> {
  const outcome = new Promise<Outcome>((resolve) => {
    driver.onOutcome((said) => {
      office.hub.emit({
        event: 'unit-ended',
        transaction: driver.transaction,
        unit,
        outcome: said,
      });
      if (said.result !== 'pending') leave(office, driver);
      resolve(said);
    });
  });
  const since = new Date().toISOString();
  const { transaction } = driver;
  office.hub.describe(transaction, () =>
    standingOf({ transaction, unit, operator, since }, driver.state()),
  );
  office.live.add({ driver, operator, since, outcome });
  return outcome;
}

function leave(office: Office, driver: Driver): void {
  office.live.remove(driver.transaction);
  driver.close();
}
