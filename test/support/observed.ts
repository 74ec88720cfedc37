/** Tests tell what they saw of the properties in which the ways to use an EIP differ. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { expect } from 'vitest';
import { OBSERVED, ROOT, type Observation, type Property, type Way } from './properties.js';

/** To be called after the assertion of what was seen. `value` is a few words of English, or a number. */
export function observe(way: Way, property: Property, value: string | number | boolean): void {
  const said = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
  const line: Observation = { way, property, value: said, test: relative(ROOT, expect.getState().testPath ?? '') };
  mkdirSync(dirname(OBSERVED), { recursive: true });
  appendFileSync(OBSERVED, `${JSON.stringify(line)}\n`);
}
