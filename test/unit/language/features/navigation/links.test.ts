import assert from 'node:assert/strict';
import { linksIn } from '../../../../../src/language/features/navigation/links';
import { parse } from '../../../../../src/language/syntax/parser';
import { reparse } from '../../../../../src/language/syntax/reparse';
import { marked } from '../../../../helpers/marked';

describe('links', () => {
  const cases: readonly [what: string, text: string, kinds?: readonly string[]][] = [
    ['imports', '# @import ⟦./shared.dt.http⟧\n# @Import ⟦a b.http⟧\n# @import\nGET /x'],
    ['files of a body, and where an answer goes', 'POST /x\n\n< ⟦./a.json⟧\ntext\n<@latin1 ⟦./b.txt⟧\n\n>>! ⟦out/c.json⟧'],
    ['not what a variable is part of', '# @import ./{{a}}.http\nPOST /x\n\n< ./{{a}}.json'],
    ['addresses in comments and notes', '# see ⟦https://a.example/x_(y)?q=1#z⟧, and (⟦http://b.example⟧).\n// <⟦https://c.example/⟧>\n# @note ⟦https://d.example⟧!\nGET /x'],
    ['no other scheme, and no address of a request', '# file:///etc/passwd command:x javascript:alert(1) ftp://a\nGET https://a.example\n\nhttps://b.example'],
  ];
  for (const [what, source] of cases) {
    it(`are ${what}`, () => {
      const { text, spans } = marked(source);
      const found = linksIn(parse(text));
      assert.deepEqual(found.map(({ span }) => span), spans);
      for (const { kind, target, span } of found) {
        assert.equal(target, text.slice(span.start, span.end));
        assert.equal(kind, /^https?:/.test(target) ? 'url' : 'file');
      }
    });
  }

  it('move with their blocks', () => {
    const tree = parse('GET /x\n###\n# https://a.example\nGET /y');
    linksIn(tree);
    const moved = reparse(tree, [{ span: { start: 0, end: 0 }, newText: '# a line\n' }]);
    assert.deepEqual(linksIn(moved), linksIn(parse(moved.text)));
  });
});
