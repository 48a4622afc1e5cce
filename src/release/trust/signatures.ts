/** Whether enough different keys of a role have signed a text. */
import type { Signed } from '../formats/signed.ts';
import type { Role, Root } from '../model.ts';
import { signatureHolds } from '../signing/sshsig.ts';
import { refuse } from './refusal.ts';
import type { RefusalCode } from './refusal.ts';

export interface SignatureProblem {
  readonly code: RefusalCode;
  readonly problem: string;
}

/** Missing where the text counts. */
export function signatureProblem(
  root: Root,
  role: Role,
  signed: Signed<unknown>,
): SignatureProblem | undefined {
  const { threshold, keys } = root.roles[role];
  const valid = signersOf(root, role, signed).length;
  if (valid >= threshold) return undefined;
  if (signed.signatures.length === 0) return { code: 'unsigned', problem: 'nobody has signed it' };
  if (!signed.signatures.some(({ key }) => keys.includes(key)))
    return { code: 'wrong-key', problem: `none of its signatures is of a key for ${role}` };
  if (valid === 0)
    return { code: 'unsigned', problem: `no signature of a key for ${role} holds for this text` };
  const counts = `${String(valid)} of ${String(threshold)} keys for ${role}`;
  return { code: 'threshold', problem: `only ${counts} have signed it` };
}

/** The keys of the role whose signature holds, each once. */
function signersOf(root: Root, role: Role, signed: Signed<unknown>): readonly string[] {
  const { body, signatures } = signed;
  return root.roles[role].keys.filter((id) => {
    const blob = Buffer.from(root.keys.find((key) => key.id === id)?.blob ?? '', 'base64');
    return signatures.some(
      ({ key, bytes }) => key === id && signatureHolds(bytes, blob, role, body),
    );
  });
}

export function checkSignatures(
  path: string,
  root: Root,
  role: Role,
  signed: Signed<unknown>,
): void {
  const problem = signatureProblem(root, role, signed);
  if (problem !== undefined) refuse(problem.code, `${path}: ${problem.problem}`);
}
