import assert from 'node:assert/strict';
import { createPage } from '../../../../src/cli/format/page';
import { reportText } from '../../../../src/cli/format/report';
import { createStyle } from '../../../../src/cli/format/style';
import { junitReport } from '../../../../src/cli/report/junit';
import { recordOf } from '../../../../src/cli/report/record';
import { RunLog } from '../../../../src/cli/report/runLog';
import type { Fix, Mark } from '../../../../src/insight/entry';
import { parse } from '../../../../src/language/syntax/parser';
import { answer, Offline } from '../../../helpers/offline';
import { batchOf, deviceMark, markingEntry } from '../../../helpers/markingEntry';

const edit = (title: string, grade: 'certain' | 'likely' | 'template'): Fix => ({ kind: 'edit', title, grade, edits: [] });

async function shown(count: number, marks: readonly Mark[], more: Parameters<typeof markingEntry>[1] = {}) {
  const text = batchOf(count);
  const offline = await Offline.signedIn([answer(200, {})], [markingEntry(marks, more)]);
  const report = await offline.run(text);
  const page = createPage({ shown: 'a.dt.http', file: parse(text), columns: 80, color: false, style: createStyle(false), redactor: offline.services.redactor });
  offline.dispose();
  const [block] = page.file.blocks;
  assert.ok(block);
  return { page, block, report, text: reportText(page, block, report, { verbose: false, cwd: '/w' }), record: recordOf(page, block, report, '/w') };
}

const carets = (text: string) => [...text.matchAll(/^ {2}a\.dt\.http:(\d+):(\d+)$/gm)].map(([, line, column]) => `${line}:${column}`);

describe('several marks in the terminal', () => {
  it('have a caret each under the explanation', async () => {
    const { text } = await shown(3, [deviceMark(0), deviceMark(2)]);
    assert.deepEqual(carets(text), ['5:3', '6:5', '8:5']);
    assert.match(text, /Look at each\. \(documented\)[\s\S]*\n\n {2}a\.dt\.http:6:5\n {2}6 │ +"projects\/p\/devices\/d0",\n {4}│ {5}\^{23}\n {2}Device 0 failed\n\n {2}a\.dt\.http:8:5\n/);
  });

  it('ten of them, and how many more', async () => {
    const marks = Array.from({ length: 12 }, (_, index) => deviceMark(index));
    assert.match((await shown(12, marks)).text, /Device 9 failed\n\n {2}… and 2 more\n$/);
    const exact = (await shown(10, marks.slice(0, 10))).text;
    assert.match(exact, /Device 9 failed\n$/);
    assert.equal(carets(exact).length, 11);
  });

  it('the only one is not shown twice', async () => {
    const [only] = [deviceMark(1)];
    const { text } = await shown(2, [only], { part: only.part });
    assert.deepEqual(carets(text), ['7:5']);
  });

  it('and their fixes are told, the surest first, each once; actions are for the editor', async () => {
    const marks = [deviceMark(0, 'x', [edit('Take it out', 'likely'), edit('Mend it', 'certain')]), deviceMark(1, 'x', [edit('Take it out', 'likely')])];
    const { text } = await shown(2, marks, { fixes: [edit('Insert one', 'template'), { kind: 'action', action: 'retry', title: 'Run again' }] });
    assert.match(text, /\n\n {4}Do this\n[^\n]+\n\n {4}Fixes\n {6}Mend it \(certain\)\n {6}Take it out \(likely\)\n {6}Insert one \(template\)\n\n/);
    assert.ok(!text.includes('Run again'));
  });

  it('are nothing without any', async () => {
    const { text } = await shown(1, []);
    assert.ok(!text.includes('Fixes') && !text.includes('more'));
    assert.equal(carets(text).length, 1);
  });
});

describe('several marks in reports', () => {
  it('are in the record, with line, column and sentence', async () => {
    const { record } = await shown(3, [deviceMark(0), deviceMark(2)]);
    assert.deepEqual(record.explanation?.marks, [{ headline: 'Device 0 failed', line: 6, column: 5 }, { headline: 'Device 2 failed', line: 8, column: 5 }]);
    assert.equal('marks' in ((await shown(1, [])).record.explanation ?? {}), false);
  });

  it('and so are the edits that would mend it', async () => {
    const { record } = await shown(1, [], { fixes: [edit('Insert one', 'template'), { kind: 'action', action: 'retry', title: 'Run again' }] });
    assert.deepEqual(record.explanation?.fixes, [{ grade: 'template', title: 'Insert one' }]);
  });

  it('are in JUnit XML, below the explanation', async () => {
    const { page, block, report } = await shown(3, [deviceMark(0), deviceMark(2)]);
    const log = new RunLog('/w', () => 0);
    log.add(page, block, report);
    const xml = junitReport(log.record);
    assert.ok(xml.includes('a.dt.http:5:3 200 OK: some failed (test.marks)\na.dt.http:6:5 Device 0 failed\na.dt.http:8:5 Device 2 failed\n  Do this: Look at each.'), xml);
  });
});
