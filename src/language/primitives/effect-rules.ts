/** What a word declares to touch must be what its families may do. */
import type { Family } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import type { BlockDeclaration } from '../tree.ts';
import type { Settings, Touch } from './settings.ts';

export function complainOfEffects(
  settings: Settings,
  node: BlockDeclaration,
  findings: Findings,
): void {
  const families = settings.families.map(({ name }) => name);
  // `run` is of both kinds: it says at each place what it writes there.
  if (node.name.text === 'run' || families.length === 0) return;
  for (const touch of settings.touches) complainOfTouch(touch, families, findings);
  complainOfMixture(settings, findings);
  if (families.includes('switch') && !families.includes('backup') && !saysChange(node))
    find(
      findings,
      'E0613',
      node.name.span,
      `\`${node.name.text}\` changes what is live, but doesn’t say what`,
      {
        why: 'what is not declared can’t be kept, compared or put back',
        hint: 'add `writes KIND PARAM`, or `stops` and `starts`',
      },
    );
  if (settings.flags.has('holds') && !families.includes('switch'))
    find(findings, 'E0611', node.name.span, '`holds` belongs to a word of `switch`', {
      why: 'a device’s own timer is set by what changes the live system',
    });
}

function complainOfTouch(
  { effect, span }: Touch,
  families: readonly Family[],
  findings: Findings,
): void {
  const allowed = families.every((family) => mayDo[family].includes(effect));
  if (allowed) return;
  find(
    findings,
    'E0611',
    span,
    `\`${effect}\` has no place in a word of ${families.map((name) => `\`${name}\``).join(' and ')}`,
    {
      why: 'check, backup and report words only read; stage words make and write; switch and revert words change what is live',
    },
  );
}

const mayDo: Readonly<Record<Family, readonly string[]>> = {
  check: ['reads'],
  backup: ['reads'],
  stage: ['reads', 'writes', 'makes'],
  switch: ['reads', 'writes', 'makes', 'stops', 'starts'],
  revert: ['reads', 'writes', 'makes', 'stops', 'starts'],
  report: ['reads'],
};

/** Looking and changing are never one word: a reader must see which it is. */
function complainOfMixture({ families }: Settings, findings: Findings): void {
  const looks = families.filter(({ name }) => name === 'check' || name === 'report');
  const changes = families.find(
    ({ name }) => name === 'stage' || name === 'switch' || name === 'revert',
  );
  if (changes === undefined) return;
  for (const { name, span } of looks)
    find(findings, 'E0612', span, `a word of \`${changes.name}\` is not of \`${name}\``, {
      others: [{ span: changes.span, text: 'this changes something' }],
      why: 'a word makes a claim or gives an order, never both',
    });
}

/** Also one that is written wrongly: that is said at its line. */
function saysChange({ body }: BlockDeclaration): boolean {
  return body.items.some(
    (item) => item.kind === 'statement' && mayDo.switch.slice(1).includes(item.word.text),
  );
}
