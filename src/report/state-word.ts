/** A device's state as people read it: what is `dead` on its disc has been reverted. */
export function stateWord(state: string): string {
  return state === 'dead' ? 'reverted' : state;
}
