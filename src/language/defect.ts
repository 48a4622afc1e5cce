/** A defect: we are wrong. Thrown, never caught to go on; the journal recovers. */
export class Defect extends Error {
  override readonly name = 'Defect';
}

export function defect(message: string): never {
  throw new Defect(message);
}
