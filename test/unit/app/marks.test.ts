import assert from 'node:assert/strict';
import type { Ran } from '../../../src/app/report';
import { answer, Offline } from '../../helpers/offline';
import { batchOf, deviceMark, markingEntry } from '../../helpers/markingEntry';

const text = batchOf(3);

async function ran(entry: ReturnType<typeof markingEntry>, prefix = ''): Promise<Ran> {
  const offline = await Offline.signedIn([answer(200, {})], [entry]);
  const report = await offline.run(prefix + text);
  offline.dispose();
  return report;
}

describe('several marks of one explanation', () => {
  it('are located, each at its own word', async () => {
    const { failure } = await ran(markingEntry([deviceMark(0), deviceMark(2)]));
    assert.ok(failure);
    assert.deepEqual(failure.marks.map(({ span, headline }) => [text.slice(span.start, span.end), headline]), [
      ['"projects/p/devices/d0"', 'Device 0 failed'],
      ['"projects/p/devices/d2"', 'Device 2 failed'],
    ]);
    assert.equal(text.slice(failure.span.start, failure.span.end), '"devices"');
  });

  it('stand on the request line where there is no such word', async () => {
    const { failure } = await ran(markingEntry([deviceMark(7)]));
    const [mark] = failure?.marks ?? [];
    assert.equal(text.slice(mark?.span.start, mark?.span.end), 'POST /projects/p/devices:batchUpdate');
  });

  it('are listed in the answer, without secrets', async () => {
    const report = await ran(markingEntry([deviceMark(0), deviceMark(1, 'planted-secret-office\nfailed', [{ kind: 'action', action: 'retry', title: 'planted-secret-office' }])]));
    assert.ok(/\n#\n# One by one\n# {3}Device 0 failed\n# {3}•••.failed\n#\n# Evidence\n/.test(report.document), report.document);
    assert.deepEqual(report.failure?.marks[1]?.fixes, [{ kind: 'action', action: 'retry', title: '•••' }]);
  });

  const verdicts: readonly [severity: 'error' | 'warning' | 'information', prefix: string, verdict: string][] = [
    ['error', '', 'failed'],
    ['error', '# @expect status 200\n', 'failed'],
    ['warning', '', 'failed'],
    ['information', '', 'passed'],
    ['information', '# @expect status 204\n', 'failed'],
  ];
  for (const [severity, prefix, verdict] of verdicts) {
    it(`an explanation of a 200 that is ${severity}${prefix === '' ? '' : `, with ${prefix.trim()}`}: ${verdict}`, async () => {
      assert.equal((await ran(markingEntry([], { severity }), prefix)).verdict, verdict);
    });
  }
});
