/**
 * The kit's `table.sh`, generated from the protocol's device table: the shell decides by the very same rows.
 *
 * Rule 1: `npm run generate` writes it, a test compares it; nobody edits it.
 */
import { deviceTable } from '../protocol/device-table.ts';

const head = `# Generated from src/protocol/device-table.ts. What a device does with an order, by its state.

# kit_reaction STATE ORDER: gives kit_reacts.
kit_reaction() {
  case $1:$2 in
`;

/** The text of `kit/table.sh`. */
export function tableText(): string {
  return `${head}${row('do')}${row('answer')}    *) kit_reacts=refuse ;;\n  esac\n}\n`;
}

function row(reaction: 'do' | 'answer'): string {
  const pairs = Object.entries(deviceTable).flatMap(([state, orders]) =>
    Object.entries(orders)
      .filter(([, its]) => its === reaction)
      .map(([order]) => `${state}:${order}`),
  );
  return `    ${pairs.join(' | \\\n      ')}) kit_reacts=${reaction} ;;\n`;
}
