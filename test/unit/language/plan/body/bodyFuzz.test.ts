import assert from 'node:assert/strict';
import { diagnose } from '../../../../../src/language/features/diagnostics/diagnose';
import { fixesFor } from '../../../../../src/language/features/fixes/index';
import { applyEdits } from '../../../../../src/base/text';
import { hasError } from '../../../../../src/language/plan/findings';
import { parse } from '../../../../../src/language/syntax/parser';
import { seeded } from '../../../../helpers/seeded';
import { findingsOf, formType, jsonType, multipartType, octets, post, result, type Files } from './bodySupport';

const fragments = [
  '\n', '\n', '\r\n', '\r', ' ', '--x', '--x--', '--', '-', '\n--x\n', '\n--x--', 'A: b', ':', '{{v}}', '{{lines}}', '{{b}}', '{{scan}}', '{{nothing}}', '{{nothingLikeIt}}', '\\{\\{', '\\}\\}', '{', '}', '[', ']', '"a"', '1', ',',
  '\n< text', '\n<@ text', '\n<@utf-16le marked', '\n<@utf-9 text', '\n< binary', '\n<@ binary', '\n< gone', '\n< ', '< {{file}}', '\n>> a', '\n>>! a', '&', 'a=', '=', 'å', '\u{1f600}', '\ud800', '\ufeff', '\ufffd', '\n# c', '\n?? status == 200',
] as const;

const types = ['', jsonType, formType, multipartType, 'Content-Type: multipart/mixed', 'Content-Type: multipart/mixed; boundary={{b}}', 'Content-Type: multipart/mixed; boundary="{{nothing}}"', 'Content-Type: text/plain'] as const;

const files: Files = { text: 'one {{v}}\n--x\n{{nothing}}', 'text.txt': '{"a": 1}', marked: [0xff, 0xfe, 0x31, 0x00], binary: [0, 255, 13, 10, 45, 45, 120], gone: { reason: 'it is gone' } };

describe('any body', function () {
  // Thousands of texts: how long they take is the machine's business.
  this.timeout(60_000);

  it('no throw, no plan with an error, every finding in its block, every fix an edit', () => {
    const next = seeded(31);
    let plans = 0;
    for (let run = 0; run < 4000; run++) {
      const body = Array.from({ length: 1 + Math.floor(next() * 12) }, () => fragments[Math.floor(next() * fragments.length)]).join('');
      const text = post(body, types[Math.floor(next() * types.length)]);
      const outcome = result(text, files);
      // The path of a file runs to the end of its line, whatever came behind it.
      if (outcome.kind === 'needs') continue;
      const findings = findingsOf(text, files);
      assert.equal(outcome.kind === 'refused', hasError(findings), text);
      if (outcome.kind === 'plan') plans++;
      for (const finding of [...findings, ...diagnose(parse(text), {})]) {
        assert.ok(finding.span.start >= 0 && finding.span.start <= finding.span.end && finding.span.end <= text.length, text);
        for (const { edits } of fixesFor(parse(text), finding)) applyEdits(text, edits);
      }
    }
    assert.ok(plans > 300, `only ${plans} plans`);
  });

  it('a receiver finds the parts that were written', () => {
    const next = seeded(32);
    const pick = (from: readonly string[]) => from[Math.floor(next() * from.length)] ?? '';
    const several = (from: readonly string[], most: number) => Array.from({ length: Math.floor(next() * (most + 1)) }, () => pick(from));
    for (let run = 0; run < 500; run++) {
      const ends = ['\n', '\r\n'];
      const parts = Array.from({ length: 1 + Math.floor(next() * 4) }, () => ({
        headers: several(['A: b', 'Content-Type: text/plain; a="b"', 'c:{{v}}'], 3),
        content: several(['a', '', ' b ', '--y', 'x--x', '{{v}}', ...ends, ...ends], 6).join('').replaceAll('\r\n--', '\r\n').replaceAll('\n>', '\n'),
      }));
      const written = parts.map(({ headers, content }) => [`--x${pick(ends)}`, ...headers.map((header) => header + pick(ends)), pick(ends), content, pick(ends)].join('')).join('');
      const text = post(`${written}--x--`, multipartType);
      const received = read(new TextDecoder().decode(octets(text)));
      assert.deepEqual(received, parts.map(({ headers, content }) => [headers.join('|'), content].map((each) => each.replaceAll('{{v}}', 'a&b'))), JSON.stringify(text));
    }
  });
});

/** A receiver by the letter of RFC 2046, 5.1.1: headers and content of each part. */
function read(body: string): readonly (readonly string[])[] {
  const [preamble, ...parts] = `\r\n${body}`.split('\r\n--x');
  assert.equal(preamble, '');
  assert.equal(parts.pop(), '--');
  return parts.map((part) => {
    const end = part.indexOf('\r\n\r\n');
    return [part.slice(2, Math.max(end, 2)).split('\r\n').join('|'), part.slice(end + 4)];
  });
}
