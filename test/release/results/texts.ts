/** Results as agents write them. */
export interface Said {
  readonly device?: string;
  readonly release?: string;
  readonly channel?: string;
  readonly at?: string;
  readonly outcome?: string;
  readonly installed?: string;
  /** Lines after `agent`. */
  readonly more?: string;
}

export function resultText({
  device = 'atm-1',
  release = 'core',
  channel = 'stable',
  at = '2026-11-28T02:00:00Z',
  outcome = 'current',
  installed,
  more = '',
}: Said = {}): string {
  const there = installed === undefined ? '' : `installed ${installed}\n`;
  return `cutover-result 1\ndevice ${device}\nscript umg\nrelease ${release}\nchannel ${channel}\nat ${at}\noutcome ${outcome}\n${there}agent ${'a'.repeat(64)}\n${more}end\n`;
}
