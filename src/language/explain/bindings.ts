/** The shell text of every word that a script uses, once each, and the functions that they share. */
import type { CheckedScript, Library } from '../checked.ts';
import { heading } from './phases.ts';

export function explainBindings(script: CheckedScript, library: Library): readonly string[] {
  return script.platforms.flatMap((platform) => [
    ...script.uses.flatMap((name) => {
      const text = library.primitives.get(name)?.bindings[platform];
      return text === undefined
        ? []
        : [...heading(`\`${name}\` on ${platform}`), text.trimEnd(), ''];
    }),
    ...sharedText(platform, library),
  ]);
}

function sharedText(platform: string, { platforms }: Library): readonly string[] {
  const text = platforms[platform];
  return text === undefined || text === ''
    ? []
    : [...heading(`what they share on ${platform}`), text.trimEnd(), ''];
}
