/** What a script asks for, and how versions are read. */
import type { CheckedParam, CheckedScript, CheckedStep } from '../checked.ts';
import { sayType } from '../types/type-names.ts';
import { indent, sayLet } from './items.ts';
import { explainStep, type Explaining } from './step.ts';
import { sayDatum } from './words.ts';

export function explainHead(script: CheckedScript): readonly string[] {
  return [
    `platforms  ${script.platforms.join(', ')}`,
    `artifacts  ${script.artifacts.length === 0 ? 'none' : script.artifacts.join(', ')}`,
    ...script.params.map((param) => `param      ${sayParam(param)}`),
    ...script.lets.map((item) => `let        ${item.name} = ${sayLet(item)}`),
  ];
}

function sayParam({ name, type, limit, value }: CheckedParam): string {
  const among =
    limit === undefined
      ? ''
      : `, one of ${sayDatum(limit, { listOf: typeof type === 'object' ? type.listOf : type })}`;
  const from =
    type === 'secret'
      ? ', from the store that the inventory names'
      : value === undefined
        ? ', from the inventory or the plan'
        : `, ${sayDatum(value, type)} unless the inventory or the plan says otherwise`;
  return `${name}: ${sayType(type)}${among}${from}`;
}

export function explainReadings(
  { installed, prepared }: CheckedScript,
  explaining: Explaining,
): readonly string[] {
  return [
    'The installed version is read first, and again before the vote. On the ordered version already, the',
    'device is left as it is; on a newer one it is refused; after the switch it must be the ordered one.',
    ...indent(explainStep(giving(installed, 'device.version'), explaining)),
    '',
    ...(prepared === undefined
      ? ['What has been staged is taken for the version that the signed metadata says.']
      : [
          'The staged version is read before the switch, and must be the ordered one.',
          ...indent(explainStep(giving(prepared, 'prepared.version'), explaining)),
        ]),
  ];
}

/** A reading's value goes to a name of the tool's own. */
function giving(step: CheckedStep, name: string): CheckedStep {
  return { ...step, as: { name, type: 'version' } };
}
