/** The canonical form, shown. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { format } from '../../../src/language/format.ts';
import { parse } from '../../../src/language/parse.ts';
import { makeSource } from '../../../src/language/source.ts';

const root = join(import.meta.dirname, '../../..');

function formatted(text: string): string {
  const source = makeSource('a.cutover', text);
  return format(parse(source).file, source);
}

function shipped(folder: string): readonly string[] {
  const all = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return all.filter((file) => file.endsWith('.cutover')).map((file) => join(folder, file));
}

test.each([...shipped('scripts'), ...shipped('primitives')])(
  '%s is in its canonical form',
  (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    expect(formatted(text)).toBe(text);
  },
);

test('blanks, blank lines and comments', () => {
  const untidy = `# licence
cutover   1 # version


use "a"
use "b"
# about x
script x "t" { # opens


  # first


  check {   }
  check { # kept open
  }
    running   daemon   # runs

  # last

  # really
}
# end`;
  expect(formatted(untidy)).toBe(`# licence
cutover 1 # version

use "a"
use "b"

# about x
script x "t" { # opens
  # first

  check {}
  check { # kept open
  }
  running daemon # runs

  # last

  # really
}

# end
`);
});

test('what is too long goes on below, at its modifiers first, then in its lists', () => {
  const long = `cutover 1
script x {
  run "/opt/umg/releases/3.0/bin/migrate" "up" writes: ["/var/lib/umg/data"] retry 3 every 5s within 30s
  run "/opt/umg/releases/3.0/bin/migrate-everything" writes: ["/var/lib/umg/data", "/var/lib/umg/state"] within 30s
  require device.version >= "2.0" and device.architecture in ["x86_64"] else "upgrade to 2.0 first, please"
}
`;
  expect(formatted(long)).toBe(`cutover 1

script x {
  run "/opt/umg/releases/3.0/bin/migrate" "up" writes: ["/var/lib/umg/data"]
    retry 3 every 5s
    within 30s
  run "/opt/umg/releases/3.0/bin/migrate-everything" writes: [
    "/var/lib/umg/data",
    "/var/lib/umg/state"
  ]
    within 30s
  require device.version >= "2.0" and device.architecture in ["x86_64"]
    else "upgrade to 2.0 first, please"
}
`);
});

test('comments within an item stay where they are, or come out above it', () => {
  const text = `cutover 1
script x {
  let a = [ "x", # ex
    "y" ] # after
  run "a" # one
    # two
    within 5s # three
  require (a # lost its place
    and b) else "x"
  when a { stop b } # four
  else { start b }
}
`;
  expect(formatted(text)).toBe(`cutover 1

script x {
  let a = [
    "x", # ex
    "y"
  ] # after
  run "a" # one
    # two
    within 5s # three
  # lost its place
  require a and b else "x"
  when a {
    stop b
    # four
  } else {
    start b
  }
}
`);
});

test('texts: long ones keep their lines, braces are doubled only where they must', () => {
  const text = `cutover 1
script x {
  write "{{a} {b} {{ {c }" text: """
        one {{two} "three" \\\\n

          \\u{20}
        """ undo { stop x }
  write "\\u{41}\\u{202e}" text: """
  last"""
}
`;
  expect(formatted(text)).toBe(`cutover 1

script x {
  write "{{a} {b} { {c }" text: """
    one {{two} "three" \\\\n

      \\u{20}
    """ undo {
    stop x
  }
  write "A\\u{202e}" text: """
    last"""
}
`);
});

test('a name as long as a line is still a hole', () => {
  const name = 'a'.repeat(500);
  const text = `cutover 1\n\nscript x {\n  write "{{${name}}"\n}\n`;
  expect(formatted(text)).toBe(text);
});

test('an escape is not taken for a hole', () => {
  const text = 'cutover 1\n\nscript x {\n  write "\\u{e0001}\\u{ad}"\n}\n';
  expect(formatted(text)).toBe(text);
});
