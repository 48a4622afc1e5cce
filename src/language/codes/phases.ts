/** E03xx: phases and families: which word may stand where. */
import type { CodeMap } from './page.ts';

export const phasesCodes = {
  E0301: {
    severity: 'error',
    title: 'unknown phase or setting',
    page: `A script is made of settings (\`platform\`, \`artifact\`, \`param\`, \`let\`, \`installed\`, \`prepared\`) and phases (check, backup, stage, switch, verify, revert, finish, report).`,
  },
  E0302: {
    severity: 'error',
    title: 'phase twice',
    page: `Each phase stands once at most, so that all that happens in it is read in one place.`,
  },
  E0303: {
    severity: 'error',
    title: 'phase out of order',
    page: `Phases stand in the order in which they run, so that a script reads from top to bottom as it happens.`,
  },
  E0304: {
    severity: 'error',
    title: 'setting missing',
    page: `Every script says for which platforms it is, and how the installed version is read.`,
  },
  E0305: {
    severity: 'error',
    title: 'phase missing',
    page: `\`check\`, \`switch\` and \`verify\` must be there: nothing is switched unchecked, and nothing is voted for unseen.`,
  },
  E0306: {
    severity: 'error',
    title: 'item in the wrong place',
    page: `Settings stand before the first phase, steps inside a phase, units and members in a plan.`,
  },
  E0307: {
    severity: 'error',
    title: 'setting twice',
    page: `A setting stands once; two of them would leave open which is meant.`,
  },
  E0308: {
    severity: 'error',
    title: 'empty phase',
    page: `A \`switch\` that switches nothing, or a \`verify\` that looks at nothing, would let every device vote for a change that nobody has made or seen.`,
  },
  E0309: {
    severity: 'error',
    title: 'setting written wrongly',
    page: `\`platform posix\` and \`artifact package\` are followed by bare words.`,
  },
  E0310: {
    severity: 'error',
    title: 'unknown platform',
    page: `Scripts and bindings are written for \`posix\` or \`windows\`.`,
  },
  E0311: {
    severity: 'error',
    title: 'comparison with a platform that the script is not for',
    page: `The comparison would never hold (or always), and nobody would notice. Name the platform in \`platform\`, or mend the word.`,
  },
  E0312: {
    severity: 'error',
    title: 'word in a phase that its family doesn’t allow',
    page: `A word’s family is its effect: check and report words read, backup words copy out, stage words make, switch and revert words change what is live. Each phase takes only what may happen in it; that is why a reviewer can trust that nothing is disturbed before \`switch\`.`,
  },
  E0313: {
    severity: 'error',
    title: 'modifier twice, or without meaning here',
    page: `Each modifier stands once on a step.`,
  },
  E0314: {
    severity: 'error',
    title: 'run tried again',
    page: `\`run\` is any program. When it fails, nobody can know how far it came, so it is undone rather than run a second time. In check, verify and report, where it only reads, it may be tried again.`,
  },
  E0315: {
    severity: 'error',
    title: 'nested too deep',
    page: `Blocks stand at most 16 deep in each other: a reviewer must be able to follow.`,
  },
  E0316: {
    severity: 'error',
    title: 'word without a binding on the platform',
    page: `A primitive does its work through a binding for each platform. On a platform for which it has none, the word can’t stand; the difference belongs into \`when device.platform == …\`.`,
  },
  E0317: {
    severity: 'error',
    title: 'too many steps',
    page: `A script is bounded: with its loops unrolled it has at most 10,000 steps.`,
  },
  E0318: {
    severity: 'warning',
    title: 'nobody reads what was staged',
    page: `\`prepared\` reads the version of what \`stage\` has laid ready, while the old service is still up: one that was not ordered is refused there. Without it the release’s own information is taken at its word, and a wrong package is found by \`verify\` only, after the switch.`,
  },
} as const satisfies CodeMap;
