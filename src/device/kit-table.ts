/**
 * The protocol's device table as shell: the kit decides by the very same rows.
 */
import { deviceTable } from '../protocol/device-table.ts';

const head = `# What a device does with an order, by its state: made from the protocol's table.

# kit_reaction STATE ORDER: gives kit_reacts.
kit_reaction() {
  case $1:$2 in
`;

/** One part of the kit's text. */
export function tableText(): string {
  return `${head}${row('do')}${row('answer')}    *) kit_reacts=refuse ;;\n  esac\n}\n`;
}

function row(reaction: 'do' | 'answer'): string {
  const pairs = Object.entries(deviceTable).flatMap(([state, orders]) =>
    Object.entries(orders)
      .filter(([, its]) => its === reaction)
      .map(([order]) => `${state}:${order}`),
  );
  return `    ${pairs.join(' | \\\n      ')}) kit_reacts='${reaction}' ;;\n`;
}
