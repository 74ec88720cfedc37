/** Idempotency tokens: a call with a token that was used within 24 hours is answered with the first answer. */
import type Database from 'better-sqlite3';

export interface TokenKey {
  readonly account: string;
  readonly product: string;
  readonly action: string;
  readonly token: string;
}

export interface TokenUse {
  /** Digest of the parameters of the first call. */
  readonly parameters: string;
  /** JSON text of its answer. */
  readonly response: string;
}

/** ms */
export const TOKEN_LIFE = 24 * 3_600_000;

export function tokenTable(database: Database.Database) {
  const find = database.prepare<[string, string, string, string, number], TokenUse>(
    `SELECT parameters, response FROM token
     WHERE account = ? AND product = ? AND action = ? AND token = ? AND time > ?`,
  );
  const insert = database.prepare('INSERT OR REPLACE INTO token VALUES (?, ?, ?, ?, ?, ?, ?)');
  const prune = database.prepare('DELETE FROM token WHERE time <= ?');
  const clear = database.prepare('DELETE FROM token');
  return {
    clear: (): void => {
      clear.run();
    },
    find: (key: TokenKey, now: number): TokenUse | undefined =>
      find.get(key.account, key.product, key.action, key.token, now - TOKEN_LIFE),
    /** Part of the open batch, like the rows of the call it belongs to. Also forgets the tokens that are too old. */
    remember: (key: TokenKey, use: TokenUse, now: number): void => {
      prune.run(now - TOKEN_LIFE);
      insert.run(key.account, key.product, key.action, key.token, use.parameters, use.response, now);
    },
  };
}
