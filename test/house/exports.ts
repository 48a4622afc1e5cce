/**
 * Who exports what, and who imports it: by TypeScript's parser, over relative imports.
 *
 * Rule 1: a namespace import (`* as`) or an `import()` takes all that a file has.
 * Rule 2: a type that its own file uses belongs to the signatures there, and may be named by whoever calls them.
 */
import { dirname, join } from 'node:path';
import ts from 'typescript';

export interface ModuleNames {
  readonly path: string;
  readonly exports: readonly string[];
  /** Path and name; `*` is all. */
  readonly imports: readonly { readonly from: string; readonly name: string }[];
}

export function namesOf(path: string, text: string): ModuleNames {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return {
    path,
    exports: source.statements.flatMap((one) =>
      exportsOf(one).filter((name) => !isShape(one, name)),
    ),
    imports: [
      ...source.statements.flatMap((one) => importsOf(path, one)),
      ...loadsOf(path, source),
    ],
  };
}

/** `path name`, for each export of `from` that no module of `by` takes. */
export function unclaimed(
  from: readonly ModuleNames[],
  by: readonly ModuleNames[],
): readonly string[] {
  const taken = new Set(
    by.flatMap(({ imports }) => imports.map((one) => `${one.from} ${one.name}`)),
  );
  return from.flatMap(({ path, exports }) =>
    taken.has(`${path} *`)
      ? []
      : exports.map((name) => `${path} ${name}`).filter((name) => !taken.has(name)),
  );
}

function exportsOf(statement: ts.Statement): readonly string[] {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    return clause !== undefined && ts.isNamedExports(clause)
      ? clause.elements.map(({ name }) => name.text)
      : [];
  }
  if (!hasExport(statement)) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  const named = statement as ts.Statement & { readonly name?: ts.Identifier };
  return named.name === undefined ? [] : [named.name.text];
}

function isShape(statement: ts.Statement, name: string): boolean {
  if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) return false;
  const text = statement.getSourceFile().text;
  return [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1;
}

function hasExport(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  const modifiers = ts.getModifiers(statement) ?? [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function boundNames(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? boundNames(one.name) : []));
}

function importsOf(path: string, statement: ts.Statement): ModuleNames['imports'] {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
  const from = targetOf(path, statement.moduleSpecifier);
  if (from === undefined) return [];
  const bindings = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : statement.exportClause;
  if (bindings === undefined)
    return [{ from, name: ts.isExportDeclaration(statement) ? '*' : 'default' }];
  if (ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings))
    return [{ from, name: '*' }];
  return bindings.elements.map(({ name, propertyName }) => ({
    from,
    name: (propertyName ?? name).text,
  }));
}

/** `import('./x.ts')`, in code and in types. */
function loadsOf(path: string, source: ts.SourceFile): ModuleNames['imports'] {
  // Most files have none, and a whole tree is long.
  if (!source.text.includes('import(')) return [];
  const found: { from: string; name: string }[] = [];
  const visit = (node: ts.Node): void => {
    const from = targetOf(path, loadedBy(node));
    if (from !== undefined) found.push({ from, name: '*' });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function loadedBy(node: ts.Node): ts.Node | undefined {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return node.arguments[0];
  return ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
    ? node.argument.literal
    : undefined;
}

function targetOf(path: string, specifier: ts.Node | undefined): string | undefined {
  if (specifier === undefined || !ts.isStringLiteral(specifier)) return undefined;
  return specifier.text.startsWith('.') ? join(dirname(path), specifier.text) : undefined;
}
