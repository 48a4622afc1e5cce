/** Where the controller's state is if nobody says so, by the XDG base directory specification. */
export function defaultState(): string {
  const base = process.env['XDG_STATE_HOME'] ?? `${process.env['HOME'] ?? '/root'}/.local/state`;
  return `${base}/cutover`;
}
