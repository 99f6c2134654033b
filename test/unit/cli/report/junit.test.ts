import assert from 'node:assert/strict';
import { jsonReport } from '../../../../src/cli/report/json';
import { junitReport } from '../../../../src/cli/report/junit';
import type { RequestRecord } from '../../../../src/cli/report/record';
import type { Counts, FileRecord, RunRecord } from '../../../../src/cli/report/runLog';
import { casesOf, readJunit, resultIn } from './readXml';

const counts: Counts = { passed: 0, failed: 0, 'no-answer': 0, cancelled: 0, refused: 0, skipped: 0, disabled: 0, 'not-run': 0 };
const sent = { method: 'GET', url: 'https://h/x', startedAt: '2026-01-02T03:04:05.678Z', durationMs: 1234.5, summary: '200 OK' } as const;
const explanation = { code: 'dt.404', severity: 'error', headline: '404 Not Found: no such project', line: 3, column: 15, doThis: [{ text: 'Check the id.', certainty: 'documented' }], why: [{ text: 'It is gone.', certainty: 'inferred' }], evidence: [], links: [] } as const;
const request = (more: Partial<RequestRecord>): RequestRecord => ({ name: 'a', line: 3, written: 'GET /x', verdict: 'passed', findings: [], ...more });
const finding = { code: 'variable.undefined', severity: 'error', message: 'Variable "x" is not defined here.', line: 4, column: 5 };

function recordOf(files: readonly FileRecord[], problems: readonly string[] = []): RunRecord {
  return { startedAt: Date.UTC(2026, 0, 2), durationMs: 5000, problems, files, counts };
}

async function read(...requests: readonly RequestRecord[]) {
  const root = await readJunit(junitReport(recordOf([{ file: 'a.dt.http', requests }])));
  return { root, cases: casesOf(root) };
}

