/** E05xx: the way back. */
import type { CodeMap } from './page.ts';

export const undoCodes = {
  E0501: {
    severity: 'error',
    title: 'no way back',
    page: `A step of \`switch\` has a way back if its word is reversible, or if all that it writes lies under an earlier \`keep\`, or if it says \`undo { … }\`. If there is truly none, it says \`irreversible "why"\`; such a script runs only in a separate unit, and only if the plan repeats that text.`,
  },
  E0502: {
    severity: 'error',
    title: 'undo of what undoes itself',
    page: `A derived way back is never replaced: it is tested together with the word. An \`undo\` block stands only on steps that have no other.`,
  },
  E0503: {
    severity: 'error',
    title: 'irreversible, but it has a way back',
    page: `\`irreversible\` excludes a script from linked units, so it stands only where nothing can be undone.`,
  },
  E0504: {
    severity: 'error',
    title: 'stage writes outside of what it made',
    page: `Until \`switch\` the service is up and nothing of it may change. \`stage\` writes only into places that an earlier step of it made, or into \`work\`.`,
  },
  E0505: {
    severity: 'error',
    title: 'service stopped and not started',
    page: `On every way through a phase each service that is stopped is started again.`,
  },
  E0507: {
    severity: 'error',
    title: 'run without writes',
    page: `\`run\` is any program; only its writer knows what it changes. \`writes: [PATH]\` names it, so that it can be kept, compared and put back; \`writes: []\` says that there is nothing.`,
  },
  E0508: {
    severity: 'error',
    title: 'run that writes where it may only look',
    page: `In check, verify and report a program only reads.`,
  },
  E0509: {
    severity: 'error',
    title: 'way back where there is nothing to undo',
    page: `\`undo\` and \`irreversible\` belong to steps of \`switch\`. What prepare makes is removed as a whole; after the commit nothing is undone.`,
  },
  E0510: {
    severity: 'error',
    title: 'empty undo',
    page: `An \`undo\` block says what puts back what its step has done.`,
  },
  E0511: {
    severity: 'error',
    title: 'way back differs between platforms',
    page: `A step has one way back. Where platforms differ, the step and its \`keep\` stand in each platform’s own branch.`,
  },
} as const satisfies CodeMap;
