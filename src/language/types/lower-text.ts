/** A text literal read as the type that its place wants. */
import type { Expression, ScalarType } from '../checked.ts';
import { find } from '../findings.ts';
import { referenceName } from '../names/references.ts';
import type { ReferenceNode, TextNode } from '../tree.ts';
import { shapeProblem } from '../values/shapes.ts';
import { holeTypes } from './fit.ts';
import { sampleOf, typeOf, type Typing } from './infer.ts';
import { secretLeaks } from './secret-leaks.ts';
import { sayA, sayType } from './type-names.ts';

export function lowerText(
  text: TextNode,
  want: ScalarType,
  typing: Typing,
): Expression | undefined {
  if (text.parts.every((part) => typeof part === 'string'))
    return lowerPlain(text, text.parts.join(''), want, typing);
  const parts = text.parts.map((part) =>
    typeof part === 'string' ? part : lowerHole(part, want, typing),
  );
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length || !isShaped(text, sampleOf(text, want, typing), want, typing))
    return undefined;
  return { kind: 'template', type: want, parts: known };
}

/** A secret written down is not one; the empty one says that there is none. */
function lowerPlain(
  text: TextNode,
  value: string,
  want: ScalarType,
  typing: Typing,
): Expression | undefined {
  if (want === 'secret' && value !== '') {
    find(typing.findings, 'E0416', text.span, 'a secret written down is none', {
      why: 'a secret comes only from the store that the inventory names',
      hint: 'declare `param NAME: secret` and write its name here',
    });
    return undefined;
  }
  if (want !== 'secret' && !isShaped(text, value, want, typing)) return undefined;
  return { kind: 'constant', type: want, value };
}

function isShaped(text: TextNode, sample: string, want: ScalarType, { findings }: Typing): boolean {
  const problem = want === 'secret' ? undefined : shapeProblem(sample, want);
  if (problem === undefined) return true;
  find(findings, 'E0402', text.span, `this text is no ${sayType(want)}`, {
    label: problem,
    why: `${sayA(want)} is wanted here`,
  });
  return false;
}

function lowerHole(node: ReferenceNode, want: ScalarType, typing: Typing): Expression | undefined {
  const symbol = typing.binding.symbolOf.get(node);
  const type = symbol && typeOf(symbol, typing);
  if (type === undefined) return undefined;
  const name = referenceName(node);
  if (typeof type === 'string' && holeTypes(want).includes(type))
    return { kind: 'read', type, name };
  if (type === 'secret') return secretLeaks(node.span, name, typing);
  find(
    typing.findings,
    'E0403',
    node.span,
    `\`${name}\`, ${sayA(type)}, can’t stand in ${sayA(want)}`,
    {
      why: `${sayA(want)} may hold only ${holeTypes(want).join(', ')}`,
      ...(symbol?.span !== undefined && {
        others: [{ span: symbol.span, text: sayA(type) }],
      }),
      hint: type === 'text' ? `narrow it where it is given: \`as ${name}: name\`` : undefined,
    },
  );
  return undefined;
}
