/** A key to sign releases with, as `openssl genpkey -algorithm ed25519` writes it. */
import { generateKeyPairSync } from 'node:crypto';

export function newReleaseKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
