/** Product BssOpenApi, version 2017-12-14: Terraform asks it at start whether the account is a domestic one. */
import { z } from 'zod';
import { action, type Action } from '../action.js';
import { int } from '../parameters.js';

const queryAvailableInstances = action({
  product: 'BssOpenApi',
  name: 'QueryAvailableInstances',
  writes: false,
  parameters: z.object({ PageNum: int(1).optional(), PageSize: int(1).optional() }),
  run: (_call, { PageNum, PageSize }) => ({
    body: {
      Code: 'Success',
      Message: 'Successful!',
      Success: true,
      Data: { PageNum: PageNum ?? 1, PageSize: PageSize ?? 20, TotalCount: 0, InstanceList: [] },
    },
  }),
});

export const bssActions: readonly Action[] = [queryAvailableInstances];
