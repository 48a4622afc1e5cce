/** E07xx: inventories, descriptions of releases: what is written in YAML. */
import type { CodeMap } from './page.ts';

export const documentsCodes = {
  E0701: {
    severity: 'error',
    title: 'the file can’t be read',
    page: 'The file is not there, is not a plain file, or may not be read by this user.',
  },
  E0702: {
    severity: 'error',
    title: 'the YAML is broken',
    page: 'The file is not well-formed YAML 1.2. Indentation is made of spaces, never of tabs.',
  },
  E0703: {
    severity: 'error',
    title: 'anchor, alias or tag',
    page:
      'Anchors (`&x`), aliases (`*x`) and tags (`!x`) are not taken: what a device gets must stand where it is read, ' +
      'and nested aliases can make a small file huge.\n\nParams that several devices share belong to a group, settings to `defaults`.',
  },
  E0704: {
    severity: 'error',
    title: 'key given twice',
    page: 'A key stands twice in the same place. Which of the two is meant can’t be known.',
  },
  E0705: {
    severity: 'error',
    title: 'nested too deep',
    page: 'Lists and mappings are nested deeper than any inventory needs.',
  },
  E0706: {
    severity: 'error',
    title: 'unknown key',
    page: 'A key that means nothing is refused, so that a misspelt one is not silently without effect.',
  },
  E0707: {
    severity: 'error',
    title: 'wrong kind of value',
    page: 'A text stands where a list or a mapping is wanted, or the other way round, or nothing stands there at all.',
  },
  E0708: {
    severity: 'error',
    title: 'missing key',
    page: 'Something that has no default is not there.',
  },
  E0709: {
    severity: 'error',
    title: 'invalid name',
    page:
      'Names of devices and groups are letters, digits, `.`, `_` and `-`, begin with a letter or digit, and have at most 64 characters. ' +
      'Names of labels and params are written as in a script: small letters, digits and `-`.',
  },
  E0710: {
    severity: 'error',
    title: 'invalid host name',
    page:
      'A host is a DNS name, an IPv4 address, or an IPv6 address (in brackets where a port follows). ' +
      'Nothing else is let through to anything that opens connections.',
  },
  E0711: {
    severity: 'error',
    title: 'invalid server URL',
    page: 'A version server is `ftp://HOST[:PORT]/FOLDER` or `ftps://…`. User and password stand beside it, never in it.',
  },
  E0712: {
    severity: 'error',
    title: 'unusable value',
    page: 'The value is of the right kind, but can’t be used here.',
  },
  E0713: {
    severity: 'error',
    title: 'device given twice',
    page: 'Two entries name the same device: the same host, port and home, or the same folder on this machine.',
  },
  E0714: {
    severity: 'error',
    title: 'unknown group',
    page: 'A device says it belongs to a group that `groups` doesn’t have.',
  },
  E0715: {
    severity: 'error',
    title: 'empty group',
    page: 'No device says that it belongs to the group. A plan that names it would upgrade nobody.',
  },
  E0716: {
    severity: 'error',
    title: 'groups that contradict each other',
    page:
      'A device is in two groups that give the same param different values, and has no value of its own for it. ' +
      'Neither group goes first.',
  },
  E0717: {
    severity: 'error',
    title: 'unusable link',
    page: 'A link is a list of two or more different devices of this inventory.',
  },
  E0718: {
    severity: 'error',
    title: 'hidden character',
    page: 'A character that can’t be seen, or that reorders others, makes a text read other than it is.',
  },
  E0719: {
    severity: 'error',
    title: 'too large a file',
    page: 'The file is larger than any inventory or release description needs.',
  },
} as const satisfies CodeMap;
