/** The packages of a release that a script fetches. */
import type { CheckedMember, CheckedScript } from '../language/checked.ts';
import { nearestHint } from '../language/nearest.ts';
import type { ReleasePackage } from '../release/model.ts';
import type { PlanInputs } from './inputs.ts';
import { report } from './problems.ts';
import type { Problems } from './problems.ts';

/** Artifact → lines `VARIANT SIZE SHA256 PATH CHUNKS`. */
export function artifactsOf(
  { release, inventory }: PlanInputs,
  problems: Problems,
  member: CheckedMember,
  script: CheckedScript,
): Readonly<Record<string, string>> {
  const lines: Record<string, string> = {};
  for (const artifact of script.artifacts) {
    const packages = release.packages.filter(
      (each) => each.script === script.name && each.artifact === artifact,
    );
    if (packages.length === 0) noPackage(problems, member, script, artifact, release.packages);
    lines[artifact] = packages.map(lineOf).sort().join('\n');
  }
  if (script.artifacts.length > 0 && inventory.servers.length === 0) {
    report(problems, 'E0818', member.place.span, 'the inventory names no version server', {
      notes: [
        `\`${script.name}\` fetches ${script.artifacts.map((name) => `\`${name}\``).join(', ')}`,
      ],
      hint: 'add `servers:` to the inventory',
    });
  }
  return lines;
}

function lineOf({ variant, size, sha256, path, chunks = '-' }: ReleasePackage): string {
  return `${variant} ${String(size)} ${sha256} ${path} ${chunks}`;
}

function noPackage(
  problems: Problems,
  member: CheckedMember,
  script: CheckedScript,
  artifact: string,
  packages: readonly ReleasePackage[],
): void {
  const forScript = packages.filter((each) => each.script === script.name);
  const all = packages.map((each) => `\`${each.script} ${each.artifact}\``);
  report(
    problems,
    'E0816',
    member.place.span,
    `the release has no package for \`${script.name}\`’s \`${artifact}\``,
    {
      notes: [all.length === 0 ? 'it has none at all' : `it has ${[...new Set(all)].join(', ')}`],
      hint: nearestHint(
        artifact,
        forScript.map((each) => each.artifact),
      ),
    },
  );
}
