/**
 * The registry: every code of every diagnostic.
 *
 * Rule 1: a code stands in exactly one area's file, and keeps its meaning for good.
 * Rule 2: a retired code's number is never given again.
 */
import { documentsCodes } from './documents.ts';
import { namesCodes } from './names.ts';
import type { CodeMap, CodePage } from './page.ts';
import { phasesCodes } from './phases.ts';
import { planCodes } from './plan.ts';
import { planningCodes } from './planning.ts';
import { primitiveCodes } from './primitive.ts';
import { sourceCodes } from './source.ts';
import { syntaxCodes } from './syntax.ts';
import { typesCodes } from './types.ts';
import { unbuiltCodes } from './unbuilt.ts';
import { undoCodes } from './undo.ts';

/** The areas one by one, so that a test can see that no code stands in two. */
export const areas: Readonly<Record<string, CodeMap>> = {
  source: sourceCodes,
  syntax: syntaxCodes,
  names: namesCodes,
  types: typesCodes,
  phases: phasesCodes,
  undo: undoCodes,
  plan: planCodes,
  primitive: primitiveCodes,
  documents: documentsCodes,
  planning: planningCodes,
  unbuilt: unbuiltCodes,
};

export const codes: CodeMap = Object.assign({}, ...Object.values(areas)) as CodeMap;

/** A code's page; a code that isn't registered is a defect of ours. */
export function pageOf(code: string): CodePage {
  const page = codes[code];
  if (page === undefined) throw new Error(`defect: no page for code ${code}`);
  return page;
}
