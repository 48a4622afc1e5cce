/**
 * Sources and a library in; scripts, plans, primitives and all that is wrong out.
 *
 * Rule 1: primitives first, then scripts, then plans, since each is checked against the one before;
 *         within one kind the order of the sources says nothing.
 * Rule 2: everything that is wrong is found in one run, in the order of the sources and their lines.
 */
import type { CheckedPlan, CheckedScript, Library, Primitive } from './checked.ts';
import { believable } from './believable.ts';
import { checkPlan } from './check-plan.ts';
import type { KnownScripts } from './plans/plan-reading.ts';
import { checkScript } from './check-script.ts';
import type { Diagnostic } from './diagnostic.ts';
import { findingsIn, find, type Findings } from './findings.ts';
import { format } from './format.ts';
import { isError } from './is-error.ts';
import { parse, type Parsed } from './parse.ts';
import type { BindingTexts } from './primitives/bindings.ts';
import { checkPrimitive } from './primitives/read-primitive.ts';
import type { Source } from './source.ts';
import type { BlockDeclaration, Declaration, Name, PlanNode } from './tree.ts';

export interface Checked {
  readonly scripts: ReadonlyMap<string, CheckedScript>;
  readonly plans: readonly CheckedPlan[];
  /** Those declared in the sources; the library's own are not repeated. */
  readonly primitives: ReadonlyMap<string, Primitive>;
  /** Errors and warnings; a plan or a script with an error is not among the others. */
  readonly diagnostics: readonly Diagnostic[];
}

/** For each source's file, the texts of the bindings that its primitives name. */
export type Bindings = Readonly<Record<string, BindingTexts>>;

interface File extends Parsed {
  readonly source: Source;
  /** Canonical. */
  readonly text: string;
  readonly found: Diagnostic[];
}

interface Declared<Node> {
  readonly file: File;
  readonly node: Node;
}

export function check(
  sources: readonly Source[],
  library: Library,
  bindings: Bindings = {},
): Checked {
  const files = sources.map(readFile);
  const primitives = checkPrimitives(declared(files, isPrimitive), library, bindings);
  const whole: Library = {
    ...library,
    primitives: new Map([...library.primitives, ...primitives]),
  };
  const scripts = checkScripts(declared(files, isScript), whole);
  const plans = declared(files, isPlan).flatMap(({ file, node }) => {
    const { plan, diagnostics } = checkPlan(node, file, scripts);
    file.found.push(...diagnostics);
    return plan === undefined || !isWhole(file) ? [] : [plan];
  });
  for (const file of files) file.found.push(...unbuiltDeclarations(file));
  const known = [...scripts].flatMap(([name, script]) =>
    script === undefined ? [] : [[name, script] as const],
  );
  return { scripts: new Map(known), plans, primitives, diagnostics: files.flatMap(inOrder) };
}

function readFile(source: Source): File {
  const parsed = parse(source);
  return { ...parsed, source, text: format(parsed.file, source), found: [] };
}

/** What couldn't be read isn't in the tree: nothing from such a file is handed on. */
function isWhole({ diagnostics }: File): boolean {
  return !diagnostics.some(isError);
}

function declared<Node extends Declaration>(
  files: readonly File[],
  is: (node: Declaration) => node is Node,
): readonly Declared<Node>[] {
  return files.flatMap((file) => file.file.declarations.filter(is).map((node) => ({ file, node })));
}

function isPrimitive(node: Declaration): node is BlockDeclaration {
  return node.kind === 'primitive';
}

function isScript(node: Declaration): node is BlockDeclaration {
  return node.kind === 'script';
}

function isPlan(node: Declaration): node is PlanNode {
  return node.kind === 'plan';
}

function checkPrimitives(
  nodes: readonly Declared<BlockDeclaration>[],
  library: Library,
  bindings: Bindings,
): ReadonlyMap<string, Primitive> {
  const found = new Map<string, Primitive>();
  for (const { file, node } of onceEach(nodes)) {
    if (library.primitives.has(node.name.text)) redefined(node.name, file);
    const { primitive, diagnostics } = checkPrimitive(node, file, bindings[file.source.file] ?? {});
    file.found.push(...diagnostics);
    if (primitive !== undefined && isWhole(file) && !library.primitives.has(primitive.name))
      found.set(primitive.name, primitive);
  }
  return found;
}

function redefined(name: Name, file: File): void {
  const findings = findingsIn(file.source);
  find(findings, 'E0614', name.span, `\`${name.text}\` is a word of the library`, {
    why: 'the library’s words mean the same in every script',
    hint: 'begin your own words with your name',
  });
  file.found.push(...findings.all);
}

function checkScripts(
  nodes: readonly Declared<BlockDeclaration>[],
  library: Library,
): KnownScripts {
  const scripts = new Map<string, CheckedScript | undefined>();
  for (const { file, node } of onceEach(nodes)) {
    const { script, diagnostics } = checkScript(node, file, library);
    file.found.push(...diagnostics);
    scripts.set(node.name.text, isWhole(file) ? script : undefined);
  }
  return scripts;
}

/** Two declarations of one name can't both be meant; the first is. */
function onceEach(
  nodes: readonly Declared<BlockDeclaration>[],
): readonly Declared<BlockDeclaration>[] {
  const first = new Map<string, Declared<BlockDeclaration>>();
  for (const declaration of nodes) {
    const { file, node } = declaration;
    const before = first.get(node.name.text);
    if (before === undefined) first.set(node.name.text, declaration);
    else file.found.push(...twice(declaration, before));
  }
  return [...first.values()];
}

function twice(
  { file, node }: Declared<BlockDeclaration>,
  before: Declared<BlockDeclaration>,
): readonly Diagnostic[] {
  const findings = findingsIn(file.source);
  find(
    findings,
    'E0209',
    node.name.span,
    `the ${node.kind} \`${node.name.text}\` is declared twice`,
    {
      others: [{ span: before.node.name.span, text: 'first here', source: before.file.source }],
      why: 'plans and scripts name it by its name alone',
    },
  );
  return findings.all;
}

function unbuiltDeclarations({ file, source }: File): readonly Diagnostic[] {
  const findings: Findings = findingsIn(source);
  for (const node of file.declarations) {
    if (node.kind === 'use')
      find(findings, 'E0902', node.span, '`use` isn’t built yet', {
        why: 'a script stands in one file',
      });
    if (node.kind === 'procedure')
      find(findings, 'E0901', node.name.span, '`procedure` isn’t built yet', {
        hint: 'write its steps where they are needed',
      });
  }
  return findings.all;
}

function inOrder(file: File): readonly Diagnostic[] {
  const all = [
    ...file.diagnostics,
    ...file.found.filter((diagnostic) => believable(diagnostic, file)),
  ];
  return all.sort((a, b) => a.labels[0].span.start - b.labels[0].span.start);
}
