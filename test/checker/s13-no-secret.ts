/**
 * S13: no secret in arguments, environments, journal, log, report or screen.
 *
 * Rule 1: a secret is looked for as it is and in the forms in which it slips through.
 * Rule 2: what is found is not printed: the violation names place and form.
 */
import type { Evidence, Violation } from './evidence.ts';

export function noSecret(evidence: Pick<Evidence, 'secrets' | 'captures'>): readonly Violation[] {
  const wanted = evidence.secrets.flatMap((secret, at) =>
    formsOf(secret).map(([form, text]) => ({ form, bytes: Buffer.from(text), no: at + 1 })),
  );
  return evidence.captures.flatMap((capture) => {
    const bytes = Buffer.from(capture.bytes);
    const found = wanted.filter((one) => bytes.includes(one.bytes));
    if (found.length === 0) return [];
    const shown = found.map(({ no, form }) => `secret ${String(no)}, ${form}`);
    const what = `a secret stands in ${capture.kind} ${capture.name}`;
    return [{ rule: 'S13' as const, what, evidence: shown }];
  });
}

function formsOf(secret: string): readonly (readonly [string, string])[] {
  if (secret.length < 6)
    throw new Error('a secret for tests needs six characters: shorter ones are found by chance');
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  const forms: readonly (readonly [string, string])[] = [
    ['as it is', secret],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['quoted for a shell', secret.replaceAll("'", String.raw`'\''`)],
    ['percent-encoded', encodeURIComponent(secret)],
    ['in base64', base64],
    ['in base64url', base64.replaceAll('+', '-').replaceAll('/', '_')],
    ['in hex', Buffer.from(secret).toString('hex')],
  ];
  return forms.filter(([, text], at) => forms.findIndex(([, other]) => other === text) === at);
}
