/** Collects params without a value, so that a thousand devices make one problem of it, not a thousand. */
import type { CheckedMember, CheckedParam, CheckedScript } from '../language/checked.ts';
import type { Missing } from './params.ts';
import { report, several } from './problems.ts';
import type { Problems } from './problems.ts';

interface Note {
  readonly member: CheckedMember;
  readonly script: CheckedScript;
  readonly param: CheckedParam;
  readonly devices: string[];
}

export interface MissingParams extends Missing {
  reportTo(problems: Problems): void;
}

export function missingParams(): MissingParams {
  const notes: Note[] = [];
  return {
    note: (member, script, param, device) => {
      const known = notes.find((note) => note.member === member && note.param === param);
      if (known === undefined) notes.push({ member, script, param, devices: [device] });
      else known.devices.push(device);
    },
    reportTo: (problems) => {
      for (const note of notes) say(problems, note);
    },
  };
}

function say(problems: Problems, { member, script, param, devices }: Note): void {
  const secret = param.type === 'secret';
  report(
    problems,
    'E0808',
    member.place.span,
    `\`${script.name}\` needs \`${param.name}\`, and ${several(devices)} ${devices.length > 1 ? 'have' : 'has'} no value for it`,
    {
      hint: secret
        ? `put \`${param.name}: NAME-OF-A-SECRET\` under \`params\` in the inventory`
        : `put \`${param.name}\` under \`params\` in the inventory, or after \`with\``,
    },
  );
}
