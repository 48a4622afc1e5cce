/**
 * An agent's lines in a crontab: put there, and taken away again; all others stay as they are.
 *
 * Rule 1: an agent's lines are those that start the agent of its home; so two homes on one machine keep out of each other's way.
 */

export interface CronEntry {
  readonly home: string;
  readonly settings: string;
  /** Whether this cron knows `@reboot`. */
  readonly reboot: boolean;
}

/** With these lines, each once, where the first of them stood; or at the end. The same text where they are there. */
export function withEntry(crontab: string, entry: CronEntry): string {
  const lines = linesOf(crontab);
  const at = lines.findIndex((line) => isOurs(line, entry));
  const before = at < 0 ? lines : lines.slice(0, at);
  const after = at < 0 ? [] : others(lines.slice(at), entry);
  return textOf([...before, ...entryLines(entry), ...after]);
}

export function withoutEntry(crontab: string, entry: Pick<CronEntry, 'home'>): string {
  return textOf(others(linesOf(crontab), entry));
}

export function entryLines({ home, settings, reboot }: CronEntry): readonly string[] {
  const start = `sh ${home}/agent/agent.sh run`;
  const boot = reboot ? [`@reboot ${start} --boot --settings ${settings}`] : [];
  return [`# ${mark(home)}`, `* * * * * ${start} --settings ${settings}`, ...boot];
}

function mark(home: string): string {
  return `the agent of ${home} (cutover agent install)`;
}

function isOurs(line: string, { home }: Pick<CronEntry, 'home'>): boolean {
  return line.includes(` ${home}/agent/agent.sh run `) || line === `# ${mark(home)}`;
}

function others(lines: readonly string[], entry: Pick<CronEntry, 'home'>): readonly string[] {
  return lines.filter((line) => !isOurs(line, entry));
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
