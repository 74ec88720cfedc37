/** A resource as it was, field by field. */

/** `binding.eniId` → text. Nothing of what is empty. Moments are in `moment`s, which come as ms. */
export function fieldsOf(state: Readonly<Record<string, unknown>>, moment: (iso: string) => string): readonly (readonly [field: string, value: string])[] {
  const fields: [string, string][] = [];
  const add = (name: string, value: unknown): void => {
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return;
    if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) fields.push([name, value.join(', ')]);
    else if (typeof value === 'object') for (const [key, item] of Object.entries(value)) add(name === '' ? key : `${name}.${key}`, item);
    else if (typeof value === 'number' && MOMENTS.has(name)) {
      if (value > 0) fields.push([name, moment(new Date(value).toISOString())]);
    } else if (!INNER.has(name)) fields.push([name, String(value)]);
  };
  add('', state);
  return fields;
}

const MOMENTS = new Set(['created', 'expires', 'started']);
/** Which say nothing to anybody but the store. */
const INNER = new Set(['n', 'version', 'kind']);