describe('the JUnit report', () => {
  const results: readonly [name: string, record: RequestRecord, kind: string, message: string, type: string, text: RegExp][] = [
    ['as expected', request(sent), 'passed', '', '', /^$/],
    ['as expected, and explained', request({ ...sent, explanation }), 'passed', '', '', /^$/],
    ['an unmet expectation', request({ ...sent, verdict: 'failed', expectations: [{ ok: true, expected: 'a', actual: 'a', line: 1, column: 1 }, { ok: false, expected: 'status 200', actual: '404', line: 2, column: 3 }] }), 'failure', 'expected status 200, got 404', 'expectation', /GET https:\/\/h\/x\n200 OK\na\.dt\.http:2:3\n {2}expected: status 200\n {2}actual: {3}404$/],
    ['an error nobody expected', request({ ...sent, verdict: 'failed', explanation }), 'failure', '404 Not Found: no such project', 'dt.404', /a\.dt\.http:3:15 404 Not Found: no such project \(dt\.404\)\n {2}Do this: Check the id\.\n {2}Why: It is gone\.$/],
    ['an error status nobody expected', request({ ...sent, status: 404, verdict: 'failed', explanation, expectations: [{ ok: true, expected: 'body', actual: 'x', line: 1, column: 1 }] }), 'failure', '404 Not Found: no such project', 'dt.404', /\n200 OK\n {2}expected: a status below 400\n {2}actual: {3}404\na\.dt\.http:3:15/],
    ['an unmet expectation of an error status', request({ ...sent, status: 404, verdict: 'failed', expectations: [{ ok: false, expected: 'status 403', actual: '404', line: 2, column: 3 }] }), 'failure', 'expected status 403, got 404', 'expectation', /^GET https:\/\/h\/x\n200 OK\na\.dt\.http:2:3\n {2}expected: status 403\n {2}actual: {3}404$/],
    ['an expected error that could not be saved', request({ ...sent, status: 404, verdict: 'failed', saved: { kind: 'failed', reason: 'the disk is full' } }), 'failure', 'The answer was not saved: the disk is full', 'save', /^GET https:\/\/h\/x\n200 OK\nThe answer was not saved: the disk is full$/],
    ['an answer that could not be saved', request({ ...sent, verdict: 'failed', saved: { kind: 'failed', reason: 'the disk is full' } }), 'failure', 'The answer was not saved: the disk is full', 'save', /The answer was not saved/],
    ['no answer', request({ ...sent, verdict: 'no-answer', explanation: { ...explanation, code: 'net.refused', headline: 'Nobody listens' } }), 'error', 'Nobody listens', 'net.refused', /Do this/],
    ['refused', request({ verdict: 'refused', findings: [finding] }), 'error', finding.message, finding.code, /^a\.dt\.http:4:5 Variable "x" is not defined here\. \(variable\.undefined\)$/],
    ['skipped', request({ verdict: 'skipped', because: 'dependency', findings: [finding] }), 'skipped', finding.message, '', /^$/],
    ['disabled', request({ verdict: 'disabled' }), 'skipped', '@disabled', '', /^$/],
    ['not run: bail', request({ verdict: 'not-run', because: 'bail' }), 'skipped', 'not run: an earlier request failed, and --bail was given', '', /^$/],
    ['not run: cancelled', request({ verdict: 'not-run', because: 'cancelled' }), 'skipped', 'not run: the run was cancelled', '', /^$/],
    ['not run: another is wrong', request({ verdict: 'not-run', because: 'refused' }), 'skipped', 'not run: something else that was to be run has an error', '', /^$/],
    ['cancelled', request({ ...sent, verdict: 'cancelled' }), 'error', 'cancelled', 'cancelled', /^$/],
  ];
  for (const [name, record, kind, message, type, text] of results) {
    it(`tells: ${name}`, async () => {
      const result = resultIn((await read(record)).cases.get('a'));
      assert.deepEqual({ kind: result.kind, message: result.message, type: result.type }, { kind, message, type });
      assert.match(result.text, text);
    });
  }

  it('counts and times', async () => {
    const { root } = await read(request(sent), request({ name: 'b', verdict: 'failed', ...sent }), request({ name: 'c', verdict: 'disabled' }), request({ name: 'd', verdict: 'refused' }));
    const numbers = { tests: '4', failures: '1', errors: '1', skipped: '1' };
    assert.deepEqual({ ...root.$ }, { name: 'dt-http', ...numbers, time: '5.000' });
    const [suite] = root.testsuite ?? [];
    assert.deepEqual({ ...suite?.$ }, { name: 'a.dt.http', ...numbers, time: '2.469', timestamp: '2026-01-02T03:04:05' });
    assert.deepEqual({ ...suite?.testcase?.[0]?.$ }, { classname: 'a.dt.http', name: 'a', file: 'a.dt.http', line: '3', time: '1.234' });
  });

  it('names a case by name, title, method and URL, or the line as written, and each but once', async () => {
    const title = { name: undefined as never, title: 'A title' };
    const none = { name: undefined as never };
    const { cases } = await read(request({}), request({ line: 9 }), request({ line: 9 }), request(title), request({ ...none, ...sent }), request(none));
    assert.deepEqual([...cases.keys()], ['a', 'a (line 9)', 'a (line 9, 2)', 'A title', 'GET https://h/x', 'GET /x']);
  });

  it('what kept the run from starting is an error of its own', async () => {
    const root = await readJunit(junitReport(recordOf([], ['no.dt.http: there is no such file.', 'and more'])));
    const result = resultIn(casesOf(root).get('before the run'));
    assert.deepEqual([result.kind, result.message, result.text], ['error', 'no.dt.http: there is no such file.', 'no.dt.http: there is no such file.\nand more']);
    assert.equal(root.$?.['errors'], '1');
  });

  it('an empty run is a report too', async () => {
    assert.equal((await readJunit(junitReport(recordOf([])))).$?.['tests'], '0');
  });

  const hostile: readonly [name: string, given: string, attribute: string, text: string][] = [
    ['markup', '<a href="x">&amp;\'</a>', '<a href="x">&amp;\'</a>', '<a href="x">&amp;\'</a>'],
    ['the end of a CDATA section', 'a]]>b<![CDATA[c', 'a]]>b<![CDATA[c', 'a]]>b<![CDATA[c'],
    ['a comment and a declaration', '--><!DOCTYPE x [<!ENTITY y "z">]>&y;', '--><!DOCTYPE x [<!ENTITY y "z">]>&y;', '--><!DOCTYPE x [<!ENTITY y "z">]>&y;'],
    ['control characters', 'a\u0000b\u001b[2J\u007fc\u0085d', 'a␀b␛[2J\ufffdc\ufffdd', 'a␀b␛[2J\ufffdc\ufffdd'],
    ['emoji', '👩‍🚀 ⚠️ é', '👩‍🚀 ⚠️ é', '👩‍🚀 ⚠️ é'],
    ['lone surrogates', 'a\ud800b\udc00c', 'a\ufffdb\ufffdc', 'a\ufffdb\ufffdc'],
    ['noncharacters', 'a\ufffeb\uffffc', 'a\ufffdb\ufffdc', 'a\ufffdb\ufffdc'],
    ['line ends and tabs', 'a\r\nb\rc\td', 'a b c d', 'a\nb\nc\td'],
    ['a path of Windows', 'C:\\a b\\"c".dt.http', 'C:\\a b\\"c".dt.http', 'C:\\a b\\"c".dt.http'],
    ['a word that is a value', 'true', 'true', 'true'],
    ['a number', '1e3', '1e3', '1e3'],
    ['a property of objects', '__proto__', '__proto__', '__proto__'],
  ];
  for (const [name, given, attribute, text] of hostile) {
    it(`holds ${name}`, async () => {
      const record = request({ name: given, verdict: 'refused', findings: [{ ...finding, message: given, code: given }] });
      const root = await readJunit(junitReport(recordOf([{ file: given, requests: [record] }], [`x${given}x`])));
      const suite = root.testsuite?.[1];
      const found = suite?.testcase?.[0];
      assert.equal(suite?.$?.['name'], attribute);
      assert.deepEqual([found?.$?.['name'], found?.$?.['file'], found?.$?.['classname']], [attribute, attribute, attribute]);
      const result = resultIn(found);
      assert.deepEqual([result.message, result.type], [attribute, attribute]);
      assert.equal(result.text, `${text}:4:5 ${text} (${text})`);
    });
  }
});

describe('the JSON report', () => {
  it('is what was remembered, with versions', () => {
    const record = recordOf([{ file: 'a\ud800.dt.http', requests: [request(sent)] }], ['p']);
    const text = jsonReport(record, '1.2.3');
    assert.ok(text.endsWith('}\n'));
    assert.deepEqual(JSON.parse(text), {
      version: 1,
      tool: { name: 'dt-http', version: '1.2.3' },
      startedAt: '2026-01-02T00:00:00.000Z',
      durationMs: 5000,
      counts,
      problems: ['p'],
      files: record.files,
    });
    assert.doesNotMatch(text, /\p{Surrogate}/u);
  });
});
