/** `docs/conformance.md`: every action of the official SDKs, served or not, every rule, and the tests that prove them. */
import Ecs from '@alicloud/ecs20140526';
import Vpc from '@alicloud/vpc20160428';
import { VERSIONS, type ProductName } from '../src/api/action.js';
import { ACTIONS } from '../src/api/registry.js';
import { readProof } from './proof.js';

/** How the rules of the specification are numbered: by letter, from one to the last. */
const RULES: readonly { readonly title: string; readonly numbers: readonly string[] }[] = [
  { title: 'Rules of the source document', numbers: numbered('S-', 45, 2) },
  { title: 'Uncertain points and the choice made', numbers: numbered('U-', 35, 2) },
  { title: 'Acceptance scenarios', numbers: numbered('E', 33) },
  { title: 'Paths of packets', numbers: numbered('P', 28) },
  { title: 'Bills', numbers: numbered('B', 4) },
  {
    title: 'Sections of the specification',
    numbers: [...numbered('§2.', 9), ...numbered('§3.', 9), ...numbered('§4.', 10, 1, 0), ...numbered('§5.', 5), ...numbered('§6.', 8), ...numbered('§7.', 5), '§8.1', '§11'],
  },
];

function numbered(prefix: string, last: number, width = 1, first = 1): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${prefix}${String(index + first).padStart(width, '0')}`);
}

const SDKS: Partial<Record<ProductName, { readonly prototype: object }>> = { Vpc: clientOf(Vpc), Ecs: clientOf(Ecs) };

/** The class itself, however the module system wraps it. */
function clientOf(module: unknown): { readonly prototype: object } {
  const inner: unknown = typeof module === 'object' && module !== null && 'default' in module ? module.default : module;
  if (typeof inner !== 'function') throw new Error('the SDK exports no client');
  return inner as unknown as { readonly prototype: object };
}

/** `AssociateEipAddress` for each method `associateEipAddressWithOptions`. */
function actionsOf(sdk: { readonly prototype: object }): readonly string[] {
  return Object.getOwnPropertyNames(sdk.prototype)
    .filter((name) => name.endsWith('WithOptions'))
    .map((name) => name.charAt(0).toUpperCase() + name.slice(1, -'WithOptions'.length));
}

export function conformance(): string {
  const { rules, words } = readProof();
  const testsOf = (action: string): readonly string[] =>
    [...new Set([...words.get(action) ?? [], ...words.get(action.charAt(0).toLowerCase() + action.slice(1)) ?? []])].sort();
  const products = (Object.keys(VERSIONS) as ProductName[]).filter((product) => product !== 'OpenEIP').map((product) => {
    const served = new Set(ACTIONS.filter((one) => one.product === product).map((one) => one.name));
    const sdk = SDKS[product];
    const all = [...new Set([...served, ...(sdk === undefined ? [] : actionsOf(sdk))])].sort();
    const withTests = [...served].sort().map((name) => `| ${name} | ${files(testsOf(name))} |`);
    const others = all.filter((name) => !served.has(name));
    return [
      `## ${product} ${VERSIONS[product]}: ${String(served.size)} served${sdk === undefined ? '' : ` of ${String(all.length)}`}\n`,
      `| action | tests |\n|---|---|\n${withTests.join('\n')}\n`,
      ...(others.length === 0 ? [] : [`<details><summary>Not served: ${String(others.length)} actions</summary>\n\n${others.join(', ')}\n\n</details>\n`]),
    ].join('\n');
  });
  const chapters = RULES.map(({ title, numbers }) => {
    const proved = numbers.filter((number) => rules.has(number));
    const open = numbers.filter((number) => !rules.has(number));
    return [
      `### ${title}: ${String(proved.length)} of ${String(numbers.length)}\n`,
      ...(open.length === 0 ? [] : [`Without a test of its name: ${open.join(', ')}.\n`]),
      `| rule | tests |\n|---|---|\n${proved.map((number) => `| ${number} | ${files([...rules.get(number) ?? []].sort())} |`).join('\n')}\n`,
    ].join('\n');
  });
  return [
    '# Conformance\n',
    'Written by `npm run docs` from the action registry, the official SDKs and the tests. An action that is not served answers 404 `InvalidAction.NotFound`.',
    'An action is shown with the tests that call it, a rule with the tests that bear its number.\n',
    '# Actions\n',
    ...products,
    '# Rules\n',
    ...chapters,
  ].join('\n');
}

/** At most three by name: who wants all of them searches for the name. */
function files(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).map((path) => `[${(path.split('/').at(-1) ?? '').replace(/(\.test)?\.tsx?$/, '')}](../${path})`);
  return [...shown, ...(paths.length > 3 ? [`${String(paths.length - 3)} more`] : [])].join(', ');
}
