import assert from 'node:assert/strict';
import { explain } from '../../../src/insight/explain';
import { explanationMarkdown, explanationText } from '../../../src/insight/present';
import { headlineLimit } from '../../../src/insight/say';
import { endpoints } from '../../../src/api/description';
import { exchange, type ExchangeSpec } from '../../helpers/exchanges';
import { seeded } from '../../helpers/seeded';

const hostile = [
  '[click](command:workbench.action.terminal.new)', '<img src=x onerror=alert(1)>', '`code`', '\n\n# Title\n- item', '\u202egnp.exe', '\u001b[31mred',
  'https://evil.example/', 'www.evil.example', 'a@evil.example', '![x](https://evil.example/x.png)', '&lt;b&gt;', '$(zap)', '<https://evil.example>', '\ud800',
  '| a | b |\n|---|---|', '***', '~~~', '"', '\u2028', '\u0000', '[a]: https://evil.example', '👩‍👩‍👧‍👦'.repeat(30), 'x'.repeat(5000), '\\', '{{x}}',
];

describe('any exchange', () => {
  const random = seeded(20_260_301);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const text = () => Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(hostile)).join(pick(['', ' ', '"']));
  const bodies = (): unknown => pick<() => unknown>([
    () => undefined, () => text(), () => `<html>${text()}`, () => ({ error: text(), code: pick([404, '404', text(), null, {}]), help: text() }),
    () => ({ error: { code: 5, message: text(), details: [{ help: text() }] } }), () => [text()], () => ({ [text()]: text() }), () => ({ help: `https://docs.d21s.com/${text()}` }),
    () => '['.repeat(30_000), () => '{"error":',
  ])();

  function spec(): ExchangeSpec {
    const endpoint = pick(endpoints);
    const origin = pick(['https://api.disruptive-technologies.com/v2', 'https://emulator.d21s.com/v2', 'http://127.0.0.1:1/v2', 'https://identity.d21s.com', 'https://example.com', 'https://api.d21s.com']);
    const path = endpoint.path.replace(/\{\w+\}/g, () => encodeURIComponent(text().replace(/[\ud800-\udfff]/g, '').slice(0, 40)).replaceAll('%20', ''));
    const query = pick(['', '?', `?page_size=${encodeURIComponent('x[')}&&=&a=%zz`, '?page_size=500&page_size=1']);
    return {
      request: `${pick([endpoint.method, 'BREW', 'GET'])} ${origin}${path}${query}`,
      headers: pick<ExchangeSpec['headers']>([[], [['Authorization', text()]], [['Authorization', `Bearer a.${text()}.c`]], [['AUTHORIZATION', 'Bearer e30.e30.e30']]]) ?? [],
      body: bodies(),
      ...(random() < 0.85
        ? { answer: { status: pick([200, 204, 301, 400, 401, 403, 404, 405, 407, 409, 413, 429, 500, 501, 502, 503, 504, 599]), body: bodies(), headers: [['Content-Type', text()], ['Retry-After', pick(['9', text(), '-1', 'Sun, 99 Foo 2026 00:00:00 GMT'])]] as const } }
        : { failure: pick(['dns', 'reset', 'tls.expired', 'timeout.body', 'bad-answer', 'sign-in', 'quota'] as const), detail: text() }),
      facts: { ...(random() < 0.3 && { clockSkewMs: random() * 1e12 }), ...(random() < 0.3 && { account: { name: text(), maskedEmail: text() } }) },
    };
  }

  it('never throws, and keeps headlines short and free of control characters', () => {
    for (let round = 0; round < 1500; round++) {
      const example = spec();
      const { outcome, facts } = exchange(example);
      const explanation = explain(outcome, facts);
      if (!explanation) continue;
      assert.ok(explanation.headline.length <= headlineLimit, explanation.headline);
      const said = [explanation.headline, ...[...explanation.doThis, ...explanation.why].map((item) => item.text), ...explanation.evidence.map(({ value }) => value)];
      assert.doesNotMatch(said.join(''), /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u);
    }
  });

  it('never lets a text become Markdown, a link or a terminal sequence', () => {
    for (let round = 0; round < 800; round++) {
      const { outcome, facts } = exchange(spec());
      const explanation = explain(outcome, facts);
      if (!explanation) continue;
      const markdown = explanationMarkdown(explanation);
      // What remains once escapes and the known forms are taken away is not Markdown.
      const bare = markdown.replace(/\\[!-/:-@[-`{-~]/g, '').replace(/\]\(https:\/\/[^)\s]*\)/g, '').replace(/\*\((documented|observed|inferred)\)\*/g, '');
      assert.doesNotMatch(bare, /[<>&`~_|$@]|\]\(|!\[|:\/\/|www\./, markdown);
      for (const [, url = ''] of markdown.matchAll(/(?<!\\)\]\(([^)]*)\)/g)) {
        assert.match(url, /^https:\/\/(docs|developer|developers|status|support)[\w.]*\.(d21s|disruptive-technologies)\.com[/#?]|^https:\/\/[\w.-]+$/);
      }
      assert.doesNotMatch(explanationText(explanation, { width: 40 }), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });
});
