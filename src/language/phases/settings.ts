/** `platform posix windows` and `artifact package`: settings whose values are words. */
import { find, type Findings } from '../findings.ts';
import { nearestHint } from '../nearest.ts';
import type { Name, StatementNode } from '../tree.ts';

/** Platforms that scripts may name; which of them a word works on, its bindings say. */
const platformNames = ['posix', 'windows'];

export function readPlatforms(node: StatementNode, findings: Findings): readonly Name[] {
  const names = readWords(node, findings);
  for (const { text, span } of names.filter((name) => !platformNames.includes(name.text)))
    find(findings, 'E0310', span, `unknown platform \`${text}\``, {
      why: `platforms are ${platformNames.join(' and ')}`,
      hint: nearestHint(text, platformNames),
    });
  return distinct(names, findings).filter((name) => platformNames.includes(name.text));
}

export function readArtifacts(node: StatementNode, findings: Findings): readonly Name[] {
  return readWords(node, findings);
}

/** All the statement's values as bare words. */
function readWords(node: StatementNode, findings: Findings): readonly Name[] {
  const { word } = node;
  for (const modifier of node.modifiers)
    find(findings, 'E0309', modifier.span, `\`${word.text}\` takes no \`${modifier.kind}\``);
  if (node.arguments.length === 0)
    find(findings, 'E0309', word.span, `\`${word.text}\` names nothing`, {
      hint: `write \`${word.text} NAME\``,
    });
  return node.arguments.flatMap(({ label, value, span }) => {
    if (label === undefined && value.kind === 'reference' && value.field === undefined)
      return [value.name];
    find(findings, 'E0309', span, `\`${word.text}\` wants bare words`, {
      hint: 'without quotes and labels',
    });
    return [];
  });
}

function distinct(names: readonly Name[], findings: Findings): readonly Name[] {
  return names.filter((name, at) => {
    const before = names.slice(0, at).find((other) => other.text === name.text);
    if (before !== undefined)
      find(findings, 'E0307', name.span, `\`${name.text}\` is named twice`, {
        others: [{ span: before.span, text: 'first here' }],
      });
    return before === undefined;
  });
}
