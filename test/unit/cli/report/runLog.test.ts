import assert from 'node:assert/strict';
import type { RunReport } from '../../../../src/app/report';
import { createPage, type Page } from '../../../../src/cli/format/page';
import { createStyle } from '../../../../src/cli/format/style';
import { RunLog, summary } from '../../../../src/cli/report/runLog';
import { Redactor } from '../../../../src/http/redact';
import { parse } from '../../../../src/language/syntax/parser';

const style = createStyle(false);

function pageOf(text: string, shown = 'a.dt.http'): Page {
  const redactor = new Redactor();
  redactor.addSecret('planted');
  return createPage({ shown, file: parse(text), columns: 80, color: false, style, redactor });
}

const finding = { finding: { code: 'variable.undefined', severity: 'error', span: { start: 4, end: 5 }, data: {} }, message: 'Not planted.' } as const;
const refused: RunReport = { kind: 'refused', findings: [finding] };
const skipped = (because: 'dependency' | 'declined'): RunReport => ({ kind: 'skipped', because, findings: [finding] });

describe('what is remembered of a run', () => {
  let now: number;
  let log: RunLog;
  const page = pageOf('GET /x');
  const add = (report: RunReport) => log.add(page, page.file.blocks[0]!, report);
  beforeEach(() => {
    now = 1000;
    log = new RunLog('/work', () => now);
  });

  const codes: readonly [name: string, act: () => void, code: number, hasFailed: boolean][] = [
    ['nothing', () => undefined, 0, false],
    ['disabled', () => add({ kind: 'disabled' }), 0, false],
    ['refused', () => add(refused), 2, true],
    ['skipped by what it needs', () => add(skipped('dependency')), 1, true],
    ['declined', () => add(skipped('declined')), 1, true],
    ['refused and skipped', () => [skipped('dependency'), refused].forEach(add), 2, true],
    ['not run', () => log.notRun(page, page.file.blocks[0]!, 'bail'), 0, false],
    ['a problem', () => log.problem('x'), 2, false],
  ];
  for (const [name, act, code, hasFailed] of codes) {
    it(`${name}: exit code ${code}`, () => {
      act();
      assert.deepEqual([log.exitCode, log.hasFailed], [code, hasFailed]);
    });
  }

  it('keeps the requests of each file in order, without secrets', () => {
    const other = pageOf('@a = 1\r\n### planted one\r\n# @name two\r\nGET /x?token=hunter2\r\n', 'b.dt.http');
    const [, block] = other.file.blocks;
    assert.ok(block);
    add(refused);
    log.add(other, block, refused);
    log.notRun(page, page.file.blocks[0]!, 'cancelled');
    now = 1500;
    const findings = [{ code: 'variable.undefined', severity: 'error', message: 'Not •••.', line: 1, column: 5 }];
    assert.deepEqual(log.record, {
      startedAt: 1000,
      durationMs: 500,
      problems: [],
      files: [
        { file: 'a.dt.http', requests: [{ line: 1, written: 'GET /x', verdict: 'refused', findings }, { line: 1, written: 'GET /x', verdict: 'not-run', because: 'cancelled', findings: [] }] },
        { file: 'b.dt.http', requests: [{ name: 'two', title: '••• one', line: 4, written: 'GET /x?token=•••', verdict: 'refused', findings }] },
      ],
      counts: { passed: 0, failed: 0, 'no-answer': 0, cancelled: 0, refused: 2, skipped: 0, disabled: 0, 'not-run': 1 },
    });
  });

  const none = { passed: 0, failed: 0, 'no-answer': 0, cancelled: 0, refused: 0, skipped: 0, disabled: 0, 'not-run': 0 };
  const summaries: readonly [counts: Partial<typeof none>, text: string][] = [
    [{}, '0 as expected'],
    [{ passed: 3, disabled: 1 }, '3 as expected · 1 disabled'],
    [{ passed: 1, failed: 2, refused: 3, 'no-answer': 4, skipped: 5, 'not-run': 6, disabled: 7 }, '1 as expected, 3 not sent, 2 not as expected, 4 without an answer, 5 skipped · 6 not run, 7 disabled'],
  ];
  for (const [counts, text] of summaries) it(text, () => assert.equal(summary({ ...none, ...counts }, style), text));
});
