/** The shells that a device may have, and how each is started. */
export interface ShellKind {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** In the locale C it reads nothing else. */
  readonly asciiOnly?: boolean;
}

const shell = (name: string, ...args: readonly string[]): ShellKind => ({
  name,
  command: [name, ...args],
});

export const dash = shell('dash');
export const busybox: ShellKind = { name: 'busybox', command: ['busybox', 'sh'] };
/** Every primitive is tested in these. */
export const mainShells: readonly ShellKind[] = [dash, busybox];
const otherShells: readonly ShellKind[] = [
  shell('mksh'),
  shell('ksh93'),
  { ...shell('yash'), asciiOnly: true },
  shell('posh'),
];
export const allShells: readonly ShellKind[] = [...mainShells, ...otherShells];
