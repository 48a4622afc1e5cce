/** How long functions are: of TypeScript by its own parser, of shell by the form that we write. */
import ts from 'typescript';

export interface MeasuredFunction {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

/** A suite's callback (`describe(…, () => { … })`) only holds tests, and is not measured. */
export function functionsOf(path: string, text: string): readonly MeasuredFunction[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: MeasuredFunction[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && !isSuite(node)) found.push(measure(source, node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function measure(source: ts.SourceFile, node: ts.SignatureDeclaration): MeasuredFunction {
  const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
  const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
  const name = node.name?.getText(source) ?? 'a function';
  return { name, line: first + 1, lines: last - first + 1 };
}

function isSuite(node: ts.Node): boolean {
  if (!ts.isCallExpression(node.parent)) return false;
  const called = node.parent.expression.getText();
  return /^(describe|suite)\b/.test(called);
}

/** `name() {` … `}` with both at the line's beginning. */
export function shellFunctionsOf(text: string): readonly MeasuredFunction[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const name = /^([A-Za-z_]\w*)\(\) *[{(]$/.exec(line)?.[1];
    if (name === undefined) return [];
    const length = lines.slice(at).findIndex((one) => /^[})]/.test(one));
    return [{ name, line: at + 1, lines: (length < 0 ? lines.length - at : length) + 1 }];
  });
}
