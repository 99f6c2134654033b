import assert from 'node:assert/strict';
import { diagnose } from '../../../../../src/language/features/diagnostics/diagnose';
import { parse } from '../../../../../src/language/syntax/parser';
import { wordsFor } from '../../../../../src/insight/words';
import { compared, findingsOf, formType, jsonType, multipartType, post, type Files } from './bodySupport';
import { devEnvironment, fixed } from '../support';

function multipart(parameters: string): string {
  return `Content-Type: multipart/form-data${parameters}`;
}

const one = '--x\n\n1\n--x--';

describe('findings about a multipart body', () => {
  const files: Files = { text: 'a\n--x\nb', binary: [0xff, 0x0a, 0x2d, 0x2d, 0x78], harmless: 'a--x', whole: one, other: 'nothing' };

  for (const [name, text] of [
    ['no boundary', post(one, 'Content-Type: ⟦body.multipart-boundary|multipart/form-data⟧')],
    ['no boundary, other parameters', post(one, 'Content-Type: ⟦body.multipart-boundary|multipart/form-data; a="; boundary=x"; c⟧')],
    ['an empty boundary', post(one, 'Content-Type: ⟦body.multipart-boundary-form|multipart/form-data; boundary=⟧')],
    ['an empty boundary in quotes', post(one, 'Content-Type: ⟦body.multipart-boundary-form|multipart/form-data; boundary=""⟧')],
    ['a blank at its end', post(one, multipart('; boundary="⟦body.multipart-boundary-form|x ⟧"'))],
    ['characters that no boundary has', post(one, multipart('; boundary=⟦body.multipart-boundary-form|å⟧; a=b'))],
    ['characters that no boundary has, inserted', post(one, multipart('; boundary=⟦body.multipart-boundary-form|{{v}}⟧'))],
    ['70 characters', post(one.replaceAll('x', 'y'.repeat(70)), multipart(`; boundary=${'y'.repeat(70)}`))],
    ['71 characters', post(one, multipart(`; boundary=⟦body.multipart-boundary-form|${'y'.repeat(71)}⟧`))],
    ['quotes are missing', post(one.replaceAll('x', 'a/b'), multipart('; boundary=⟦body.multipart-boundary-quotes|a/b⟧'))],
    ['no delimiter', post('a\n⟦body.multipart-delimiter|--y⟧\n\n1\n--y--', multipartType)],
    ['no delimiter, nothing like one', post('\n⟦body.multipart-delimiter|a=1⟧', multipartType)],
    ['no delimiter, in a file neither', post('⟦body.multipart-delimiter|< other⟧', multipartType)],
    ['the delimiters in a file', post('< whole', multipartType)],
    ['not closed', post('⟦body.multipart-open|--x⟧\n\n1', multipartType)],
    ['not closed, nothing in it', post('--x\n\n1\n⟦body.multipart-open|--x⟧', multipartType)],
    ['closed with one dash', post('⟦body.multipart-open|--x⟧\n\n1\n⟦body.multipart-inside|--x⟧-', multipartType)],
    ['no blank line below a delimiter', post('--x\n⟦body.multipart-header|hello⟧\n--x--', multipartType)],
    ['a file among the headers', post('--x\nA: b\n⟦body.multipart-header|< harmless⟧\n--x--', multipartType)],
    ['a header line without a name', post('--x\n⟦body.multipart-header|: b⟧\n--x--', multipartType)],
    ['a continued header without a header', post('--x\n⟦body.multipart-header|  b⟧\n--x--', multipartType)],
    ['a line break in a part header', post('--x\nA: ⟦value.line-break|{{lines}}⟧\n\n1\n--x--', multipartType)],
    ['the boundary in a line', post('--x\n\na\n⟦body.multipart-inside|--x⟧ b\n--x--', multipartType)],
    ['the boundary in a file', post('--x\n\na\n⟦body.multipart-inside|< text⟧\n--x--', multipartType)],
    ['the boundary in a file that is no text', post('--x\n\n⟦body.multipart-inside|< binary⟧\n--x--', multipartType)],
    ['the boundary in a value', post('--x\n\na\n⟦body.multipart-inside|{{dashes}}⟧\n--x--', multipartType)],
    ['the boundary inside a line', post('--x\n\na --x\n< harmless\n--x--', multipartType)],
    ['text around the parts', post('⟦body.multipart-outside|a\n\n< harmless⟧\n--x\n--x--\n\n⟦body.multipart-outside|b⟧', multipartType)],
    ['parts below the closing delimiter', post(`${one}\n⟦body.multipart-outside|${one}⟧`, multipartType)],
  ] as const) {
    for (const [ends, lineEnd] of [['LF', '\n'], ['CRLF', '\r\n']] as const) {
      it(`${name}, ${ends}`, () => {
        const { found, expected } = compared(`@dashes = --x\n${text}`.replaceAll('\n', lineEnd), files);
        assert.deepEqual(found, expected);
      });
    }
  }

  for (const text of [post('--{{stored}}', multipartType), post('a', multipart('; boundary={{stored}}')), post('a', multipart('{{stored}}')), post('{{stored}}', multipartType), post('< file', multipartType), post('--x\n\n{{stored}}\n--x--', multipartType)]) {
    it(`what the editor does not know it does not judge: ${JSON.stringify(text)}`, () => assert.deepEqual(diagnose(parse(text), devEnvironment()), []));
  }
});

