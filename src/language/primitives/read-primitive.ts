/**
 * A primitive's declaration, from its tree to what scripts are checked against.
 *
 * Rule 1: the bindings' texts come in as data; what is missing there is a finding at its `on` line.
 * Rule 2: what a word declares must be what its family may do.
 */
import type { Primitive, PrimitiveParam } from '../checked.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { find, findingsIn, type Findings } from '../findings.ts';
import { isError } from '../is-error.ts';
import type { Source } from '../source.ts';
import type { BlockDeclaration, ParamNode, StatementNode } from '../tree.ts';
import { plainText } from '../types/plain-text.ts';
import { readBindings, type BindingTexts } from './bindings.ts';
import { complainOfEffects } from './effect-rules.ts';
import { lowerPrimitiveParams } from './primitive-params.ts';
import { readSettings, type Settings } from './settings.ts';

export interface PrimitiveCheck {
  readonly primitive?: Primitive;
  readonly diagnostics: readonly Diagnostic[];
}

/** `text` is the file's canonical text. */
export function checkPrimitive(
  node: BlockDeclaration,
  file: { readonly source: Source; readonly text: string },
  bindingTexts: BindingTexts,
): PrimitiveCheck {
  const findings = findingsIn(file.source);
  const { statements, params: nodes } = sortItems(node, findings);
  const { params, rest } = lowerPrimitiveParams(nodes, findings);
  const settings = readSettings(statements, node, [...params, ...(rest ? [rest] : [])], findings);
  complainOfEffects(settings, node, findings);
  const title = node.title === undefined ? node.name.text : plainText(node.title, findings);
  const bindings = readBindings(settings, node, bindingTexts, findings);
  if (findings.all.some(isError)) return { diagnostics: findings.all };
  return {
    primitive: assemble(node.name.text, title, file.text, params, rest, settings, bindings),
    diagnostics: findings.all,
  };
}

function assemble(
  name: string,
  title: string,
  text: string,
  params: readonly PrimitiveParam[],
  rest: PrimitiveParam | undefined,
  settings: Settings,
  bindings: Readonly<Record<string, string>>,
): Primitive {
  const { families, gives, takesMs, flags, touches } = settings;
  return {
    name,
    title,
    families: families.map((family) => family.name),
    params,
    ...(rest && { rest }),
    ...(gives !== undefined && { gives }),
    takesMs,
    reversible: flags.has('reversible'),
    restarts: flags.has('restarts'),
    resumes: flags.has('resumes'),
    holds: flags.has('holds'),
    touches: touches.map(({ effect, kind, param }) => ({ effect, kind, param })),
    bindings,
    text,
  };
}

function sortItems(
  { body }: BlockDeclaration,
  findings: Findings,
): { readonly statements: readonly StatementNode[]; readonly params: readonly ParamNode[] } {
  const statements: StatementNode[] = [];
  const params: ParamNode[] = [];
  for (const item of body.items)
    if (item.kind === 'statement') statements.push(item);
    else if (item.kind === 'param') params.push(item);
    else
      find(findings, 'E0601', item.span, 'this has no place in a primitive', {
        why: 'a primitive has params and settings, each on a line of its own; what it does stands in its bindings',
      });
  return { statements, params };
}
