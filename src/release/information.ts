/** The version information file, as text and back. The format's page is docs/releases.md. */
import { numberAt, misread, reading, shapes, take, wordAt } from './lines.ts';
import type { Line, Read } from './lines.ts';
import type { ReleaseInformation, ReleasePackage } from './model.ts';

const HEADER = 'cutover-release 1';
const MOST_PACKAGES = 1_000;
/** Of the text, in bytes; more is not even fetched. */
export const INFORMATION_BYTES = 524_288;

export function formatInformation(information: ReleaseInformation): string {
  const { name, version, published, packages } = information;
  const lines = packages.map(
    (each) =>
      `package ${each.script} ${each.artifact} ${each.variant} ${String(each.size)} ${each.sha256} ${each.path}`,
  );
  const head = [HEADER, `release ${name}`, `version ${version}`, `published ${published}`];
  return `${[...head, ...lines.sort(), 'end'].join('\n')}\n`;
}

export function parseInformation(text: string): Read<ReleaseInformation> {
  return reading(text, HEADER, (lines) => {
    const name = wordAt(take(lines, 'release', 1), 1, shapes.name);
    const version = wordAt(take(lines, 'version', 1), 1, shapes.version);
    const published = wordAt(take(lines, 'published', 1), 1, shapes.time);
    return { name, version, published, packages: packagesIn(lines) };
  });
}

function packagesIn(lines: Line[]): readonly ReleasePackage[] {
  const packages = new Map<string, ReleasePackage>();
  while (lines.length > 0) {
    const line = take(lines, 'package', 6);
    const key = line.words.slice(1, 4).join(' ');
    if (packages.has(key)) misread(line, `the package \`${key}\` stands twice`);
    if (packages.size >= MOST_PACKAGES)
      misread(line, `more than ${String(MOST_PACKAGES)} packages`);
    packages.set(key, packageIn(line));
  }
  return [...packages.values()];
}

function packageIn(line: Line): ReleasePackage {
  return {
    script: wordAt(line, 1, shapes.name),
    artifact: wordAt(line, 2, shapes.name),
    variant: wordAt(line, 3, shapes.name),
    size: numberAt(line, 4),
    sha256: wordAt(line, 5, shapes.sha256),
    path: wordAt(line, 6, shapes.path),
  };
}