describe('findings about a form', () => {
  for (const [name, text] of [
    ['two lines that are joined without an ampersand', 'a=1\n⟦body.form-ampersand|b=2⟧\n&c=3\n⟦body.form-ampersand|d = 4⟧'],
    ['with a blank line between', 'a=1\n\n⟦body.form-ampersand|  b[0].c=2⟧'],
    ['a value that goes on', 'a=1\nbcd\nb==\n&c'],
    ['a file between', 'a=\n< file\nb=1'],
  ] as const) {
    it(name, () => {
      const { found, expected } = compared(post(text, formType), { file: '1&' });
      assert.deepEqual(found, expected);
    });
  }
});

describe('findings about save lines', () => {
  for (const [name, text] of [
    ['above more text', post('⟦save.not-last|>> ./a⟧\n b')],
    ['two of them', post('⟦save.not-last|>>! a⟧\n\n>> b')],
    ['not at column 1, without a blank', post(' >> a\n>>b\n>>>> c')],
    ['one that has a finding', post('⟦body.look-alike|>> a⟧\n\n?? status == 200', '')],
    ['above an assertion', post('⟦save.not-last|>> a⟧\n\n?? status == 200')],
  ] as const) {
    it(name, () => {
      const { found, expected } = compared(text);
      assert.deepEqual(found, expected);
    });
  }
});

