import assert from 'node:assert/strict';
import { explain } from '../../../src/insight/explain';
import type { Explanation } from '../../../src/insight/entry';
import { explanationMarkdown, explanationText } from '../../../src/insight/present';
import { headlineLimit } from '../../../src/insight/say';
import type { HeaderList } from '../../../src/http/exchange';
import { exchange } from '../../helpers/exchanges';

/*
 * Answers that no API should give: whatever they hold, there is an explanation, and what they say
 * stands in its evidence alone, as plain text.
 */

const json = (body: string): Uint8Array => new TextEncoder().encode(body);
const utf16 = (body: string): Uint8Array => Buffer.from(body, 'utf16le');
const markup = '[click](command:workbench.action.quit) ![i](https://evil.example/x.png) <img src=x onerror=alert(1)> `a` **b** $(zap) https://evil.example/ a@evil.example | c |';

interface BadAnswer {
  readonly name: string;
  readonly body: Uint8Array;
  readonly type?: string;
  /** What the evidence has under `error`, where it is DT's form. */
  readonly error?: string | RegExp;
}

const answers: readonly BadAnswer[] = [
  { name: 'the error alone', body: json('{"error":"page_size"}'), error: 'page_size' },
  { name: 'the help alone, no https link', body: json('{"help":"http://docs.d21s.com/error/#400"}') },
  { name: 'a code as text', body: json('{"error":"x","code":"400"}'), error: 'x' },
  { name: 'a code as a number with a fraction', body: json('{"error":"x","code":4e2}'), error: 'x' },
  { name: 'a code that is nothing', body: json('{"error":"x","code":null}'), error: 'x' },
  { name: 'help that is a command', body: json('{"error":"x","help":"command:workbench.action.quit"}'), error: 'x' },
  { name: 'help on another host', body: json('{"error":"x","help":"https://evil.example/docs"}'), error: 'x' },
  { name: 'help that is no text', body: json('{"error":"x","help":["https://docs.d21s.com/"]}'), error: 'x' },
  { name: 'an error that is no text', body: json('{"error":5,"code":400}') },
  { name: 'an empty error', body: json('{"error":""}') },
  { name: 'markup', body: json(JSON.stringify({ error: markup, code: markup, help: markup })), error: /\[click\]\(command/ },
  { name: 'control characters', body: json(JSON.stringify({ error: 'a\u0000b\u001b[31mc\u202ed\r\n# e\u2028f' })), error: 'ab[31mcd # e f' },
  { name: 'half a pair of surrogates', body: json('{"error":"a\\ud800b"}'), error: 'a\ufffdb' },
  { name: 'a name twice', body: json('{"error":"one","error":"two"}'), error: 'two' },
  { name: 'a dangerous name', body: json('{"__proto__":{"error":"x"},"constructor":"y"}') },
  { name: 'nested deeply', body: json(`{"error":"x","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), error: 'x' },
  { name: 'nested too deeply to be read', body: json(`{"error":${'{"a":'.repeat(200_000)}`) },
  { name: 'a mark of its byte order', body: json('\ufeff{"error":"x"}'), error: 'x' },
  { name: 'another charset, as it says', body: utf16('{"error":"größer"}'), type: 'application/json; charset=utf-16le', error: 'größer' },
  { name: 'another charset, and it does not say so', body: Buffer.from('{"error":"größer"}', 'latin1'), error: 'größer' },
  { name: 'a charset that nobody knows', body: json('{"error":"x"}'), type: 'application/json; charset=klingon', error: 'x' },
  { name: '10 MB', body: json(`{"error":"${'x'.repeat(10_000_000)}"}`) },
  { name: '1 MB in the error', body: json(`{"error":"page_size ${'x'.repeat(1_000_000)}"}`), error: /^page_size x+…$/ },
  { name: 'octets of any value', body: Uint8Array.from({ length: 4096 }, (_, index) => index & 255) },
  { name: 'nothing but blanks', body: json(' '.repeat(100_000)) },
];

function explained(status: number, { body, type = 'application/json' }: BadAnswer): Explanation {
  const { outcome, facts } = exchange({ request: 'GET https://api.disruptive-technologies.com/v2/projects/c0p/devices?page_size=500', answer: { status } });
  assert.ok(outcome.kind === 'answered');
  const headers: HeaderList = [['Content-Type', type], ['Retry-After', markup]];
  const response = { ...outcome.response, headers, body, encodedLength: body.length };
  const attempts = outcome.exchange.attempts.map((attempt) => ({ ...attempt, response }));
  const explanation = explain({ ...outcome, response, exchange: { ...outcome.exchange, attempts } }, facts);
  assert.ok(explanation);
  return explanation;
}

describe('bad answers', () => {
  for (const answer of answers) {
    it(answer.name, () => {
      for (const status of [400, 401, 403, 404, 409, 429, 500, 503]) {
        const explanation = explained(status, answer);
        const shown = explanation.evidence.find(({ label }) => label === 'error')?.value;
        if (answer.error === undefined) assert.equal(shown, undefined);
        else if (typeof answer.error === 'string') assert.equal(shown, answer.error);
        else assert.match(shown ?? '', answer.error);
        assertPlain(explanation);
      }
    });
  }

  it('the text of the API is never a headline, a fix or a link', () => {
    const { evidence, ...rest } = explained(400, { name: '', body: json(JSON.stringify({ error: markup, help: 'https://docs.d21s.com/error/#400' })) });
    assert.doesNotMatch(JSON.stringify(rest), /evil|command:|zap/);
    assert.ok(evidence.some(({ value }) => value.includes('evil')));
  });
});

function assertPlain(explanation: Explanation): void {
  assert.ok(explanation.headline.length <= headlineLimit);
  const markdown = explanationMarkdown(explanation);
  const bare = markdown.replace(/\\[!-/:-@[-`{-~]/g, '').replace(/\]\(https:\/\/[\w.-]*\.(d21s|disruptive-technologies)\.com[^)\s]*\)/g, '').replace(/\*\((documented|observed|inferred)\)\*/g, '');
  assert.doesNotMatch(bare, /[<>&`|$@]|\]\(|!\[|:\/\//);
  const text = explanationText(explanation, { width: 80 });
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
}
