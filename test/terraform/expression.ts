/** Expressions of Terraform's language, as far as the examples use them: templates, references, indices, splats, calls. */
import type { Json } from '../../src/api/action.js';

/** `alicloud_eip_address.main[count.index].id`; `*` is a splat. */
type Step = string | number | '*' | { readonly index: Expression };

export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'reference'; readonly path: readonly Step[] }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] };

export type Resolve = (path: readonly (string | number)[]) => Json;

/** The text of a string attribute, `${…}` and all. Throws for what the examples do not use. */
export function parseTemplate(text: string): Expression {
  const parser = new Parser(text);
  return parser.template('');
}

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  /** Up to and without `end`; the whole rest for ''. */
  template(end: string): Expression {
    const parts: Expression[] = [];
    while (this.at < this.text.length && (end === '' || this.text[this.at] !== end)) {
      if (this.takes('${')) {
        parts.push(this.expression());
        this.expect('}');
      } else parts.push({ kind: 'literal', value: this.match(/(?:\$(?!\{)|[^$"])+|"/y) ?? '' });
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'template', parts };
  }

  private expression(): Expression {
    this.spaces();
    if (this.takes('"')) {
      const inner = this.template('"');
      this.expect('"');
      return inner;
    }
    const number = this.match(/\d+/y);
    if (number !== undefined) return { kind: 'literal', value: Number(number) };
    const name = this.match(/\w+/y);
    if (name === undefined) throw this.unknown();
    return this.takes('(') ? this.call(name) : this.reference(name);
  }

  private call(name: string): Expression {
    const given: Expression[] = [];
    while (!this.takes(')')) {
      given.push(this.expression());
      this.spaces();
      this.takes(',');
    }
    return { kind: 'call', name, given };
  }

  private reference(first: string): Expression {
    const path: Step[] = [first];
    for (;;) {
      if (this.takes('[*]') || this.takes('.*')) path.push('*');
      else if (this.takes('[')) {
        path.push({ index: this.expression() });
        this.expect(']');
      } else if (this.takes('.')) {
        const name = this.match(/\w+/y);
        if (name === undefined) throw this.unknown();
        path.push(/^\d+$/.test(name) ? Number(name) : name);
      } else break;
    }
    this.spaces();
    return { kind: 'reference', path };
  }

  private spaces(): void {
    this.match(/\s*/y);
  }

  private takes(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private expect(word: string): void {
    if (!this.takes(word)) throw this.unknown();
  }

  private unknown(): Error {
    return new Error(`no expression that this reads: ${this.text.slice(this.at)} in ${this.text}`);
  }
}

/** The names that an expression refers to, each without indices: `['alicloud_vpc', 'main', 'id']`. */
export function referencesOf(expression: Expression): readonly (readonly string[])[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'template':
      return expression.parts.flatMap(referencesOf);
    case 'call':
      return expression.given.flatMap(referencesOf);
    case 'reference': {
      const inner = expression.path.flatMap((step) => (typeof step === 'object' ? referencesOf(step.index) : []));
      return [expression.path.filter((step): step is string => typeof step === 'string' && step !== '*'), ...inner];
    }
  }
}

export function evaluate(expression: Expression, resolve: Resolve): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return expression.parts.map((part) => String(evaluate(part, resolve))).join('');
    case 'call':
      return callFunction(expression.name, expression.given.map((one) => evaluate(one, resolve)));
    case 'reference': {
      const path = expression.path.map((step) => (typeof step === 'object' ? Number(evaluate(step.index, resolve)) : step));
      const splat = path.indexOf('*');
      if (splat === -1) return resolve(path);
      const all = resolve(path.slice(0, splat));
      if (!Array.isArray(all)) throw new Error(`${path.join('.')} is no list`);
      return all.map((_: Json, index) => resolve([...path.slice(0, splat), index, ...path.slice(splat + 1)]));
    }
  }
}

function callFunction(name: string, given: readonly Json[]): Json {
  const [prefix] = given;
  // With no bits and no number added it is the network of an address.
  if (name !== 'cidrsubnet' || typeof prefix !== 'string' || given[1] !== 0 || given[2] !== 0) throw new Error(`${name} is not known here`);
  const [address = '', length] = prefix.split('/');
  const octets = address.split('.');
  if (length !== '24' || octets.length !== 4) throw new Error(`${prefix} is no /24`);
  return `${octets.slice(0, 3).join('.')}.0/24`;
}
