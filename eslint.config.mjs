/**
 * The rules that a tool can hold. Layout is Prettier's; arrows between folders are
 * `.dependency-cruiser.cjs`'s; sizes of functions in tests, and names, are `test/house`'s.
 */
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const sources = ['grammar/**/*.{ts,tsx}', 'src/**/*.{ts,tsx}', 'test/**/*.{ts,tsx}'];

/** Same text in, same answer out: so that all of it can be simulated, explored and trusted. */
const pure = [
  'grammar/**/*.ts',
  'src/language/**/*.ts',
  'src/compiler/**/*.ts',
  'src/protocol/**/*.ts',
  'src/planning/**/*.ts',
];

const notOurStyle = [
  { selector: 'ExportDefaultDeclaration', message: 'A default export has no name: name it.' },
  { selector: 'TSEnumDeclaration', message: 'An enum is not erasable: use a union of literals.' },
  {
    selector: 'TSParameterProperty',
    message: 'A parameter property hides a field: write the field.',
  },
];

const notPure = [
  { selector: ':function[async=true]', message: 'Pure folders await nothing.' },
  { selector: 'AwaitExpression', message: 'Pure folders await nothing.' },
  { selector: 'ForOfStatement[await=true]', message: 'Pure folders await nothing.' },
  { selector: 'ImportExpression', message: 'Pure folders load nothing while they run.' },
  {
    selector: 'TSTypeReference[typeName.name=/^Promise(Like)?$/]',
    message: 'Pure folders promise nothing: give a value.',
  },
];

const clocksAndWorlds = [
  ['Date', 'Pure folders read no clock: take the moment as a value.'],
  ['performance', 'Pure folders read no clock: take the moment as a value.'],
  ['setTimeout', 'Pure folders wait for nothing: give a command that sets a timer.'],
  ['setInterval', 'Pure folders wait for nothing: give a command that sets a timer.'],
  ['setImmediate', 'Pure folders wait for nothing.'],
  ['queueMicrotask', 'Pure folders wait for nothing.'],
  ['Promise', 'Pure folders promise nothing: give a value.'],
  ['process', 'Pure folders know no process: take what is needed as a value.'],
  ['crypto', 'Pure folders draw no random number; hashing comes in as a function.'],
  ['fetch', 'Pure folders reach nobody.'],
  ['console', 'Pure folders say nothing: give a value.'],
  ['Buffer', 'Pure folders use what every platform has: Uint8Array, TextEncoder.'],
  ['globalThis', 'Pure folders know no world.'],
].map(([name, message]) => ({ name, message }));

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'node_modules/', '.demo/'] },
  {
    files: sources,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      // One program for all, as tsc has it: a quarter faster than the project service.
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/array-type': ['error', { default: 'array', readonly: 'array' }],
      '@typescript-eslint/strict-boolean-expressions': [
        'error',
        // A text in a condition asks two things at once: is it there, and is it empty.
        { allowNullableObject: true, allowNumber: true, allowString: false },
      ],
      // `() => done()` and `return done()` are read rightly where both give nothing.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `[...text]` is how code points are counted.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { args: 'all', argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Nothing here has enums, and hardly anything classes; the two cost seconds.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-restricted-syntax': ['error', ...notOurStyle],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60 }],
      'max-depth': ['error', 4],
      // A switch is a table and counts once.
      complexity: ['error', { max: 12, variant: 'modified' }],
      eqeqeq: 'error',
      'no-cond-assign': 'error',
      'no-console': 'error',
      'no-control-regex': 'error',
      'no-empty': 'error',
      'no-fallthrough': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unsafe-finally': 'error',
      'no-param-reassign': 'error',
    },
  },
  {
    files: pure,
    rules: {
      'no-restricted-syntax': ['error', ...notOurStyle, ...notPure],
      'no-restricted-globals': ['error', ...clocksAndWorlds],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pure folders draw no random number.' },
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'Pure folders import no module of Node.' }] },
      ],
    },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      // Shell text in a test holds `${…}` that is meant for the shell.
      'no-template-curly-in-string': 'off',
      // A `describe` is as long as its tests; test/house measures the functions in it.
      'max-lines-per-function': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
);
