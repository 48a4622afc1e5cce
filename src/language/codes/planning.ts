/** E08xx: a plan, an inventory and a release that don't fit together. */
import type { CodeMap } from './page.ts';

export const planningCodes = {
  E0802: {
    severity: 'error',
    title: 'nobody matches',
    page:
      'A pattern that finds no device, or a group that doesn’t exist, is refused: a member that is missing would ' +
      'otherwise be left on the old version without a word. With `by`, each site must have one.',
  },
  E0803: {
    severity: 'error',
    title: 'device matched twice',
    page: 'A device takes part in a plan once, with one script.',
  },
  E0804: {
    severity: 'error',
    title: 'device without the label',
    page: '`by` makes one unit for each value of a label, so each of its devices must have that label.',
  },
  E0805: {
    severity: 'error',
    title: 'part of a linked set',
    page: 'The inventory links devices that must work at one version. A plan takes all of them, in one unit, or none.',
  },
  E0806: {
    severity: 'error',
    title: 'order in a circle',
    page: '`prepare … before:` or `switch … before:` say of some device that it comes before itself.',
  },
  E0807: {
    severity: 'error',
    title: 'wrong platform',
    page: 'The script isn’t written for the device’s platform, as the inventory gives it.',
  },
  E0808: {
    severity: 'error',
    title: 'param without a value',
    page: 'A param without a default gets its value from the inventory’s groups or devices, or from the plan’s `with`.',
  },
  E0809: {
    severity: 'error',
    title: 'unusable value of a param',
    page: 'The value can’t be read as the param’s type, or is not among those that the script allows.',
  },
  E0811: {
    severity: 'warning',
    title: 'param that no script takes',
    page: 'The inventory gives a value that no script of this plan asks for. It is without effect here; it may be meant for another plan’s script.',
  },
  E0812: {
    severity: 'error',
    title: 'no such secret',
    page: 'The inventory says, by name, which secret of its store a device gets. That name is not in the store.',
  },
  E0813: {
    severity: 'error',
    title: 'irreversible step in a linked unit',
    page: 'A step without a way back could leave a linked unit mixed for good. It may run on separate devices only, and the inventory links these.',
  },
  E0815: {
    severity: 'error',
    title: 'vote time too short',
    page:
      'From the first switch to the last vote a unit may need this long, by the bounds of its steps. ' +
      'A shorter limit would end units in which nothing is wrong.',
  },
  E0816: {
    severity: 'error',
    title: 'no package',
    page: 'The release has no package for an artifact that a script fetches.',
  },
  E0817: {
    severity: 'error',
    title: 'another release',
    page: 'The version information that was read is about another release than the plan’s.',
  },
  E0818: {
    severity: 'error',
    title: 'no version server',
    page: 'A script fetches an artifact, and the inventory names no server to fetch it from.',
  },
  E0819: {
    severity: 'error',
    title: 'misspelt param',
    page:
      'The inventory gives a value that no script of this plan asks for, its name is nearly that of a param of the ' +
      'device’s script, and that param has no value of its own. The default would be taken, which may be another folder ' +
      'or port than the one that was meant.\n\n' +
      'If the name is right and meant for another plan’s script, give the param its value in the inventory, too.',
  },
} as const satisfies CodeMap;
