/** E10xx: plans: their release, units, members and order. */
import type { CodeMap } from './page.ts';

export const planCodes = {
  E1001: {
    severity: 'error',
    title: 'item that has no place in a plan',
    page: `A plan has a release and units; a unit has members, their order, \`skew\` and \`vote within\`.`,
  },
  E1002: {
    severity: 'error',
    title: 'release or units missing',
    page: `A plan names the release that all its devices go to, and at least one unit.`,
  },
  E1003: {
    severity: 'error',
    title: 'said twice',
    page: `A setting, a unit’s title and a member stand once.`,
  },
  E1004: {
    severity: 'error',
    title: 'setting of a plan written wrongly',
    page: `Each setting has one form; the hint shows it.`,
  },
  E1005: {
    severity: 'error',
    title: 'unit without members',
    page: `A unit names the devices that change together, by globs or groups.`,
  },
  E1006: {
    severity: 'error',
    title: 'setting without meaning in a separate unit',
    page: `In \`separate\` each device is a unit of its own: there is no order and no skew between them.`,
  },
  E1007: {
    severity: 'error',
    title: 'unknown script',
    page: `A plan names scripts by their names. A script that was not given is looked for in the plan’s own folder: in files that end with \`.cutover\`, whatever they are called.`,
  },
  E1008: {
    severity: 'error',
    title: 'pattern that matches nothing',
    page: `Patterns are device names with \`*\` and \`?\`. A name never begins with \`-\` and holds no blank.`,
  },
  E1009: {
    severity: 'error',
    title: 'unknown param of a script',
    page: `\`with\` gives values to the script’s params.`,
  },
  E1010: {
    severity: 'error',
    title: 'nothing to accept',
    page: `\`accepts\` repeats what a script can’t undo; this one can undo all.`,
  },
  E1011: {
    severity: 'error',
    title: 'irreversible script in a linked unit',
    page: `In a linked unit all devices change together or go back together, so each must be able to.`,
  },
  E1012: {
    severity: 'error',
    title: 'not accepted',
    page: `A plan repeats, word by word, what the script says can’t be undone: whoever approves the plan has read it.`,
  },
  E1013: {
    severity: 'error',
    title: 'order in a circle',
    page: `\`prepare … before:\` or \`switch … before:\` say of some member that it comes before itself.`,
  },
} as const satisfies CodeMap;
