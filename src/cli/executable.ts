/** What can be run. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether this user may run the file at a path; false where there is none. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where PATH has a program; undefined where it has none of that name. */
export function inPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)).find(isExecutable);
}
