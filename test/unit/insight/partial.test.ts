import assert from 'node:assert/strict';
import { explain } from '../../../src/insight/explain';
import { explanationMarkdown, explanationText } from '../../../src/insight/present';
import { headlineLimit } from '../../../src/insight/say';
import type { Explanation } from '../../../src/insight/entry';
import { partialExamples, withoutPartialErrors } from '../../fixtures/exchanges/client200';
import { shortFix } from '../../fixtures/exchanges/example';
import { exchange, type ExchangeSpec } from '../../helpers/exchanges';

const projects = 'https://api.disruptive-technologies.com/v2/projects';
const update = `POST ${projects}/abc/devices:batchUpdate`;

function explained(spec: ExchangeSpec): Explanation | undefined {
  const { outcome, facts } = exchange(spec);
  return explain(outcome, facts);
}

function evidence({ evidence: all }: Explanation, label: string): readonly string[] {
  return all.filter((item) => item.label === label).map(({ value }) => value);
}

describe('errors inside a 200', () => {
  for (const example of Object.values(partialExamples).flat()) {
    if (!example.marks) continue;
    it(`marks: ${example.name}`, () => {
      const marks = explained(example.spec)?.marks ?? [];
      assert.deepEqual(marks.map(({ part, headline, fixes }) => [part.kind === 'json' && part.what === 'value' ? part.pointer : part.kind, headline, ...fixes.map(shortFix)]), example.marks);
    });
  }

  it('are counted and quoted word for word', () => {
    const failure = explained({
      request: update, body: { devices: ['projects/abc/devices/d1', 'projects/abc/devices/d2', 'projects/abc/devices/d3'] },
      answer: { status: 200, body: { batchErrors: [{ device: '/projects/abc/devices/d1', status: { code: 'INVALID_ARGUMENT', message: 'Max labels reached for device.' } }] } },
    });
    assert.ok(failure);
    assert.deepEqual(evidence(failure, 'Failed'), ['1 of 3 devices']);
    assert.deepEqual(evidence(failure, 'device'), ['/projects/abc/devices/d1: INVALID_ARGUMENT: Max labels reached for device.']);
    assert.equal(failure.severity, 'error');
  });

  it('mark a hundred at most, quote twenty, and say how many there are', () => {
    const devices = Array.from({ length: 5000 }, (_, index) => `projects/abc/devices/d${index}`);
    const failure = explained({ request: update, body: { devices }, answer: { status: 200, body: { batchErrors: devices.map((device) => ({ device, status: { code: 'INTERNAL_ERROR', message: 'x' } })) } } });
    assert.ok(failure);
    assert.equal(failure.marks?.length, 100);
    assert.deepEqual(evidence(failure, 'Failed'), ['5000 devices; 100 of them marked']);
    assert.equal(evidence(failure, 'device').length, 20);
    assert.deepEqual(evidence(failure, 'More'), ['4980 in the answer']);
  });

  it('mark a hundred of devices and kits together', () => {
    const deviceIds = Array.from({ length: 80 }, (_, index) => `d${index}`);
    const kitIds = Array.from({ length: 80 }, (_, index) => `k${index}`);
    const errors = { devices: deviceIds.map((deviceId) => ({ deviceId, code: 'NOT_FOUND' })), kits: kitIds.map((kitId) => ({ kitId, code: 'NOT_FOUND' })) };
    const failure = explained({ request: `POST ${projects}/abc/devices:claim`, body: { deviceIds, kitIds }, answer: { status: 200, body: { claimErrors: errors } } });
    assert.ok(failure);
    assert.equal(failure.marks?.length, 100);
    assert.deepEqual(evidence(failure, 'Failed'), ['160 devices and kits; 100 of them marked']);
  });

  it('are text, never markup, and leave no place but the evidence', () => {
    const hostile = '[x](command:quit) <b>\u202e\u001b[31m\n# y';
    const failure = explained({ request: update, body: { devices: [hostile] }, answer: { status: 200, body: { batchErrors: [{ device: hostile, status: { code: hostile, message: hostile } }] } } });
    assert.ok(failure);
    assert.ok((failure.marks?.[0]?.headline.length ?? 0) <= headlineLimit);
    assert.doesNotMatch(explanationText(failure, { width: 80 }), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.doesNotMatch(explanationMarkdown(failure), /(?<!\\)\]\(command|<b>/);
    assert.doesNotMatch(JSON.stringify([failure.doThis, failure.why, failure.links]), /command/);
  });

  it('hide what is secret', () => {
    const device = 'projects/abc/devices/s3cr3ts3cr3t';
    const failure = explained({
      request: update, body: { devices: [device] }, facts: { hide: (text) => text.replaceAll('s3cr3ts3cr3t', '***') },
      answer: { status: 200, body: { batchErrors: [{ device, status: { code: 'NOT_FOUND', message: device } }] } },
    });
    assert.ok(failure);
    assert.doesNotMatch(JSON.stringify(failure), /s3cr3t/);
  });

  const elsewhere: readonly string[] = ['POST https://example.com/v2/projects/abc/devices:batchUpdate', `POST ${projects}/abc/devices:publish`, `GET ${projects}/abc/devices:batchUpdate`, `POST ${projects}:batchUpdate`];
  for (const request of elsewhere) {
    it(`are not looked for in the answer to ${request}`, () => {
      assert.equal(explained({ request, answer: { status: 200, body: { batchErrors: [{ device: 'x', status: { code: 'NOT_FOUND' } }] } } }), undefined);
    });
  }

  for (const verb of ['batchUpdate', 'transfer', 'claim']) {
    for (const answer of withoutPartialErrors) {
      if (verb === 'transfer' && JSON.stringify(answer) === '{"transferErrors":[{}]}') continue;
      it(`${verb}: ${JSON.stringify(answer)} tells of none`, () => assert.equal(explained({ request: `POST ${projects}/abc/devices:${verb}`, body: { devices: ['x'] }, answer: { status: 200, body: answer } }), undefined));
    }
  }

  it('a transfer with a failure that says nothing is a failure', () => {
    assert.equal(explained({ request: `POST ${projects}/abc/devices:transfer`, answer: { status: 200, body: { transferErrors: [{}] } } })?.code, 'dt.200.transfer');
  });

  it('an answer over 20 MB is not looked through', () => {
    const of = (octets: number) => explained({ request: update, answer: { status: 200, body: { padding: 'x'.repeat(octets), batchErrors: [{ device: 'x' }] } } })?.code;
    assert.deepEqual([of(3_000_000), of(20_000_000)], ['dt.200.batch', undefined]);
  });
});
