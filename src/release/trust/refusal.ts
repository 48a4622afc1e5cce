/** Why what a server gives is not taken. Each code has its sentence in docs/releases.md. */
import type { Fault } from '../../protocol/fault.ts';

export type RefusalCode =
  | 'unsigned'
  | 'wrong-key'
  | 'threshold'
  | 'expired'
  | 'older'
  | 'not-yet'
  | 'mixed'
  | 'malformed'
  | 'endless'
  | 'wrong-release'
  | 'withdrawn'
  | 'no-release';

/** Thrown within this folder, and caught where its functions end. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, problem: string) {
    super(problem);
    this.code = code;
  }
}

export function refuse(code: RefusalCode, problem: string): never {
  throw new Refused(code, problem);
}

export function faultOf({ code, message }: Refused): Fault {
  return { code, message };
}
