import { describe, expect, it } from 'vitest';
import { listBody, rowView, toMinutes, toSeconds } from './render.js';

describe('§10.12 times', () => {
  it('with and without seconds', () => {
    const ms = Date.UTC(2019, 3, 23, 1, 37, 38, 999);
    expect([toSeconds(ms), toMinutes(ms)]).toEqual(['2019-04-23T01:37:38Z', '2019-04-23T01:37Z']);
  });
});

describe('listBody', () => {
  it('is the same as JSON text and as a value, also without rows', () => {
    const view = rowView<{ readonly id: string }>(({ id }) => ({ Id: id, Tags: { Tag: [] } }));
    for (const rows of [[], [{ id: 'a' }], [{ id: '"\\\u0000' }, { id: 'ü' }]]) {
      const body = listBody({ PageNumber: 1, TotalCount: rows.length }, ['Rows', 'Row'], rows, view);
      expect(JSON.parse(`{${Buffer.concat(body.json()).toString()}}`)).toEqual(body.value());
      expect(body.value()).toMatchObject({ Rows: { Row: rows.map(({ id }) => ({ Id: id })) } });
    }
  });

  it("makes a row's text once for each version of the row", () => {
    let made = 0;
    const view = rowView<{ readonly id: string }>(({ id }) => ({ Id: id, Made: ++made }));
    const row = { id: 'a' };
    const text = (...rows: readonly { readonly id: string }[]) => Buffer.from(view.jsonOf(rows)).toString();
    expect(text(row)).toBe('{"Id":"a","Made":1}');
    expect(text(row, { ...row })).toBe('{"Id":"a","Made":1},{"Id":"a","Made":2}');
  });
});
