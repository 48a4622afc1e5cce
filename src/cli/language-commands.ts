/** `check`, `fmt`, `explain`: what needs nothing but texts. */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Finish } from './options.ts';

export function addLanguageCommands(program: Command, finish: Finish): void {
  const library = (): Option =>
    new Option(
      '--library <folder>',
      'a folder of your own primitives, beside the ones that come along',
    );
  program
    .command('check')
    .description(
      'syntax, names, types, families and the way back of scripts and plans; the scripts that a plan runs are looked for in its own folder',
    )
    .argument('<path...>', 'files or folders')
    .addOption(library())
    .addOption(new Option('--format <form>').choices(['text', 'json']).default('text'))
    .action(async (paths: string[], options: { library?: string; format: 'text' | 'json' }) => {
      finish(await (await import('./check.ts')).check(paths, options));
    });
  program
    .command('fmt')
    .description('rewrites texts in their one canonical form')
    .argument('<path...>', 'files or folders')
    .option('--check', 'change nothing; exit with 1 where something would change', false)
    .action(async (paths: string[], options: { check: boolean }) => {
      finish(await (await import('./fmt.ts')).fmt(paths, options));
    });
  program
    .command('explain')
    .description(
      "what a script does, in words and in exact device commands; or a word's page, or a diagnostic's",
    )
    .argument(
      '<what>',
      'a script, a plan (the scripts that it runs, from its own folder), a word such as link, or a code such as E0312',
    )
    .addOption(library())
    .option(
      '--without-bindings',
      "leave out the words' shell text, which is the same for all scripts",
    )
    .action(async (what: string, options: { library?: string; withoutBindings?: true }) => {
      const { explain } = await import('./explain.ts');
      finish(await explain(what, { ...options, bindings: options.withoutBindings !== true }));
    });
}
