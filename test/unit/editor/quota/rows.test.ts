import assert from 'node:assert/strict';
import { type QuotaRow, quotaRows, type TitledQuota } from '../../../../src/editor/quota/rows';
import { troubleCause, troubleCure } from '../../../../src/quota/trouble';
import { held, many, quota, trouble, underWay, waiting } from './snapshots';

/** What a person reads, a line for each row. */
function shown(rows: readonly QuotaRow[]): readonly string[] {
  return rows.map((row) => (row.kind === 'section' ? `-- ${row.label}` : [`${row.icon}: ${row.label}`, row.description, row.detail ?? ''].filter((part) => part !== '').join(' | ')));
}

describe('the rows of the quota', () => {
  const limit = 'settings-gear: At most 75 requests in 10 s | change dtHttp.quota';
  const cases: readonly [string, readonly TitledQuota[], readonly string[]][] = [
    ['before anything is known', [], ['dashboard: Nothing used.']],
    ['when nothing is used', [quota()], ['dashboard: Nothing used in the last 10 s.', limit]],
    [
      'of one that is used',
      [quota({ holdings: [held(), ...many(3, (index) => held({ name: 'terminal', source: 'nightly.dt.http', freeInMs: 1000 * (index + 1) }))] })],
      [
        '-- the sandbox',
        'dashboard: 4 of 75 used in 10 s | by 1 window and 1 terminal',
        limit,
        '-- Held',
        'lock: GET /v2/projects | free in 6 s · tour.dt.http · this window',
        'lock: GET /v2/projects × 3 | free in 1 to 3 s · nightly.dt.http · terminal',
      ],
    ],
    [
      'with requests that wait, in their order',
      [quota({ holdings: many(75), waiting: [waiting(3, 3500), waiting(1, 3600, { label: 'listDevices' })] })],
      [
        '-- the sandbox',
        'dashboard: 75 of 75 used in 10 s | by this window',
        limit,
        '-- Waiting',
        'clock: GET /v2/projects | goes in 4 s · tour.dt.http',
        'clock: listDevices | goes in 4 s · tour.dt.http',
        '-- Held',
        'lock: GET /v2/projects × 75 | free in 6 s · tour.dt.http · this window',
      ],
    ],
    [
      'with requests that are under way',
      [quota({ holdings: [underWay({ heldMs: 2100 }), underWay({ heldMs: 400, label: 'b' }), underWay({ label: 'c', heldMs: 700 }), held({ label: 'c', freeInMs: 500 }), held({ label: 'c', freeInMs: 8500 })] })],
      [
        '-- the sandbox',
        'dashboard: 5 of 75 used in 10 s | by this window',
        limit,
        '-- Held',
        'arrow-up: GET /v2/projects | under way for 2 s · tour.dt.http · this window',
        'arrow-up: b | under way · tour.dt.http · this window',
        'arrow-up: c × 3 | 1 under way, the others free in 1 to 9 s · tour.dt.http · this window',
      ],
    ],
    [
      'across a minute',
      [quota({ rule: { limit: 10, windowMs: 120_000 }, holdings: [held({ freeInMs: 58_000 }), held({ freeInMs: 62_000 })] })],
      ['-- the sandbox', 'dashboard: 2 of 10 used in 2 min | by this window', 'settings-gear: At most 10 requests in 2 min | change dtHttp.quota', '-- Held', 'lock: GET /v2/projects × 2 | free in 58 s to 1 min 2 s · tour.dt.http · this window'],
    ],
    [
      'while sends are held back, and while it is not shared',
      [quota({ closedForMs: 7500, unknownForMs: 12_000, trouble, rule: { limit: 15, windowMs: 10_000 } })],
      [
        '-- the sandbox',
        'dashboard: 0 of 15 used in 10 s',
        'circle-slash: Closed for 8 s: requests wait, and go by themselves | The server answered 429: others use this account too, or its limit is lower.',
        'question: Not known for 12 s: requests wait, and go by themselves | The record of what was sent before is new, or was damaged.',
        `warning: Not shared: this window keeps to a fifth of the limit | what to do | ${troubleCause(trouble)} ${troubleCure(trouble)}`,
        'settings-gear: At most 15 requests in 10 s, a fifth of the limit | change dtHttp.quota',
      ],
    ],
    [
      'of several, each with its name; those that nobody uses are left out',
      [
        quota({ scope: 'dt:1', title: 'k123…@abcd…' }),
        quota({ holdings: [held()], waiting: [waiting(1, 900)] }),
        quota({ scope: 'host:https://g.example', title: 'https://g.example', holdings: [held({ label: 'GET /x' })], rule: { limit: 5, windowMs: 1000 } }),
      ],
      [
        '-- the sandbox',
        'dashboard: 1 of 75 used in 10 s | by this window',
        limit,
        '-- Waiting · the sandbox',
        'clock: GET /v2/projects | goes in 1 s · tour.dt.http',
        '-- Held · the sandbox',
        'lock: GET /v2/projects | free in 6 s · tour.dt.http · this window',
        '-- https://g.example',
        'dashboard: 1 of 5 used in 1 s | by this window',
        'settings-gear: At most 5 requests in 1 s | change dtHttp.hostQuotas',
        '-- Held · https://g.example',
        'lock: GET /x | free in 6 s · tour.dt.http · this window',
      ],
    ],
  ];
  for (const [what, quotas, expected] of cases) it(what, () => assert.deepEqual(shown(quotaRows(quotas)), expected));

  it('put requests of a file together where they are many, and not before', () => {
    const terminal = { name: 'terminal', source: 'nightly.dt.http' };
    const rows = (number: number) => {
      const requests = many(number, (index) => held({ source: 'bulk.dt.http', label: `GET ${index}`, freeInMs: 3000 + 100 * index }));
      return shown(quotaRows([quota({ holdings: [...requests, underWay({ ...terminal, label: 'a', heldMs: 400 }), held({ ...terminal, label: 'b' })] })])).filter((row) => /^(lock|arrow)/.test(row));
    };
    assert.equal(rows(18).length, 20);
    assert.deepEqual(rows(51), ['lock: bulk.dt.http × 51 | free in 3 to 8 s · this window', 'arrow-up: nightly.dt.http × 2 | 1 under way, the others free in 6 s · terminal']);
  });

  const closed: readonly [closedForMs: number, string][] = [
    [60_000, 'circle-slash: Closed for 1 min: requests wait, and go by themselves'],
    [60_001, 'circle-slash: Closed for 1 min: requests are not sent until a minute is left'],
    [120_000, 'circle-slash: Closed for 2 min: requests are not sent until a minute is left'],
  ];
  for (const [closedForMs, expected] of closed) {
    it(`tell what becomes of requests while it is closed for ${closedForMs} ms`, () => {
      const [row = ''] = shown(quotaRows([quota({ closedForMs })])).filter((text) => text.startsWith('circle-slash'));
      assert.equal(row.split(' | ')[0], expected);
    });
  }

  const limits: readonly [string, Partial<TitledQuota>, string][] = [
    ['of a workspace', { isOfWorkspace: true }, 'change dtHttp.workspaceQuota'],
    ['of another host', { scope: 'host:https://g.example', isOfWorkspace: true }, 'change dtHttp.hostQuotas'],
    ['that another process obeys', { isLowered: true, isOfWorkspace: true, holdings: [held(), held({ name: 'terminal' })] }, 'a lower limit of another window or terminal'],
    ['from before a setting was changed', { isLowered: true, holdings: [held()] }, 'until what was sent under it is free'],
  ];
  for (const [what, different, expected] of limits) {
    it(`name who set the limit: one ${what}`, () => {
      const row = quotaRows([quota({ holdings: [held()], ...different })]).find(({ key }) => key.endsWith(' limit'));
      assert.ok(row?.kind === 'row');
      assert.equal(row.description, expected);
      assert.deepEqual(row.action, expected.startsWith('change ') ? { kind: 'setting', name: expected.slice('change '.length) } : undefined);
    });
  }

  it('say why requests of a bulk run wait although not all is used', () => {
    const rows = (used: number) => shown(quotaRows([quota({ holdings: many(used), waiting: [waiting(1, 150, {}, 'bulk'), waiting(2, 150)] })])).filter((row) => row.startsWith('clock'));
    assert.deepEqual(rows(44), ['clock: GET /v2/projects | goes in 1 s, even pace · tour.dt.http', 'clock: GET /v2/projects | goes in 1 s · tour.dt.http']);
    assert.match(rows(70)[0] ?? '', /goes in 1 s, 5 kept for single requests · tour/);
  });

  it('can be told apart', () => {
    const same = { holdings: [held(), held({ label: 'b' }), held({ name: 'terminal' })], waiting: [waiting(1, 1), waiting(2, 1)], closedForMs: 1, unknownForMs: 1, trouble };
    const keys = quotaRows([quota(same), quota({ ...same, scope: 'dt:1' })]).map(({ key }) => key);
    assert.deepEqual([...new Set(keys)], keys);
  });

  it('keep their names while time goes by', () => {
    const keys = (freeInMs: number, used: number) => quotaRows([quota({ holdings: many(used, () => held({ freeInMs })), waiting: [waiting(1, freeInMs)] })]).map(({ key }) => key);
    assert.deepEqual(keys(5000, 12), keys(4000, 10));
  });

  it('do something: cancel and go to a request, open its file, open the setting, say what is wrong', () => {
    const rows = quotaRows([quota({ scope: 's', trouble, holdings: [held(), held({ name: 'terminal' })], waiting: [waiting(7, 1)] })]);
    const actions = rows.flatMap((row) => (row.kind === 'row' && (row.action ?? row.cancels) ? [{ action: row.action, cancels: row.cancels }] : []));
    assert.deepEqual(actions, [
      { action: { kind: 'trouble', trouble }, cancels: undefined },
      { action: { kind: 'setting', name: 'dtHttp.quota' }, cancels: undefined },
      { action: { kind: 'request', wait: { scope: 's', take: 7 } }, cancels: { scope: 's', take: 7 } },
      { action: { kind: 'file', source: 'tour.dt.http' }, cancels: undefined },
    ]);
  });

  it('are few, and made at once, however much is held and waits', () => {
    const holdings = many(10_000, (index) => held({ source: `${index}.dt.http` }));
    const queue = Array.from({ length: 10_000 }, (_, index) => waiting(index, index));
    const rows = quotaRows([quota({ holdings, waiting: queue, rule: { limit: 10_000, windowMs: 10_000 } })]);
    assert.ok(rows.length < 220, `${rows.length} rows`);
    assert.equal(shown(rows).filter((row) => row === 'ellipsis: … and 9,900 more').length, 2);
  });

  it('count permits and not rows where some are left out', () => {
    const holdings = many(1010, (index) => held({ source: `${index % 101}.dt.http` }));
    assert.ok(shown(quotaRows([quota({ holdings })])).includes('ellipsis: … and 10 more'));
  });

  it('are plain lines, whatever a file or another program wrote', () => {
    const hostile = 'a\n$(warning) [x](command:y)\u202e';
    const holdings = [held({ label: hostile, source: hostile }), held({ name: `window "${hostile}"` })];
    for (const line of shown(quotaRows([quota({ title: hostile, holdings, waiting: [waiting(1, 1, { label: hostile, source: hostile })] })]))) {
      assert.doesNotMatch(line, /[\n\u202e]/);
    }
  });
});
