import assert from 'node:assert/strict';
import { streamEnd, type StreamEnd } from '../../../../src/insight/blame/stream';
import { failureOf } from '../../../../src/insight/vendorError';
import { exchange, type AnswerSpec } from '../../../helpers/exchanges';

const event = JSON.stringify({ result: { event: { eventType: 'touch', error: { code: 5 } } } });
const end = JSON.stringify({ error: { code: 5, message: 'not found' } });

function ended(body: unknown, path = 'projects/p/devices:stream', more: Partial<AnswerSpec> = {}): StreamEnd | undefined {
  const { outcome, facts } = exchange({ request: `GET https://api.disruptive-technologies.com/v2/${path}`, answer: { status: 200, body, ...more } });
  const failure = failureOf(outcome);
  assert.ok(failure);
  return streamEnd(failure, facts);
}

describe('the end of a stream', () => {
  const silent: readonly [name: string, ...Parameters<typeof ended>][] = [
    ['nothing', undefined], ['an event', `${event}\n`], ['half an event', `${event}\n{"result":{"ev`], ['an event after an error', `${end}\n${event}\n`], ['an error that is no object', '{"error":"x"}\n'],
    ['pings of server-sent events', 'data: {"result":{}}\n\n: ping\n\n'], ['another endpoint', end, 'projects/p/devices'], ['another status', end, undefined, { status: 206 }],
    ['a body that could not be decoded', end, undefined, { undecodable: 'zstd' }], ['nothing but text', 'x\n'.repeat(100_000)], ['deep nesting', '{"a":'.repeat(20_000)],
  ];
  for (const [name, ...args] of silent) it(`${name} says nothing`, () => assert.equal(ended(...args), undefined));

  for (const [name, text] of [
    ['JSON lines', `${event}\n${end}\n`], ['without a last line end', `${event}\n${end}`], ['CRLF', `${event}\r\n${end}\r\n\r\n`], ['server-sent events', `: hello\nid: 1\ndata: ${event}\n\ndata:${end}\n\n`],
    ['a frame that is cut off behind it', `${end}\n{"resu`], ['several megabytes before it', `${`${event}\n`.repeat(60_000)}${end}\n`], ['written over several lines', JSON.stringify(JSON.parse(end), undefined, 2)],
  ] as const) {
    it(`is read from ${name}`, () => assert.deepEqual(ended(text), { code: 5, written: '5', message: 'not found', help: '', status: 404, isOver: false }));
  }

  const meanings: readonly [error: unknown, status: number, isOver: boolean, written: string][] = [
    [{ code: 1 }, 408, true, '1'], [{ code: 4 }, 504, true, '4'], [{ code: 408 }, 408, true, '408'], [{ code: 504 }, 504, true, '504'], [{ message: 'closing stream' }, 0, true, ''],
    [{ code: 500, message: 'closing stream' }, 500, false, '500'], [{ grpcCode: 1, httpCode: 408 }, 408, true, 'grpcCode 1, httpCode 408'], [{ grpcCode: 14 }, 503, false, '14'],
    [{ code: 3 }, 400, false, '3'], [{ code: 9 }, 400, false, '9'], [{ code: 11 }, 400, false, '11'], [{ code: 16 }, 401, false, '16'], [{ code: 7 }, 403, false, '7'], [{ code: 2 }, 500, false, '2'], [{ code: 13 }, 500, false, '13'],
    [{ code: 15 }, 500, false, '15'], [{ code: '14' }, 503, false, '14'], [{ code: 0 }, 0, false, '0'], [{ code: 99 }, 0, false, '99'], [{ code: -1 }, 0, false, '-1'], [{ code: 'x' }, 0, false, ''], [{ code: 5.5 }, 0, false, ''], [{ code: null }, 0, false, ''], [{}, 0, false, ''],
  ];
  for (const [error, status, isOver, written] of meanings) {
    it(JSON.stringify(error), () => {
      const found = ended(`${JSON.stringify({ error })}\n`);
      assert.deepEqual([found?.status, found?.isOver, found?.written], [status, isOver, written]);
    });
  }

  it('takes the help of the first detail, and what is no text for none', () => {
    assert.equal(ended(JSON.stringify({ error: { code: 5, details: [{ help: 'https://x' }, { help: 'https://y' }] } }))?.help, 'https://x');
    const odd = ended(JSON.stringify({ error: { code: 5, message: 7, details: [7] } }));
    assert.deepEqual([odd?.message, odd?.help], ['', '']);
    assert.equal(ended(JSON.stringify({ error: { code: 5, details: { help: 'x' } } }))?.help, '');
  });
});
