import { defineConfig } from 'vitest/config';

/**
 * `pure` needs nothing but Node; `device` runs real shells, SSH and FTP servers;
 * `end-to-end` drives the built command line. Two files at a time: most of them wait for somebody.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'pure',
          // A limit that only a hanging test reaches, however busy the machine.
          testTimeout: 60_000,
          include: [
            'test/{cli,house,language,grammar,protocol,planning,inventory,report,journal,interpreter,checker}/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'device',
          include: ['test/{device,primitives,demo,release,runtime,compiler,killing}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
