/**
 * A primitive's settings: `family switch`, `writes path at`, `takes 5s`, `gives version`, `reversible`,
 * `on posix "posix.sh"`.
 */
import type { Effect, Family, PrimitiveParam, ScalarType, Type } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import { nearestHint } from '../nearest.ts';
import type { BlockDeclaration, Name, Span, StatementNode, TextNode } from '../tree.ts';
import { scalarNamed } from '../types/type-names.ts';
import { limits } from '../values/limits.ts';

export interface Settings {
  readonly families: readonly { readonly name: Family; readonly span: Span }[];
  readonly touches: readonly Touch[];
  readonly takesMs: number;
  readonly gives?: Type;
  readonly flags: ReadonlySet<Flag>;
  readonly on: readonly { readonly platform: Name; readonly path: TextNode }[];
}

export interface Touch {
  readonly effect: Effect;
  readonly kind: string;
  readonly param: string;
  readonly span: Span;
}

export type Flag = 'reversible' | 'restarts' | 'resumes' | 'holds';

const families: readonly Family[] = ['check', 'backup', 'stage', 'switch', 'revert', 'report'];
const effects: readonly Effect[] = ['reads', 'writes', 'makes', 'stops', 'starts'];
const flagNames: readonly Flag[] = ['reversible', 'restarts', 'resumes', 'holds'];
const words = ['family', 'takes', 'gives', 'on', ...effects, ...flagNames];

interface Reading {
  readonly findings: Findings;
  readonly params: readonly PrimitiveParam[];
  readonly families: { name: Family; span: Span }[];
  readonly touches: Touch[];
  readonly on: { platform: Name; path: TextNode }[];
  readonly flags: Set<Flag>;
  readonly once: Map<string, Span>;
  takesMs: number | undefined;
  gives: Type | undefined;
}

export function readSettings(
  statements: readonly StatementNode[],
  node: BlockDeclaration,
  params: readonly PrimitiveParam[],
  findings: Findings,
): Settings {
  const reading: Reading = {
    findings,
    params,
    families: [],
    touches: [],
    on: [],
    flags: new Set(),
    once: new Map(),
    takesMs: undefined,
    gives: undefined,
  };
  for (const statement of statements) readSetting(reading, statement);
  for (const word of ['family', 'takes', 'on'])
    if (!statements.some((statement) => statement.word.text === word))
      find(findings, 'E0602', node.name.span, `\`${node.name.text}\` doesn’t say its \`${word}\``, {
        hint: whatFor[word],
      });
  const { touches, on, flags, takesMs = 0, gives } = reading;
  return {
    families: reading.families,
    touches,
    on,
    flags,
    takesMs,
    ...(gives !== undefined && { gives }),
  };
}

const whatFor: Readonly<Record<string, string>> = {
  family: 'its effect: `family switch`',
  takes: 'the longest time of one try: `takes 5s`',
  on: 'its binding on each platform: `on posix "posix.sh"`',
};

function readSetting(reading: Reading, node: StatementNode): void {
  const { findings } = reading;
  const { text, span } = node.word;
  for (const modifier of node.modifiers)
    find(findings, 'E0603', modifier.span, `\`${modifier.kind}\` has no place in a primitive`);
  const effect = effects.find((one) => one === text);
  const flag = flagNames.find((one) => one === text);
  if (effect !== undefined) return readTouch(reading, effect, node);
  if (flag !== undefined) return readFlag(reading, flag, node);
  if (text === 'on') return readOn(reading, node);
  if (text !== 'family' && text !== 'takes' && text !== 'gives')
    return find(findings, 'E0601', span, `\`${text}\` is no setting of a primitive`, {
      why: `settings are ${words.join(', ')}`,
      hint: nearestHint(text, words),
    });
  if (!isFirst(reading, node)) return;
  if (text === 'family') readFamilies(reading, node);
  else if (text === 'takes') readTakes(reading, node);
  else readGives(reading, node);
}

function isFirst({ once, findings }: Reading, { word }: StatementNode): boolean {
  const before = once.get(word.text);
  once.set(word.text, before ?? word.span);
  if (before !== undefined)
    find(findings, 'E0607', word.span, `\`${word.text}\` stands twice`, {
      others: [{ span: before, text: 'first here' }],
    });
  return before === undefined;
}

