/** Resource groups: only the default one exists so far (behaviour §2.9). */

/** The default group of an account; it always exists and a stored '' means it, too. */
export function defaultResourceGroup(accountId: string): string {
  return `rg-default${accountId}`;
}

export function resourceGroupExists(accountId: string, id: string): boolean {
  return id === defaultResourceGroup(accountId);
}

/** Whether a row's stored group is the one that a filter asks for. */
export function inResourceGroup(row: { readonly account: string; readonly resourceGroup: string }, wanted: string): boolean {
  return (row.resourceGroup === '' ? defaultResourceGroup(row.account) : row.resourceGroup) === wanted;
}
