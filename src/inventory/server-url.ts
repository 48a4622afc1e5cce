/** How a version server's address is written: TLS is what one gets who says nothing (docs/decisions/tls-by-default.md). */

/** An address without a scheme is `ftps://`; a path is none. */
export function serverUrl(text: string): string {
  return text.includes('://') || /^[./~]/.test(text) ? text : `ftps://${text}`;
}
