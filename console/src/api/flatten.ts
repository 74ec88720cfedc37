/** A call's parameters as a program has them: values, lists and groups; what is undefined, null (a number field that was emptied) or '' is left out. */
export type Value = string | number | boolean | null | undefined | readonly Value[] | { readonly [name: string]: Value };
export interface Parameters {
  readonly [name: string]: Value;
}

/** As the wire has them: lists as `Name.1`, groups as `Name.Key`, both as `Name.1.Key` (behaviour §4.0). */
export function flatten(parameters: Parameters): Record<string, string> {
  const flat: Record<string, string> = {};
  const add = (name: string, value: Value): void => {
    if (value === undefined || value === null || value === '') return;
    if (typeof value !== 'object') {
      flat[name] = String(value);
    } else if (isList(value)) {
      value.forEach((item, index) => {
        add(`${name}.${String(index + 1)}`, item);
      });
    } else {
      for (const [key, item] of Object.entries(value)) add(`${name}.${key}`, item);
    }
  };
  for (const [name, value] of Object.entries(parameters)) add(name, value);
  return flat;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
