/** The shells that a device may have, and how each is started. */
export interface ShellKind {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const shell = (name: string, ...args: readonly string[]): ShellKind => ({
  name,
  command: [name, ...args],
});

export const dash = shell('dash');
export const busybox: ShellKind = { name: 'busybox', command: ['busybox', 'sh'] };
/** Every primitive is tested in these. */
export const mainShells: readonly ShellKind[] = [dash, busybox];
export const otherShells: readonly ShellKind[] = ['mksh', 'ksh93', 'yash', 'posh'].map((name) =>
  shell(name),
);
export const allShells: readonly ShellKind[] = [...mainShells, ...otherShells];
