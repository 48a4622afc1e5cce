/**
 * The arrows between folders, each with its reason. Arrows go down only:
 *
 *   faces (cli, demo, tui, api, lsp) → runtime
 *     → interpreter, planning, release, audit, journal, device, inventory, report (inventory, release → document)
 *       → language, compiler, protocol → grammar
 *
 * Type-only imports are arrows too: whoever has to know a shape depends on it.
 */
const faces = '^src/(cli|tui|demo|api|lsp)/';
const middle =
  '^src/(interpreter|planning|release|audit|journal|device|inventory|document|report)/';
const pureFolders = '^(grammar|src/(language|compiler|protocol|planning))/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or hide a third that both need.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-missing',
      comment: 'An import that leads nowhere fails only where the user is.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared-only',
      comment:
        'What the package does not declare is there by luck, and gone after the next install.',
      severity: 'error',
      from: { path: '^(grammar|src)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-tools-at-run-time',
      comment: 'Users install without development dependencies; types alone are erased.',
      severity: 'error',
      from: { path: '^(grammar|src)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/@types/' },
    },
    {
      name: 'product-knows-no-test',
      comment: 'What is shipped must not lean on what is not.',
      severity: 'error',
      from: { path: '^(grammar|src)/' },
      to: { path: '^test/' },
    },
    {
      name: 'pure-folders-touch-no-world',
      comment:
        'What decides must be the same in a simulation and on the night: no file, no clock, no net.',
      severity: 'error',
      from: { path: pureFolders },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'grammar-is-the-ground',
      comment:
        'The grammar builds trees and knows nothing of what they mean; of the language it sees the tree only.',
      severity: 'error',
      from: { path: '^grammar/' },
      to: { path: '^src/', pathNot: '^src/language/(tree|source|diagnostic)\\.ts$' },
    },
    {
      name: 'language-looks-down',
      comment: 'A script must be checkable with no device, no journal and no protocol in reach.',
      severity: 'error',
      from: { path: '^src/language/' },
      to: { path: '^src/', pathNot: '^src/language/' },
    },
    {
      name: 'compiler-looks-down',
      comment:
        'A pull agent is made from the checked script alone, so that anybody can make it again.',
      severity: 'error',
      from: { path: '^src/compiler/' },
      to: { path: '^src/', pathNot: '^src/(compiler|language)/' },
    },
    {
      name: 'protocol-looks-at-nobody',
      comment:
        'The code is the model: it is explored alone, so it leans on nothing but the assertion.',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { path: '^(src|grammar)/', pathNot: '^src/(protocol/|language/defect\\.ts$)' },
    },
    {
      name: 'planning-joins-shapes',
      comment:
        'Planning joins a checked plan, an inventory and a release into the exact plan: of the latter two it knows types.',
      severity: 'error',
      from: { path: '^src/planning/' },
      to: {
        path: '^src/',
        pathNot: '^src/((planning|language|inventory|release)/|device/address\\.ts$)',
      },
    },
    {
      name: 'planning-takes-types-only',
      comment: 'Inventories and releases come in as values; reading them is the work of others.',
      severity: 'error',
      from: { path: '^src/planning/' },
      to: { path: '^src/(inventory|release|device)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'interpreter-speaks-to-a-session',
      comment:
        'It runs one phase of one device of an exact plan; who else is in the unit is not its business.',
      severity: 'error',
      from: { path: '^src/interpreter/' },
      to: { path: '^src/', pathNot: '^src/(interpreter|device|planning|language|protocol)/' },
    },
    {
      name: 'device-carries-orders',
      comment: 'The way to a device carries what it is given and decides nothing.',
      severity: 'error',
      from: { path: '^src/device/' },
      to: { path: '^src/', pathNot: '^src/(device|protocol|language|planning/resolved\\.ts$)' },
    },
    {
      name: 'journal-stores-plain-data',
      comment: 'A journal that understood what it stores would refuse what it must keep.',
      severity: 'error',
      from: { path: '^src/journal/' },
      to: { path: '^src/', pathNot: '^src/(journal|protocol|planning/resolved\\.ts$)' },
    },
    {
      name: 'release-knows-no-device',
      comment:
        'Packages and commands never share a way: publishing needs no device, no journal; of SSH it knows how hosts are known and keys are read.',
      severity: 'error',
      from: { path: '^src/release/' },
      to: {
        path: '^src/',
        pathNot:
          '^src/((release|document|language)/|(protocol/fault|device/(host-keys|private-key))\\.ts$)',
      },
    },
    {
      name: 'inventory-is-read-alone',
      comment: 'An inventory is right or wrong by itself, before any plan and any device.',
      severity: 'error',
      from: { path: '^src/inventory/' },
      to: {
        path: '^src/',
        pathNot:
          '^src/(inventory|document|language|protocol/fault\\.ts$|device/address\\.ts$|planning/resolved\\.ts$)',
      },
    },
    {
      name: 'document-reads-texts',
      comment:
        'A YAML text is taken apart, and its mistakes shown, before anybody knows what it is about.',
      severity: 'error',
      from: { path: '^src/document/' },
      to: { path: '^src/', pathNot: '^src/(document|language)/' },
    },
    {
      name: 'audit-proves-from-outside',
      comment: 'A proof must not rest on the machinery that it proves.',
      severity: 'error',
      from: { path: '^src/audit/' },
      to: { path: '^src/', pathNot: '^src/(audit|language|planning|protocol)/' },
    },
    {
      name: 'report-shows-events',
      comment: 'Reports are functions of the one stream of events; they ask nobody.',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: '^src/', pathNot: '^src/(report|protocol|language|planning)/' },
    },
    {
      name: 'middle-does-not-look-up',
      comment: 'Whatever the runtime joins must not know that it is joined.',
      severity: 'error',
      from: { path: middle },
      to: { path: ['^src/runtime/', faces] },
    },
    {
      name: 'runtime-has-no-face',
      comment: 'Who watches a transaction must not matter to it: faces are clients.',
      severity: 'error',
      from: { path: '^src/runtime/' },
      to: { path: faces },
    },
    {
      name: 'demo-is-leaf',
      comment: 'Simulated devices are for showing and testing; the product must run without them.',
      severity: 'error',
      from: { path: '^(grammar|src)/', pathNot: '^src/demo/' },
      to: { path: '^src/demo/' },
    },
    {
      name: 'screens-load-screens-only',
      comment:
        'ink and react cost 300 ms at start: only the TUI, which is loaded when asked for, imports them.',
      severity: 'error',
      from: { path: '^(grammar|src)/', pathNot: '^src/tui/' },
      to: { path: 'node_modules/(ink|react)/' },
    },
    {
      name: 'checker-stands-alone',
      comment: 'A checker that shares code with what it checks shares its mistakes.',
      severity: 'error',
      from: { path: '^test/checker/' },
      to: { path: '^(src|grammar)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
