import assert from 'node:assert/strict';
import { callOf, mayEndOtherwise, withReport } from '../../../../src/editor/diagnostics/explainedAction';
import type { ActionName, Fix } from '../../../../src/insight/entry';

type Action = Extract<Fix, { kind: 'action' }>;
const action = (name: ActionName, more: Partial<Action> = {}): Action => ({ kind: 'action', action: name, title: 'Do it', ...more });
const place = ['uri', 7];
const at = new Date(Date.now() + 3_600_000);

describe('the command behind an action', () => {
  const rows: readonly [fix: Action, command: string, args: unknown[] | undefined][] = [
    [action('retry'), 'dtHttp.run', place],
    [action('renew-token-and-retry'), 'dtHttp.renewAndRetry', place],
    [action('switch-account'), 'dtHttp.switchAccount', undefined],
    [action('add-account'), 'dtHttp.addAccount', undefined],
    [action('open-status-page'), 'dtHttp.openStatusPage', undefined],
    [action('open-support'), 'dtHttp.openSupport', undefined],
    [action('copy-report'), 'dtHttp.copyReport', place],
    [action('find-id', { subject: 'abc' }), 'dtHttp.findId', [...place, 'abc']],
    [action('show-permissions', { subject: 'projects/abc' }), 'dtHttp.showPermissions', [...place, 'projects/abc']],
    [action('reread'), 'dtHttp.reread', place],
    [action('wait-and-retry', { afterMs: 1000, backOff: true }), 'dtHttp.run', [...place, at.getTime() + 1000, 'dt.404.propagation']],
  ];
  for (const [fix, command, args] of rows) {
    it(fix.action, () => {
      const call = callOf(fix, place, at, 'dt.404.propagation');
      assert.deepEqual([call.title, call.command, call.arguments], ['Do it', command, args]);
    });
  }

  it('of a wait says when; once it is over, that it can go now', () => {
    const wait = action('wait-and-retry', { afterMs: 5000 });
    const soon = callOf(wait, place, at, 'dt.429');
    assert.equal(soon.title, `Run again at ${new Date(at.getTime() + 5000).toLocaleTimeString()}`);
    assert.deepEqual(soon.arguments, [...place, at.getTime() + 5000]);
    assert.equal(callOf(wait, place, new Date(0), 'dt.429').title, 'Run again');
  });

  it('for the report is offered of every 5xx but the one about the verb, once', () => {
    const titles = (fixes: readonly Fix[], status?: number) => withReport(fixes, status).map(({ title }) => title);
    assert.deepEqual(titles([], 503), ['Copy a support report']);
    assert.deepEqual(titles([action('copy-report')], 500), ['Do it']);
    assert.deepEqual([titles([], 404), titles([], 501), titles([], undefined)], [[], [], []]);
  });

  it('running it again as it is, is not offered where the request itself is at fault', () => {
    const edit: Fix = { kind: 'edit', grade: 'likely', title: 'Mend', edits: [] };
    const rows: readonly [code: string, status: number | undefined, offered: boolean, fixes?: readonly Fix[]][] = [
      ['dt.400', 400, false], ['dt.404', 404, false], ['answer.status', 418, false], ['dt.501', 501, false], ['dt.200.batch', 200, false],
      ['dt.409.exists', 409, false], ['dt.409.rapid-change', 409, true], ['answer.status', 408, true], ['answer.status', 425, true], ['dt.429', 429, true],
      ['dt.401', 401, true], ['dt.401.no-account', 401, true, [action('add-account')]], ['dt.401.expired-token', 401, false, [edit]],
      ['dt.500', 500, true], ['dt.503', 503, true], ['net.reset', undefined, true], ['answer.portal', 200, true],
    ];
    for (const [code, status, offered, fixes = []] of rows) assert.equal(mayEndOtherwise({ code, fixes }, status), offered, `${code} ${status}`);
  });
});
