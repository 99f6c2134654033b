import assert from 'node:assert/strict';
import { LineIndex } from '../../../../src/base/text';
import type { RequestFile } from '../../../../src/language/syntax/nodes';
import { parse } from '../../../../src/language/syntax/parser';
import { print } from '../../../../src/language/syntax/print';
import { findEscapes, findReferences } from '../../../../src/language/syntax/references';
import { generate } from '../../../bench/parse';
import { readFixtures } from './fixtures';

/** Pieces that change what the lines around them are. */
const pieces = [
  '\n', '\r\n', '\r', '\n\n', ' ', '\t', '#', '###', '// ', '@', '# @name x', '??', '>> a', '>>! ', '< b', '<@', '> {%', '%}', '{{', '}}', '{{@response', '{{+',
  '\\{\\{', ':', '=', ':=', '?', '&', 'GET ', ' HTTP/1.1', '\uD800', '\uDC00', '\uFEFF', '\0', '\u2028', '\u00A0', '😀',
];

/** xorshift32: the same sequence for the same seed, so that a failure can be repeated. */
function randomOf(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** What holds for the tree of every text. Cheap on purpose: it is asked a hundred thousand times. */
function check(file: RequestFile, text: string): void {
  if (print(file) !== text) throw new Error('printing changed the text');
  for (const { lines, request } of file.blocks) {
    if (lines.length === 0) throw new Error('a block without lines');
    if (request === undefined) continue;
    const { line, body, end } = request;
    if (!lines.includes(line)) throw new Error('a request line outside of its block');
    const inside = [line, ...request.query, ...request.headers, ...(body?.lines ?? [])];
    if (inside.some((part) => part.start < line.start || part.end > end)) throw new Error('a part outside of its request');
    if (body && body.lines.length !== lines.filter(({ kind }) => kind === 'body' || kind === 'file').length) {
      throw new Error('a body line outside of its body');
    }
  }
}

/** Every span in a line lies inside it, in order, and holds no line end. */
function checkSpans(file: RequestFile): void {
  for (const line of file.blocks.flatMap((block) => block.lines)) {
    let offset = line.start;
    for (const part of Object.values(line) as unknown[]) {
      if (typeof part !== 'object' || part === null || !('start' in part) || !('end' in part)) continue;
      const { start, end } = part as { start: number; end: number };
      assert.ok(offset <= start && start <= end && end <= line.end, `${line.kind} at ${line.start}`);
      offset = end;
    }
    assert.doesNotMatch(file.text.slice(line.start, line.end), /[\r\n]/);
  }
}

describe('every text', () => {
  const fixtures = readFixtures();

  it('is parsed and printed back: each prefix of each fixture', () => {
    for (const { text } of fixtures) {
      for (let length = 0; length <= text.length; length++) {
        const prefix = text.slice(0, length);
        const file = parse(prefix);
        check(file, prefix);
        checkSpans(file);
      }
    }
  });

  it('is parsed and printed back: 100,000 random changes', function () {
    this.timeout(60_000);
    const random = randomOf(20_240_229);
    const sources = fixtures.flatMap(({ text }) => [text, text.replace(/\r\n?/g, '\n').replace(/\n/g, '\r\n')]);
    let text = '';
    for (let round = 0; round < 100_000; round++) {
      // Several changes in a row on the same text, then a fresh one.
      if (round % 8 === 0) text = sources[random(sources.length)] ?? '';
      const from = random(text.length + 1);
      const removed = random(4) === 0 ? random(40) : random(3);
      const added = random(4) === 0 ? String.fromCharCode(random(0x10000)) : (pieces[random(pieces.length)] ?? '');
      text = text.slice(0, from) + added + text.slice(from + removed);
      try {
        check(parse(text), text);
      } catch (error) {
        throw new Error(`round ${round}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
  });

  it('has its references inside of the span, in order, and its escapes', () => {
    const random = randomOf(7);
    for (let round = 0; round < 20_000; round++) {
      let text = '';
      while (text.length < 30) text += ['{', '}', '{{', '}}', '\\', '\\{\\{', '\\}\\}', '%', ' ', 'a', '.', '\n', '\r'][random(13)] ?? '';
      const span = { start: random(10), end: 20 + random(10) };
      let offset = span.start;
      for (const reference of findReferences(text, span)) {
        assert.ok(reference.start >= offset && reference.end <= span.end, JSON.stringify(text));
        assert.match(text.slice(reference.start, reference.end), /^\{\{[^\r\n]*\}\}$/);
        offset = reference.end;
      }
      offset = span.start;
      for (const mark of findEscapes(text, span)) {
        assert.ok(mark.start >= offset && mark.end === mark.start + 4 && mark.end <= span.end, JSON.stringify(text));
        offset = mark.end;
      }
    }
  });

  const line = 'x'.repeat(100_000);
  const megabytes = 5 << 20;
  /** Each would take minutes if some step were quadratic. */
  const huge: [name: string, text: string][] = [
    ['5 MB of requests', generate(18_600)],
    ['5 MB of blanks on one line', ' '.repeat(megabytes)],
    ['a million blank lines in a body', `POST /\n\nx\n${'\n'.repeat(1_000_000)}y`],
    ['a line of 100,000 characters in each place', `# @${line}\n@${line}=${line}\n${line} /${line}\n?${line}\n${line}:${line}\n\n${line}`],
    ['50,000 separators', '###\n'.repeat(50_000)],
    ['saves above blank lines', `/\n\n${'>> a\n\n\n'.repeat(200_000)}`],
    ['scripts that are never closed', '/\n> {%\n###\n'.repeat(100_000)],
    ['braces that are never closed', `/\n\n${'{{\n'.repeat(500_000)}`],
    ['one line of open braces', `/\n\n${'{'.repeat(megabytes)}`],
    ['one line of half closed braces', `/\n\n${'{{a}'.repeat(megabytes >> 2)}`],
    ['one line of backslashes', `/\n\n${'\\{\\{'.repeat(megabytes >> 2)}`],
  ];
  for (const [name, text] of huge) {
    it(`may be huge: ${name}`, function () {
      this.timeout(30_000);
      const file = parse(text);
      assert.equal(print(file) === text, true);
      assert.equal(file.blocks.reduce((count, { lines }) => count + lines.length, 0), new LineIndex(text).lineCount);
      for (const block of file.blocks) {
        findReferences(text, block);
        findEscapes(text, block);
      }
    });
  }
});
