import assert from 'node:assert/strict';
import { wordsFor } from '../../../../src/insight/words';
import { diagnose } from '../../../../src/language/features/diagnostics/diagnose';
import { Diagnoser } from '../../../../src/language/features/diagnostics/diagnoser';
import { foldingRanges } from '../../../../src/language/features/folding';
import { isTooLong } from '../../../../src/language/features/longFile';
import { highlightsAt } from '../../../../src/language/features/navigation/highlights';
import { selectionRanges } from '../../../../src/language/features/selectionRanges';
import { semanticTokens } from '../../../../src/language/features/semanticTokens';
import { parse } from '../../../../src/language/syntax/parser';
import { reparse } from '../../../../src/language/syntax/reparse';

const head = '@used = 1\n@unused = 2\n\n### other\nGET /project\n\n### long\nPOST /projects\nContent-Type: application/json\n\n';
/** Items of which each can be folded; what comes last breaks them. */
const bodyOf = (item: string, count: number) => `[\n${`  {\n"displayName": "${item}"\n},\n`.repeat(count)}]]\n`;

const typing = () => new Diagnoser({ isTyping: true });
const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);

describe('a request that is too long to be looked into with each edit', () => {
  const cases: readonly [string, string, string][] = [
    ['by its length', bodyOf('north'.repeat(100), 1_000), 'more than 500,000 characters'],
    ['by its lines', bodyOf('north', 6_700), 'more than 20,000 lines'],
    ['by its references', bodyOf('{{used}}', 5_001), 'more than 5,000 references'],
  ];
  for (const [what, long, words] of cases) {
    const file = parse(head + long);
    const request = file.text.indexOf('POST');

    it(`${what}: that is said of it, and nothing else`, () => {
      const found = typing().diagnose(file, {}, '').filter(({ span }) => span.start >= request);
      assert.deepEqual(codes(found), ['request.long']);
      assert.deepEqual(found[0]?.span, { start: request, end: request + 'POST /projects'.length });
      assert.deepEqual(found.map(wordsFor), [`This request has ${words}: it is not checked while you type. What keeps it from being sent is told when you run it; "dt-http check" tells all.`]);
    });

    it(`${what}: it is judged where nobody types`, () => {
      const found = codes(diagnose(file, {}));
      assert.deepEqual(found.slice(-1), ['body.json']);
      assert.ok(found.includes('variable.unused'));
    });

    it(`${what}: other requests are judged as ever, and after edits too`, () => {
      const diagnoser = typing();
      diagnoser.diagnose(file, {}, '');
      const at = file.text.indexOf('/project\n') + '/project'.length;
      const edited = reparse(file, [{ span: { start: at, end: at }, newText: '/{{gone}}' }]);
      assert.ok(codes(diagnoser.diagnose(edited, {}, '')).includes('variable.undefined'));
    });

    it(`${what}: short again, it is judged`, () => {
      const diagnoser = typing();
      diagnoser.diagnose(file, {}, '');
      const start = file.text.indexOf('[\n') + 1;
      const edited = reparse(file, [{ span: { start, end: file.text.length - 3 }, newText: '' }]);
      assert.deepEqual(codes(diagnoser.diagnose(edited, {}, '').filter(({ span }) => span.start >= request)), ['body.json']);
    });

    it(`${what}: nobody is told that a variable is not used, which it may well use`, () => assert.ok(!codes(typing().diagnose(file, {}, '')).includes('variable.unused')));

    it(`${what}: it folds as a whole`, () => {
      const first = file.text.slice(0, request).split('\n').length + 2;
      assert.deepEqual(foldingRanges(file).filter(({ start }) => start >= first).map(({ start }) => start), [first]);
    });

    it(`${what}: a selection grows to all of the body at once`, () => {
      const offset = file.text.indexOf('displayName') + 3;
      const [word, line, whole] = selectionRanges(file, offset).map(({ start, end }) => file.text.slice(start, end));
      assert.equal(word, 'displayName');
      assert.match(line ?? '', /^"displayName": /);
      assert.match(whole ?? '', /^\[\n[^]*\]\]$/);
    });

    it(`${what}: none of its references is coloured or marked, all others are`, () => {
      assert.equal(semanticTokens(file).length / 5, 4, 'both variables and both titles');
      const marked = (text: string) => highlightsAt(file, file.text.indexOf(text) + 2).map(({ span }) => span.start);
      if (long.includes('{{used}}')) assert.deepEqual(marked('{{used}}'), []);
      assert.deepEqual(marked('@used'), [file.text.indexOf('@used') + 1]);
    });
  }

  it('a request just below both limits is judged', () => {
    for (const text of [bodyOf('north'.repeat(100), 900), bodyOf('north', 6_600), bodyOf('{{used}}', 5_000)]) assert.ok(codes(typing().diagnose(parse(head + text), {}, '')).includes('body.json'), text.slice(0, 40));
  });

  it('long text that is no request has no such words', () => {
    for (const text of [`# ${'a'.repeat(600_000)}\n`, '# @tag x\n'.repeat(30_000)]) assert.deepEqual(typing().diagnose(parse(text), {}, ''), [], text.slice(0, 20));
  });

  it('braces that are no references do not count as such', () => {
    for (const text of ['{{'.repeat(30_000), '\\{\\{a\\}\\} '.repeat(6_000)]) assert.ok(!codes(typing().diagnose(parse(`POST /projects\nContent-Type: text/plain\n\n${text}`), {}, '')).includes('request.long'));
  });

  it('one that is disabled is said to be that', () => {
    assert.deepEqual(codes(typing().diagnose(parse(`# @disabled\nPOST /projects\n\n${bodyOf('north', 6_700)}`), {}, '')), ['request.disabled']);
  });

  it('lines above it that define nothing are told: what uses them would be called undefined', () => {
    const text = `### long\n@x := 1\nPOST /projects\n\n${bodyOf('north', 6_700)}\n### other\nGET /projects/{{x}}\n`;
    assert.deepEqual(codes(typing().diagnose(parse(text), {}, '')), ['variable.assignment', 'request.long']);
  });

  it('which of several definitions a question hides is not said across it', () => {
    const text = (count: number) => `@x = 1\nGET /{{x}}\n\n### long\n@x = 2\nPOST /projects\n\n${bodyOf('north', count)}\n### q\n# @prompt x\nGET /{{x}}\n`;
    const shadowed = (count: number) => typing().diagnose(parse(text(count)), {}, '').filter(({ code }) => code === 'variable.shadowed').map(({ data }) => data['line']);
    assert.deepEqual([shadowed(1), shadowed(6_700)], [[5], []]);
  });

  it('a block of nothing but directives has no more findings than are read', () => {
    assert.equal(diagnose(parse(`${'# @tagg x\n'.repeat(1_000)}GET /projects\n`), {}).filter(({ code }) => code === 'directive.unknown').length, 200);
  });

  it('comments in pairs fold, however many', () => assert.equal(foldingRanges(parse('#a\n#b\n#c\n\n'.repeat(150_000))).length, 150_000));
});

describe('a file that is too long to be looked into while it is shown', () => {
  const blocks = (count: number) => parse('###\n'.repeat(count));
  for (const [count, lines, expected] of [[20_000, 200_000, false], [20_001, 200_000, true], [20_000, 200_001, true]] as const) {
    it(`of ${count} blocks and ${lines} lines: ${String(expected)}`, () => assert.equal(isTooLong(blocks(count), lines), expected));
  }
});