function readFamilies({ families: found, findings }: Reading, node: StatementNode): void {
  for (const name of bareWords(node, findings)) {
    const family = families.find((one) => one === name.text);
    if (family !== undefined) found.push({ name: family, span: name.span });
    else
      find(findings, 'E0604', name.span, `there is no family \`${name.text}\``, {
        why: `families are ${families.join(', ')}`,
        hint: nearestHint(name.text, families),
      });
  }
}

function readTakes(reading: Reading, node: StatementNode): void {
  const [argument, ...more] = node.arguments;
  if (
    argument?.value.kind === 'duration' &&
    argument.label === undefined &&
    more.length === 0 &&
    argument.value.value <= limits.stepMs
  ) {
    reading.takesMs = argument.value.value;
    return;
  }
  malformed(reading, node, '`takes 5s`: the longest time of one try, a day at most');
}

function readGives(reading: Reading, node: StatementNode): void {
  const [name, ...more] = bareWords(node, reading.findings);
  const type: ScalarType | undefined = name && scalarNamed(name.text);
  if (type === undefined || more.length > 0 || type === 'secret' || type === 'artifact')
    return malformed(reading, node, '`gives version`: one type that a device can answer with');
  reading.gives = type;
}

function readFlag({ flags, findings, once }: Reading, flag: Flag, node: StatementNode): void {
  if (node.arguments.length > 0)
    find(findings, 'E0603', node.span, `\`${flag}\` stands alone on its line`);
  if (flag === 'restarts')
    find(findings, 'E0910', node.span, '`restarts` isn’t built yet', {
      why: 'no script can reboot its device yet',
    });
  if (flag === 'resumes')
    find(findings, 'E0911', node.span, '`resumes` isn’t built yet', {
      why: 'no script can reboot its device yet',
    });
  if (isFirst({ once, findings } as Reading, node)) flags.add(flag);
}

function readTouch(reading: Reading, effect: Effect, node: StatementNode): void {
  const [kind, param, ...more] = bareWords(node, reading.findings);
  if (kind === undefined || param === undefined || more.length > 0)
    return malformed(reading, node, `\`${effect} path at\`: a kind and one of its params`);
  const found = reading.params.find(({ name }) => name === param.text);
  if (found === undefined)
    return find(reading.findings, 'E0605', param.span, `there is no param \`${param.text}\``, {
      hint: nearestHint(
        param.text,
        reading.params.map(({ name }) => name),
      ),
    });
  const scalar = typeof found.type === 'object' ? found.type.listOf : found.type;
  if (
    (kind.text === 'path') !== (scalar === 'path') ||
    (kind.text === 'service' && scalar !== 'name')
  )
    find(
      reading.findings,
      'E0605',
      param.span,
      `\`${param.text}\` is a ${scalar}, so it can’t name a ${kind.text}`,
      {
        why: 'a path names a path, a name a service, and no other kind is named by a path',
      },
    );
  reading.touches.push({ effect, kind: kind.text, param: param.text, span: node.span });
}

function readOn(reading: Reading, node: StatementNode): void {
  const [platform, path, ...more] = node.arguments;
  if (platform?.value.kind !== 'reference' || path?.value.kind !== 'text' || more.length > 0)
    return malformed(
      reading,
      node,
      '`on posix "posix.sh"`: a platform and the binding’s file beside this one',
    );
  reading.on.push({ platform: platform.value.name, path: path.value });
}

function malformed({ findings }: Reading, node: StatementNode, form: string): void {
  find(findings, 'E0603', node.span, `\`${node.word.text}\` is written wrongly`, {
    hint: `write ${form}`,
  });
}

function bareWords(node: StatementNode, findings: Findings): readonly Name[] {
  return node.arguments.flatMap(({ label, value, span }) => {
    if (label === undefined && value.kind === 'reference' && value.field === undefined)
      return [value.name];
    find(findings, 'E0603', span, `\`${node.word.text}\` wants bare words`);
    return [];
  });
}