describe('fixes for bodies', () => {
  const files: Files = { utf16: [0xff, 0xfe, 0x31, 0x00] };
  const cases: readonly [text: string, title: string, expected: string][] = [
    [post(one, multipart('; a=b')), 'Add boundary=x', post(one, multipart('; a=b; boundary=x'))],
    [post('\n--a b \n--a b--', multipart('')), 'Add boundary="a b"', post('\n--a b \n--a b--', multipart('; boundary="a b"'))],
    [post('--{{number}}\n--{{number}}--', multipart('')), 'Add boundary={{number}}', post('--{{number}}\n--{{number}}--', multipart('; boundary={{number}}'))],
    [post('--a=b--', multipart('; boundary=a=b; c=d')), 'Put the boundary in quotes', post('--a=b--', multipart('; boundary="a=b"; c=d'))],
    [post('--y\n\n1\n--y--', multipartType), 'Write boundary=y in the Content-Type', post('--y\n\n1\n--y--', multipart('; boundary=y'))],
    [post('--x\n\n1\n', multipartType), 'Add --x--', post('--x\n\n1\n--x--\n', multipartType)],
    [post('--{{number}}\n\n1\n\n###', multipart('; boundary={{number}}')), 'Add --{{number}}--', post('--{{number}}\n\n1\n--{{number}}--\n\n###', multipart('; boundary={{number}}'))],
    [post('--x\nhello\n--x--', multipartType), 'Start the content here: insert a blank line', post('--x\n\nhello\n--x--', multipartType)],
    [post('--y--\n\n1\n--y----', multipartType), 'Write boundary=y-- in the Content-Type', post('--y--\n\n1\n--y----', multipart('; boundary=y--'))],
    [post('--y--', multipartType), 'Write boundary=y in the Content-Type', post('--y--', multipart('; boundary=y'))],
    [post('a=1\n  b=2', formType), 'Add the missing &', post('a=1\n  &b=2', formType)],
    [post('<@ utf16'), 'Read the file as utf-16le', post('<@utf-16le utf16')],
    [post('<@utf16le utf16'), 'Read the file as utf-16le', post('<@utf-16le utf16')],
    [post('< utf16', jsonType), 'Read the file as utf-16le', post('<@utf-16le utf16', jsonType)],
    [post('>> a\nb\n\n### next'), 'Move it to the end of the block', post('b\n>> a\n\n### next')],
  ];
  for (const [text, title, expected] of cases) {
    for (const [ends, lineEnd] of [['LF', '\n'], ['CRLF', '\r\n']] as const) {
      it(`${title}, ${ends}: ${JSON.stringify(text)}`, () => {
        const source = text.replaceAll('\n', lineEnd);
        const all = findingsOf(source, files, devEnvironment()).flatMap((finding) => Object.entries(fixed(parse(source), finding)));
        assert.equal(new Map(all).get(title), expected.replaceAll('\n', lineEnd));
        assert.deepEqual(findingsOf(expected.replaceAll('\n', lineEnd), files, devEnvironment()).filter(({ severity }) => severity !== 'warning').map(({ code }) => code), []);
      });
    }
  }

  it('none where it cannot be said what to write', () => {
    for (const text of [post('1', multipart('')), post('--å', multipart('')), post('1', multipartType), post('<@nothinglikeit utf16'), post('>> a\n\n>> b')]) {
      const findings = findingsOf(text, files, devEnvironment());
      assert.ok(findings.length > 0, text);
      assert.deepEqual(findings.flatMap((finding) => Object.keys(fixed(parse(text), finding))), [], text);
    }
  });

  it('none for data that is not there', () => {
    for (const code of ['body.multipart-boundary', 'body.multipart-boundary-quotes', 'body.multipart-delimiter', 'body.multipart-open', 'body.multipart-header', 'body.form-ampersand', 'body.file-encoding', 'save.not-last']) {
      assert.deepEqual(fixed(parse('GET /x'), { code, severity: 'error', span: { start: 0, end: 1 }, data: {} }), {});
    }
  });

  it('words name what to write', () => {
    const said = (text: string) => wordsFor(findingsOf(text, files, devEnvironment())[0] ?? { code: '', data: {} });
    assert.equal(said(post(one, multipart(''))), 'A multipart body needs a boundary in its Content-Type: add "; boundary=x".');
    assert.equal(said(post('1', multipart(''))), 'A multipart body needs a boundary in its Content-Type, e.g. "; boundary=part".');
    assert.equal(said(post('--x\n\n1', multipartType)), 'The last part is not closed. Add a last line "--x--".');
    assert.equal(said(post('--y', multipartType)), 'No line of the body is "--" and the boundary of the Content-Type. Did you mean "y"?');
    assert.equal(said(post('1', multipart('; boundary=å'))), 'A boundary is made of letters, digits and \'()+_,-./:=? and does not end in a blank. Choose another one, here and in the body.');
  });
});
