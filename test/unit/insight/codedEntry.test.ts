import assert from 'node:assert/strict';
import type { Explanation } from '../../../src/insight/entry';
import { genericEntries } from '../../../src/insight/catalogue/generic/index';
import { codedEntry, statusIn } from '../../../src/insight/codedEntry';
import { explain, ranked } from '../../../src/insight/explain';
import { failureOf } from '../../../src/insight/vendorError';
import { exchange, vendorBody, type ExchangeSpec } from '../../helpers/exchanges';

const api = 'https://api.disruptive-technologies.com/v2';
const elsewhere = 'https://gateway.example/v1';
const ours = codedEntry({ code: 'quota.left-7', title: 'T'.repeat(80), description: 'D.', causes: ['C.'], resolution: 'R.', link: 'https://wiki.example/7' }, 'Ours');

function explained(spec: ExchangeSpec, more = [ours]): Explanation {
  const { outcome, facts } = exchange(spec);
  const found = explain(outcome, facts, more);
  assert.ok(found, spec.request);
  return found;
}

describe('entries that are data', () => {
  for (const { code, status = 0, title } of genericEntries) {
    describe(code, () => {
      for (const origin of [api, elsewhere, 'http://127.0.0.1:8480/v2']) {
        const bodies = { flat: { code, message: 'm' }, "with DT's fields": { error: 'x', code, help: 'https://docs.d21s.com/error/#409' }, nested: { error: { code, message: 'm' } }, 'beside another error': { code, error: { code: 16, message: 'm' } } };
        for (const [name, body] of Object.entries(bodies)) {
          it(`${name}, from ${origin}: first, on the request line, without a word about DT`, () => {
            const spec: ExchangeSpec = { request: `GET ${origin}/projects/abc`, answer: { status, body } };
            const explanation = explained(spec);
            assert.deepEqual([explanation.code, explanation.part], [code, { kind: 'request-line' }]);
            assert.ok(explanation.headline.startsWith(`${status} `) && explanation.headline.includes(title) && explanation.headline.endsWith(`(${code})`), explanation.headline);
            assert.ok(explanation.headline.length <= 80);
            assert.equal(explanation.severity, status === 429 ? 'information' : 'error');
            assert.doesNotMatch(JSON.stringify([explanation.headline, explanation.doThis, explanation.why, explanation.fixes, explanation.links]), /\bDT\b|disruptive|Studio/i);
            const { outcome, facts } = exchange(spec);
            const failure = failureOf(outcome);
            assert.ok(failure);
            const [first, second] = ranked(failure, facts, [ours]);
            assert.ok(first?.code === code && (!second || second.matches(failure, facts) < first.matches(failure, facts)), second?.code);
          });
        }
      }
    });
  }

  it('says what the catalogue documents, and which catalogue', () => {
    const { doThis, why, evidence } = explained({ request: `GET ${elsewhere}`, answer: { status: 409, body: { code: 'CONFLICT-409' } } });
    assert.ok([...doThis, ...why].every(({ certainty }) => certainty === 'documented'));
    assert.ok(why.length > 1);
    assert.deepEqual(evidence.find(({ label }) => label === 'Explained from')?.value, '"CONFLICT-409" in the catalogue "Developer Documentation: Error Codes"');
  });

  it('waits where the answer asks for it', () => {
    const { doThis, fixes } = explained({ request: `GET ${elsewhere}`, answer: { status: 429, headers: [['Retry-After', '9']], body: { code: 'TOOLIMITED-429' } } });
    assert.match(doThis[0]?.text ?? '', /^Wait 9 s/);
    assert.deepEqual(fixes.map((fix) => fix.kind === 'action' && [fix.action, fix.afterMs]), [['wait-and-retry', 9000]]);
  });

  it('takes the status from the answer, and shortens the title before the code', () => {
    const { headline, links } = explained({ request: `GET ${elsewhere}`, answer: { status: 418, body: { code: 'quota.left-7' } } });
    assert.match(headline, /^418: T+… \(quota\.left-7\)$/);
    assert.equal(headline.length, 80);
    assert.deepEqual(links, [{ title: 'https://wiki.example/7', url: 'https://wiki.example/7' }]);
  });

  it('a code that is a number', () => {
    const numbered = codedEntry({ code: '1042', title: 'T', description: 'D.', causes: [], resolution: 'R.' }, 'Ours');
    assert.equal(explained({ request: `GET ${elsewhere}`, answer: { status: 500, body: { code: 1042 } } }, [numbered]).code, '1042');
  });

  const others: Readonly<Record<string, unknown>> = {
    'in a text': 'AUTH-401', 'in a list': [{ code: 'AUTH-401' }], 'too deep': { error: { error: { code: 'AUTH-401' } } }, 'as another word': { code: 'AUTH-4011' },
    'in another case': { code: 'auth-401' }, 'in a field of another name': { Code: 'AUTH-401', errorCode: 'AUTH-401' }, 'of another type': { code: ['AUTH-401'] },
    'in broken JSON': '{"code":"AUTH-401"', null: null, 'in a huge body': { code: 'AUTH-401', x: 'x'.repeat(2_000_000) },
  };
  for (const [name, body] of Object.entries(others)) {
    it(`a code ${name} is none`, () => assert.notEqual(explained({ request: `GET ${elsewhere}`, answer: { status: 401, body } }).code, 'AUTH-401'));
  }

  it('a code in an answer that is no error is a word of the data', () => {
    const { outcome, facts } = exchange({ request: `GET ${elsewhere}`, answer: { status: 200, body: { code: 'AUTH-401' } } });
    assert.equal(explain(outcome, facts), undefined);
  });

  it("DT's own errors are not explained from it", () => {
    assert.equal(explained({ request: `GET ${api}/projects/b0f3k1p2q3r4s5t6u7v8`, answer: { status: 409, body: vendorBody(409, 'already exists') } }).code.startsWith('dt.409'), true);
  });

  for (const [code, status] of [['AUTH-401', 401], ['E404', 404], ['x.500', 500], ['429', 429], ['ERR-1404', undefined], ['E-600', undefined], ['E-4', undefined], ['404-E', undefined]] as const) {
    it(`status of ${code}`, () => assert.equal(statusIn(code), status));
  }
});
