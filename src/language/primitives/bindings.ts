/** `on posix "posix.sh"`: a binding's text must be there, with the functions that the declaration promises. */
import { find, type Findings } from '../findings.ts';
import type { BlockDeclaration, TextNode } from '../tree.ts';
import type { Settings } from './settings.ts';

/** The texts of the files that `on` lines name, by the name written there. */
export type BindingTexts = Readonly<Record<string, string>>;

const platforms = ['posix', 'windows'];

export function readBindings(
  settings: Settings,
  node: BlockDeclaration,
  texts: BindingTexts,
  findings: Findings,
): Readonly<Record<string, string>> {
  const bindings: Record<string, string> = {};
  for (const { platform, path } of settings.on) {
    const name = fileName(path);
    const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
    if (!platforms.includes(platform.text))
      find(findings, 'E0310', platform.span, `unknown platform \`${platform.text}\``, {
        why: `platforms are ${platforms.join(' and ')}`,
      });
    else if (Object.hasOwn(bindings, platform.text))
      find(findings, 'E0607', platform.span, `\`on ${platform.text}\` stands twice`);
    else if (text === undefined) missingFile(path, name, findings);
    else {
      bindings[platform.text] = text;
      if (platform.text === 'posix') complainOfFunctions(text, path, settings, node, findings);
    }
  }
  return bindings;
}

/** The names of the files that a declaration's `on` lines name, for a loader to read. */
export function fileName({ parts }: TextNode): string {
  return parts.map((part) => (typeof part === 'string' ? part : '')).join('');
}

function missingFile({ span }: TextNode, name: string, findings: Findings): void {
  find(findings, 'E0609', span, `there is no file \`${name}\``, {
    why: 'a binding lies beside its declaration, under the name that `on` gives',
  });
}

function complainOfFunctions(
  text: string,
  { span }: TextNode,
  { flags, touches }: Settings,
  { name }: BlockDeclaration,
  findings: Findings,
): void {
  const undoes = flags.has('reversible') || touches.some(({ effect }) => effect === 'makes');
  const wanted = ['apply', ...(undoes ? ['undo'] : []), ...(flags.has('holds') ? ['hold'] : [])];
  for (const missing of wanted.filter((word) => !defines(text, word)))
    find(
      findings,
      'E0610',
      span,
      `the binding of \`${name.text}\` has no function \`${missing}\``,
      { why: why[missing] ?? '' },
    );
}

const why: Readonly<Record<string, string>> = {
  apply: '`apply` is what the word does',
  undo: 'a word that is `reversible`, or `makes` a place, undoes itself',
  hold: 'a word that `holds` disarms the device’s own timer before the device’s vote',
};

function defines(text: string, name: string): boolean {
  return new RegExp(`^\\s*${name}\\s*\\(\\)`, 'm').test(text);
}
