import assert from 'node:assert/strict';
import { applyEdits } from '../../../../src/base/text';
import { formatEdits, formatLineEdits } from '../../../../src/language/features/format/formatFile';
import type { Block, RequestFile } from '../../../../src/language/syntax/nodes';
import { planRequest } from '../../../../src/language/plan/plan';
import { parse } from '../../../../src/language/syntax/parser';
import { reparse } from '../../../../src/language/syntax/reparse';
import { requestTexts } from '../../../helpers/requestTexts';
import { marked, markedAt } from '../../../helpers/marked';
import { seeded } from '../../../helpers/seeded';
import { devEnvironment, sendContext } from '../plan/support';

function formatted(text: string): string {
  const file = parse(text);
  return reparse(file, formatEdits(file)).text;
}

/** Methods of the standard are the one thing sent that may change: nobody means `get`. */
function capital(method: string): string {
  return /^(get|head|post|put|patch|delete|options|trace|connect)$/i.test(method) ? method.toUpperCase() : method;
}

/** All that is sent, expected and asked for a block; findings by code. */
function meaning(file: RequestFile, block: Block): unknown {
  const result = planRequest(file, block, sendContext(devEnvironment()));
  const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code).sort();
  if (result.kind === 'refused') return { kind: 'refused', codes: codes(result.findings), body: bodyOf(file, block) };
  if (result.kind === 'needs') return { kind: 'needs', needs: result.needs.length, body: bodyOf(file, block) };
  const { name, title, request, options, expectations, confirm, save, secrets, findings } = result.plan;
  return { name, title, request: { ...request, method: capital(request.method) }, options, checks: expectations.map(({ check, text }) => ({ check, text })), confirm, path: save?.path, secrets, codes: codes(findings), body: bodyOf(file, block) };
}

function bodyOf(file: RequestFile, { request }: Block): string | undefined {
  return request?.body && file.text.slice(request.body.start, request.body.end);
}

const meanings = (text: string) => {
  const file = parse(text);
  return file.blocks.filter(({ lines }) => lines.some(({ kind }) => kind !== 'blank')).map((block) => meaning(file, block));
};

