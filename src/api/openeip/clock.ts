/** DescribeClock, AdvanceClock, SetClock, ResetClock: the cloud's time. */
import { z } from 'zod';
import { common } from '../../cloud/errors/common.js';
import { operatorErrors } from '../../cloud/errors/operator.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { action, type Action, type Call, type JsonObject } from '../action.js';
import { duration, moment } from '../parameters.js';
import type { Operator } from '../operator.js';
import { operatorOf } from './operator.js';

const describeClock = action({
  product: 'OpenEIP',
  name: 'DescribeClock',
  writes: false,
  parameters: z.object({}),
  run: (call) => ({ body: view(operatorOf(call)) }),
});

const advanceClock = action({
  product: 'OpenEIP',
  name: 'AdvanceClock',
  writes: true,
  parameters: z.object({ By: duration() }),
  run: (call, { By }) => ({ body: moved(call, call.now + By) }),
});

const setClock = action({
  product: 'OpenEIP',
  name: 'SetClock',
  writes: true,
  parameters: z.object({ Time: moment() }),
  run: (call, { Time }) => ({ body: moved(call, Time) }),
});

/** Back to the host's time. */
const resetClock = action({
  product: 'OpenEIP',
  name: 'ResetClock',
  writes: true,
  parameters: z.object({}),
  run: (call) => ({ body: moved(call, operatorOf(call).clock.host()) }),
});

/** Later than this, subscriptions would end in years that ISO 8601 has no plain form for. */
const LATEST = Date.UTC(9900, 0);

/** Time runs backwards in an empty cloud only: in any other, ends would lie before their beginnings. */
function moved(call: Call, time: number): JsonObject {
  const operator = operatorOf(call);
  if (time > LATEST) throw new Refusal(common['InvalidParameter#plain']);
  // That an EIP was released lately is a memory of the account, no resource.
  const empty = Object.keys(operator.counts()).every((kind) => kind === 'account' || kind === 'releasedEip');
  if (time < call.now && !empty) throw new Refusal(operatorErrors['InvalidOperation.ClockBackwards'], new Date(time).toISOString());
  operator.clock.moveTo(time);
  return view(operator);
}

function view({ clock }: Operator): JsonObject {
  const next = clock.nextDue();
  return {
    Time: new Date(clock.now()).toISOString(),
    HostTime: new Date(clock.host()).toISOString(),
    AheadSeconds: Math.round((clock.now() - clock.host()) / 1_000),
    NextDue: next === undefined ? '' : new Date(next).toISOString(),
  };
}

export const clockActions: readonly Action[] = [describeClock, advanceClock, setClock, resetClock];
