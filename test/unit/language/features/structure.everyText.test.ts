import assert from 'node:assert/strict';
import { LineIndex } from '../../../../src/base/text';
import { documentSymbols } from '../../../../src/language/features/documentSymbols';
import { foldingRanges } from '../../../../src/language/features/folding';
import { formatBody } from '../../../../src/language/features/format/formatBody';
import { formatLineEdits } from '../../../../src/language/features/format/formatFile';
import { selectionRanges } from '../../../../src/language/features/selectionRanges';
import { semanticTokens } from '../../../../src/language/features/semanticTokens';
import { parse } from '../../../../src/language/syntax/parser';
import { reparse } from '../../../../src/language/syntax/reparse';
import { requestTexts } from '../../../helpers/requestTexts';
import { seeded } from '../../../helpers/seeded';

/** What the editor asks of every answer, for some places of a text. */
function exercise(text: string, places: readonly number[]): void {
  const file = parse(text);
  const { lineCount } = new LineIndex(text);
  for (const { start, end } of foldingRanges(file)) assert.ok(start >= 0 && start < end && end < lineCount, `${start}-${end} of ${lineCount}`);
  checkTokens(semanticTokens(file), new LineIndex(text));
  for (const { span, selection } of documentSymbols(file)) assert.ok(span.start <= selection.start && selection.end <= span.end && span.end <= text.length);
  for (const offset of places) {
    let [start, end] = [offset, offset];
    for (const span of selectionRanges(file, offset)) {
      assert.ok(span.start <= start && end <= span.end && span.end - span.start > end - start && span.end <= text.length);
      ({ start, end } = span);
    }
    if (text.length > 0) assert.deepEqual([start, end], [0, text.length]);
    formatLineEdits(file, offset);
  }
  for (const block of file.blocks) {
    const layout = formatBody(file, block);
    if (layout.kind === 'edits') assert.equal(reparse(file, layout.edits).text.replace(/\s/g, ''), text.replace(/\s/g, ''));
  }
}

/** In order, none reaching into the next, none beyond its line. */
function checkTokens(data: Uint32Array, lines: LineIndex): void {
  let [line, character, before] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [deltaLine = 0, deltaCharacter = 0, length = 0] = data.subarray(at, at + 3);
    assert.ok(length > 0 && (at === 0 || deltaLine > 0 || deltaCharacter >= before));
    line += deltaLine;
    character = deltaLine > 0 ? deltaCharacter : character + deltaCharacter;
    before = length;
    const start = lines.offsetAt({ line, character });
    assert.deepEqual(lines.positionAt(start + length), { line, character: character + length });
  }
}

describe('folding, selections, colours, outline and layout of every text', function () {
  this.timeout(60_000);

  it('each prefix of each request file, at its end', () => {
    for (const { text } of requestTexts()) {
      for (let length = 0; length <= text.length; length += 3) exercise(text.slice(0, length), [length]);
    }
  });

  it('each place of each request file', () => {
    for (const { text } of requestTexts()) exercise(text, Array.from({ length: text.length + 1 }, (_, offset) => offset));
  });

  it('random texts', () => {
    const next = seeded(20_261_122);
    const pieces = ['\n', '\n\n', '\r\n', '\r', ' ', '###', '### a', '# @name a', '# @ref a', '# @prompt a', '# region', '# endregion', '@a = 1', 'POST /x', '?a=b', 'X: y', '??', '>> a', '< b', '> {%', '{{', '}}', '{{a}}', '{{a.response.status}}', '{{$guid}}', '\\{\\{', '{', '}', '[', ']', ':', ',', '"', '\\', '1', '\uFEFF', '\uD800', '😀', '\0', '\u2028'];
    for (let round = 0; round < 6000; round++) {
      const text = Array.from({ length: 1 + Math.floor(next() * 20) }, () => pieces[Math.floor(next() * pieces.length)]).join('');
      exercise(text, [0, Math.floor(next() * text.length), text.length]);
    }
  });

  it('a body of 5 MB on one line, and JSON nested 10,000 deep', () => {
    for (const body of ['x'.repeat(5_000_000), `["${'{{a}} '.repeat(800_000)}"]`, `{"a":${'['.repeat(10_000)}`, `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, '}'.repeat(100_000), `[${'\n['.repeat(10_000)}`]) {
      const text = `POST /x\nContent-Type: application/json\n\n${body}\n`;
      exercise(text, [text.length >> 1]);
    }
  });
});