describe('formatting', () => {
  const cases: readonly [name: string, text: string, expected: string][] = [
    ['nothing', '', ''],
    ['blanks alone', ' \n\n\t', ''],
    ['what is formatted already', '@a = 1\n\n### b\n# @name b\nGET /b\n  ?c=d\nX: y\n\n{ "a" : 1 }  \n\n###\n', '@a = 1\n\n### b\n# @name b\nGET /b\n  ?c=d\nX: y\n\n{ "a" : 1 }  \n\n###\n'],
    ['the end of the file', 'GET /x\n\n\n', 'GET /x\n'],
    ['a last line without a line end', 'GET /x', 'GET /x\n'],
    ['blank lines at the start', '\n \nGET /x\n', 'GET /x\n'],
    ['blank lines between blocks', '### a\nGET /x\n### b\n\n\n\nGET /y\n\n\n\n### c', '### a\nGET /x\n\n### b\n\nGET /y\n\n### c\n'],
    ['separators', '###a  \n####   b\n###\t\n', '### a\n\n#### b\n\n###\n'],
    ['variables', '@a=1\n@ b  =  2  3 \n  @c=\n@d := 1 \n@e \n', '@a = 1\n@b = 2  3\n@c =\n@d := 1\n@e\n'],
    ['directives', '#@name a\n//   @ref    b \n# @name=c\n#@disabled\nGET /x\n', '# @name a\n// @ref b\n# @name=c\n# @disabled\nGET /x\n'],
    ['comments keep their inside', '#a   b  \n//\t\nGET /x\n', '#a   b\n//\nGET /x\n'],
    ['the request line', '  get   /x   HTTP/1.1  \n###\nPaTcH\t{{a}}/x\n###\n  {{base}}/y \n###\nLIST  /x\n###\ndelete\n', 'GET /x HTTP/1.1\n\n###\nPATCH {{a}}/x\n\n###\n{{base}}/y\n\n###\nLIST /x\n\n###\nDELETE\n'],
    ['headers', 'GET /x\n  Accept :text/plain \nX-A:\t\nX-{{a}}  :  b  c\nno colon  \n', 'GET /x\nAccept: text/plain\nX-A:\nX-{{a}}: b  c\nno colon  \n'],
    ['query lines', 'GET /x\n?a=b  \n\t&c=d\n    &e={{f}}\n', 'GET /x\n  ?a=b\n  &c=d\n  &e={{f}}\n'],
    ['what is below a body', 'GET /x\n\n??status==200 \n\n\n?? time  < 1s\n>>   ./a \n', 'GET /x\n\n?? status==200\n\n?? time  < 1s\n>> ./a\n'],
    ['a save line without a path is none without its blank', 'GET /x\n\n>> \n', 'GET /x\n\n>> \n'],
    ['body octets, blank lines at its start too', 'POST /x\n \n\n  a  \n\n b \n \n### c\n', 'POST /x\n\n\n  a  \n\n b \n\n### c\n'],
    ['scripts are none of our business', 'GET /x\n> {%  a  \n\n\n  b  %}\n  ### c\n', 'GET /x\n> {%  a  \n\n\n  b  %}\n  ### c\n'],
    ['a byte order mark', '\uFEFF\n GET /x', '\uFEFFGET /x\n'],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.equal(formatted(text), expected);
      const crlf = (some: string) => some.replaceAll('\n', '\r\n');
      if (text.includes('\n')) assert.equal(formatted(crlf(text)), crlf(expected));
    });
  }

  it('of a range leaves the rest alone', () => {
    const { text, spans } = marked('@a=1\n@b=1\n@⟦c=1\n@d⟧=1\n\n\n@e=1');
    const edits = formatEdits(parse(text), spans[0]);
    assert.equal(applyEdits(text, edits), '@a=1\n@b=1\n@c = 1\n@d = 1\n\n\n@e=1');
  });

  it('of a range at the end of a block adds no blank line that is there', () => {
    const { text, spans } = marked('###a\nGET /x\n\n⟦###b\nget /y\n⟧###c');
    assert.equal(applyEdits(text, formatEdits(parse(text), spans[0])), '###a\nGET /x\n\n### b\nGET /y\n\n###c');
  });

  it('of a typed line looks at that line alone', () => {
    for (const [source, expected] of [
      ['@a=1\n‸@b=1\n@c=1\n', '@a=1\n@b = 1\n@c=1\n'],
      ['GET /x\n\n‸ a  \n', 'GET /x\n\n a  \n'],
      ['GET /x\n‸ \n\n', 'GET /x\n \n\n'],
      ['‸', ''],
    ] as const) {
      const { text, cursor } = markedAt(source);
      assert.equal(applyEdits(text, formatLineEdits(parse(text), cursor)), expected);
    }
  });

  for (const { name, text } of requestTexts()) {
    it(`${name}: nothing that is sent changes, and the second time nothing at all`, () => {
      const once = formatted(text);
      assert.equal(formatted(once), once);
      assert.deepEqual(meanings(once), meanings(text));
    });

    it(`${name}: every prefix of it`, function () {
      this.timeout(60_000);
      for (let length = 0; length <= text.length; length++) {
        const prefix = text.slice(0, length);
        const once = formatted(prefix);
        if (formatted(once) !== once) assert.equal(formatted(once), once, JSON.stringify(prefix.slice(-200)));
        const [before, after] = [bodies(prefix), bodies(once)];
        if (before.join('\0') !== after.join('\0')) assert.deepEqual(after, before, JSON.stringify(prefix.slice(-200)));
      }
    });
  }

  it('random texts: the same', function () {
    this.timeout(60_000);
    const next = seeded(20_261_121);
    const pieces = ['\n', '\n\n', '\r\n', '\r', ' ', '\t', '###', '### a', '# @name a', '#', '//', '@', '@a', '=', ':=', 'get', 'POST', '/x', ' HTTP/1.1', '?', '&', '??', '>> ', '>>! a', '< b', '<@ c', '> {%', '%}', '{{', '}}', '{{+', '{{@request', '{{a}}', ':', 'X: y', '{"a":', '1}', 'ä', '\uFEFF', '\0'];
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: 1 + Math.floor(next() * 14) }, () => pieces[Math.floor(next() * pieces.length)]).join('');
      const once = formatted(text);
      assert.equal(formatted(once), once, JSON.stringify(text));
      assert.deepEqual(bodies(once), bodies(text), JSON.stringify(text));
      if (round % 4 === 0) assert.deepEqual(meanings(once), meanings(text), JSON.stringify(text));
    }
  });
});

/** The lines of each block without what formatting may change, and the octets of its body. */
function bodies(text: string): readonly string[] {
  const file = parse(text);
  return file.blocks.flatMap((block) => {
    const kinds = block.lines.filter(({ kind }) => kind !== 'blank' && kind !== 'refused').map(({ kind }) => kind);
    return kinds.length === 0 ? [] : [`${kinds.join(' ')}\n${bodyOf(file, block) ?? ''}`];
  });
}
