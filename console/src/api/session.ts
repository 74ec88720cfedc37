/** Who is signed in. The token in the printed URL became a cookie before this page was loaded. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';

const schema = z.object({
  csrf: z.string(),
  account: z.object({ id: z.string(), name: z.string(), multiEip: z.boolean() }),
  endpoint: z.string(),
  defaultRegion: z.string(),
  dataplane: z.string(),
  version: z.string(),
});
export type Session = z.infer<typeof schema>;

let token = '';
let onSignedOut: () => void = () => undefined;

/** What each POST must carry beside the cookie. */
export function csrf(): string {
  return token;
}

/** The server knows the cookie no longer. */
export function signedOut(): void {
  onSignedOut();
}

export function whenSignedOut(told: () => void): void {
  onSignedOut = told;
}

/** null: there is no session. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Infinity,
  // What the account is entitled to may change while one looks.
  meta: { kinds: ['account'] },
  queryFn: async (): Promise<Session | null> => {
    const response = await fetch('/console/session');
    if (response.status === 401) return null;
    if (!response.ok) throw new Error(`HTTP ${String(response.status)}`);
    const session = schema.parse(await response.json());
    token = session.csrf;
    return session;
  },
});
