/** Product Sts, version 2015-04-01: who the caller is. */
import { z } from 'zod';
import { action, type Action } from '../action.js';

const getCallerIdentity = action({
  product: 'Sts',
  name: 'GetCallerIdentity',
  writes: false,
  parameters: z.object({}),
  run: ({ account }) => ({
    body: {
      AccountId: account.id,
      Arn: `acs:ram::${account.id}:root`,
      IdentityType: 'Account',
      PrincipalId: account.id,
      UserId: account.id,
    },
  }),
});

export const stsActions: readonly Action[] = [getCallerIdentity];
