/** A program's head: what it does in the reviewer's words, and the hashes of all that it is made of. */
import { explainBelieved } from '../language/explain/believed.ts';
import { explainHead } from '../language/explain/head.ts';
import { explainTimes, heading } from '../language/explain/phases.ts';
import { explainServices } from '../language/explain/services.ts';
import { explainWayBack } from '../language/explain/way-back.ts';
import type { CompileInput } from './input.ts';
import type { StepSource } from './steps.ts';
import { commentText } from './shell-text.ts';

export function headLines(hashed: CompileInput, source: StepSource): readonly string[] {
  const { script, release, platform } = hashed;
  const which = release.version === '' ? 'no version of it' : `version ${release.version}`;
  const lines = [
    `The upgrade and rollback program of release ${release.name}, ${which}, for devices of the`,
    `kind ${script.name} (${script.title}), platform ${platform}: what the script ${source.file} says, as shell. Made by`,
    '`cutover`; the same script, primitives and release give the same text, to the byte. Nothing happens when it',
    'is read: an agent calls its functions, and brings `run_...` and `kit_...` along (docs/agent.md).',
    '',
    ...hashLines(hashed, source),
    '',
    ...explainHead(script),
    '',
    ...heading('the way back'),
    ...explainWayBack(script, source),
    '',
    ...heading('services'),
    ...explainServices(script, source),
    '',
    ...heading('longest times'),
    ...explainTimes(script),
    '',
    ...heading('believed, not proved'),
    ...explainBelieved(script, source),
  ];
  return lines.flatMap((line) => line.split('\n')).map(comment);
}

function hashLines(
  { script, platform, sha256 }: CompileInput,
  { library }: StepSource,
): readonly string[] {
  return [
    ...heading('SHA-256 of what it is made of'),
    `script ${script.name}, its canonical text`,
    `  ${sha256(script.text)}`,
    `what all bindings share on ${platform}`,
    `  ${sha256(library.platforms[platform] ?? '')}`,
    ...script.uses.flatMap((name) => {
      const primitive = library.primitives.get(name);
      return [
        `primitive ${name}: its declaration, its binding`,
        `  ${sha256(primitive?.text ?? '')}`,
        `  ${sha256(primitive?.bindings[platform] ?? '')}`,
      ];
    }),
  ];
}

function comment(line: string): string {
  return `# ${commentText(line)}`.trimEnd();
}
