/**
 * Which tests prove what, read from the tests themselves: a rule is proved by the files that bear its number in a test's name or in a case
 * that is named by it, an action by the files that call it. Nothing here is kept by hand.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');
/** `S-12`, `U-03`, `E7`, `P17`, `B1`, `§3.2`, `§11`; not the `%E6` of a URL. */
const RULE = /\b[SU]-\d\d\b|(?<![%\w])[EPB]\d{1,2}\b|§\d{1,2}(?:\.\d{1,2})?/g;

export interface Proof {
  /** Files by rule. */
  readonly rules: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files by every word that stands alone in a text or is a method's name: `AssociateEipAddress`, `associateEipAddress`. */
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
}

export function readProof(): Proof {
  const rules = new Map<string, Set<string>>();
  const words = new Map<string, Set<string>>();
  for (const file of testFiles()) {
    const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
        for (const [rule] of node.text.matchAll(RULE)) add(rules, rule, file);
        if (/^\w+$/.test(node.text)) add(words, node.text, file);
      } else if (ts.isPropertyAccessExpression(node)) add(words, node.name.text, file);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { rules, words };
}

/** Tests beside the code, and all that `test/` holds: cases stand in files of their own there. */
function testFiles(): readonly string[] {
  const below = (folder: string) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`);
  return [...below('src').filter((name) => name.endsWith('.test.ts')), ...below('test').filter((name) => name.endsWith('.ts'))].sort();
}

function add(index: Map<string, Set<string>>, key: string, file: string): void {
  const files = index.get(key);
  if (files === undefined) index.set(key, new Set([file]));
  else files.add(file);
}
