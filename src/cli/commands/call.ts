/** `openeip call <product> <Action> [--Param value]…`: one signed call, as the aliyun CLI takes it. */
import { VERSIONS, type ProductName } from '../../api/action.js';
import { homeOf } from '../config.js';
import { Failed } from '../failed.js';
import { Home } from '../home.js';
import { signedCall } from '../signed-call.js';
import { targetAs } from '../target.js';

const PRODUCTS: ReadonlyMap<string, ProductName> = new Map((Object.keys(VERSIONS) as ProductName[]).map((name) => [name.toLowerCase(), name]));

export async function call(product: string, action: string, words: readonly string[], account?: string): Promise<void> {
  const known = PRODUCTS.get(product.toLowerCase());
  if (known === undefined) {
    throw new Failed(`There is no product "${product}".`, `Products are ${[...PRODUCTS.keys()].join(', ')}.`, 'For example: openeip call vpc DescribeEipAddresses');
  }
  const target = await targetAs(new Home(homeOf(undefined, process.env)), account);
  process.stdout.write(`${JSON.stringify(await signedCall(target, known, action, parsePairs(words)), null, 2)}\n`);
}

/** `--Name value`, `--Name=value`; a name without a value is true. */
export function parsePairs(words: readonly string[]): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const match = /^--([A-Za-z][\w.]*)(?:=(.*))?$/s.exec(word);
    if (match?.[1] === undefined) {
      throw new Failed(`"${word}" is not understood.`, 'Parameters come in pairs.', 'Write them as --Name value');
    }
    const next = words[at + 1];
    if (match[2] !== undefined) pairs[match[1]] = match[2];
    else if (next === undefined || next.startsWith('--')) pairs[match[1]] = 'true';
    else {
      pairs[match[1]] = next;
      at++;
    }
  }
  return pairs;
}
