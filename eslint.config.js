import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** Who may import whom: the layer table of the design. */
const LAYERS = {
  network: [],
  cloud: ['network'],
  store: ['cloud', 'network'],
  gateway: [],
  api: ['cloud', 'store', 'network'],
  control: ['api', 'cloud', 'store', 'network'],
  dataplane: ['network'],
  agent: ['dataplane', 'network'],
  console: ['gateway', 'control', 'api', 'network'],
  cli: ['network', 'cloud', 'store', 'gateway', 'api', 'control', 'console', 'dataplane', 'agent'],
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // No shell strings: programs are argv arrays or read their program from standard input.
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'node:child_process', importNames: ['exec', 'execSync'], message: 'Pass an argv array.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "Property[key.name='shell'][value.value=true]", message: 'Pass an argv array without a shell.' },
      ],
    },
  },
  {
    // The console is a client like any other: it knows the API and nothing of the program behind it.
    files: ['console/**/*.ts', 'console/**/*.tsx'],
    ignores: ['console/**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: '^(\\.\\./)+src/', message: 'The console speaks to the API only.' }] }] },
  },
  {
    files: ['src/**/*.ts'],
    // A test may set up anything it needs.
    ignores: ['src/**/*.test.ts'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: true },
      'boundaries/elements': Object.keys(LAYERS).map((type) => ({ type, pattern: `src/${type}` })),
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: Object.entries(LAYERS).map(([type, others]) => ({
            from: { element: { type } },
            allow: [type, ...others].map((other) => ({ to: { element: { type: other } } })),
          })),
        },
      ],
    },
  },
);
