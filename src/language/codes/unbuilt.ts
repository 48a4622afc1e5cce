/** E09xx: words of the language whose working isn’t built yet: an error each, never ignored. */
import type { CodeMap } from './page.ts';

export const unbuiltCodes = {
  E0901: {
    severity: 'error',
    title: 'procedure',
    page: `Procedures are part of the language, but can’t be used yet.`,
  },
  E0902: {
    severity: 'error',
    title: 'use',
    page: `Other files can’t be used yet: a script stands in one file.`,
  },
  E0903: {
    severity: 'error',
    title: 'ask',
    page: `Nobody can be asked before the vote yet.`,
  },
  E0904: {
    severity: 'error',
    title: 'waves',
    page: `Units can’t be started in waves yet.`,
  },
  E0905: {
    severity: 'error',
    title: 'tolerate',
    page: `Units don’t know of each other’s failures yet.`,
  },
  E0906: {
    severity: 'error',
    title: 'window',
    page: `A run can’t be bound to a window yet.`,
  },
  E0907: {
    severity: 'error',
    title: 'zone',
    page: `There are no times of day in a plan yet.`,
  },
  E0908: {
    severity: 'error',
    title: 'prepare at',
    page: `Preparing can’t wait for a moment yet.`,
  },
  E0909: {
    severity: 'error',
    title: 'switch at',
    page: `Switching can’t wait for a moment yet.`,
  },
  E0910: {
    severity: 'error',
    title: 'restarts',
    page: `Words that restart the device can’t be declared yet.`,
  },
  E0911: {
    severity: 'error',
    title: 'resumes',
    page: `Words that carry the kit over a restart can’t be declared yet.`,
  },
  E0912: {
    severity: 'error',
    title: 'state',
    page: `A place that outlives a restart can’t be named yet.`,
  },
  E0914: {
    severity: 'error',
    title: 'modifier in undo or revert',
    page: `What stands in \`undo\` and \`revert\` is laid down on the device as plain calls that it carries out by itself. They can’t be tried again, bounded one by one, or give values yet.`,
  },
  E0915: {
    severity: 'error',
    title: 'secret in undo or revert',
    page: `What stands in \`undo\` and \`revert\` is laid down on the device, which carries it out also with no controller in reach; and no secret stays on a device. Put back what the secret changed from a \`keep\`.`,
  },
} as const satisfies CodeMap;
