/** Takes secrets out of what devices print (S13). */
export interface Redactor {
  learn(secret: string): void;
  redact(text: string): string;
  /** How many characters at the text's end may be a secret's beginning. */
  secretBegun(text: string): number;
}

/** Shorter texts would redact half of what is printed; the inventory refuses such secrets. */
const SHORTEST = 4;

export function makeRedactor(): Redactor {
  const secrets = new Set<string>();
  return {
    learn: (secret) => {
      for (const line of [secret, ...secret.split('\n')])
        if (line.length >= SHORTEST) secrets.add(line);
    },
    redact: (text) =>
      [...secrets].reduce((shown, secret) => shown.replaceAll(secret, '(secret)'), text),
    secretBegun: (text) => Math.max(0, ...[...secrets].map((secret) => begunOf(secret, text))),
  };
}

function begunOf(secret: string, text: string): number {
  let begun = Math.min(secret.length - 1, text.length);
  while (begun > 0 && !text.endsWith(secret.slice(0, begun))) begun -= 1;
  return begun;
}
