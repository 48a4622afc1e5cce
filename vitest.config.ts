import { defineConfig } from 'vitest/config';

/**
 * `pure` needs nothing but Node, and takes a sample of each sweep (`test/reach.ts`); `sweeps` takes the whole of them,
 * and is not in `npm run check`, which has a minute; `device` runs real shells, SSH and FTP servers; `end-to-end` drives
 * the built command line. Three files at a time: most of them wait for somebody.
 */
export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'pure',
          // Pure tests leave nothing behind: what one has loaded the next may use.
          isolate: false,
          // Node reads our TypeScript by itself: a fifth less to do than with Vite between.
          experimental: { viteModuleRunner: false },
          provide: { reach: 'sample' },
          // A limit that only a hanging test reaches, however busy the machine.
          testTimeout: 60_000,
          include: [
            'test/{cli,house,language,grammar,protocol,planning,inventory,report,journal,interpreter,checker}/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'sweeps',
          isolate: false,
          experimental: { viteModuleRunner: false },
          provide: { reach: 'whole' },
          testTimeout: 60_000,
          include: [
            'test/language/format/format.test.ts',
            'test/language/surface/anything.test.ts',
            'test/language/surface/limits.test.ts',
            'test/language/surface/mutants.test.ts',
            'test/protocol/exploration.test.ts',
            'test/protocol/simulation.test.ts',
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
