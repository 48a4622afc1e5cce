/** What a program is made of. */
import type { CheckedScript, Library } from '../language/checked.ts';

export interface CompileInput {
  readonly script: CheckedScript;
  readonly library: Library;
  readonly platform: string;
  /** Without a version (`''`) it is a text to be read, and upgrades nothing. */
  readonly release: { readonly name: string; readonly version: string };
  /** Artifact → the release's lines `VARIANT SIZE SHA256 PATH`. */
  readonly artifacts: Readonly<Record<string, string>>;
  /** Of a text in UTF-8, in hex; whoever calls has it from Node. */
  readonly sha256: (text: string) => string;
}
