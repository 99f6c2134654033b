import assert from 'node:assert/strict';
import { applyEdits, LineIndex } from '../../../../src/base/text';
import { semanticTokens, tokensEdit } from '../../../../src/language/features/semanticTokens';
import { tokenModifiers, tokenTypes } from '../../../../src/language/features/tokenLegend';
import type { RequestFile } from '../../../../src/language/syntax/nodes';
import { parse } from '../../../../src/language/syntax/parser';
import { reparse } from '../../../../src/language/syntax/reparse';
import { requestTexts } from '../../../helpers/requestTexts';
import { seeded } from '../../../helpers/seeded';

/** The numbers as `text type modifiers`, read as the editor reads them. */
function read(file: RequestFile): readonly string[] {
  const data = semanticTokens(file);
  const lines = new LineIndex(file.text);
  const found: string[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [deltaLine = 0, deltaCharacter = 0, length = 0, type = 0, modifiers = 0] = data.subarray(at, at + 5);
    line += deltaLine;
    character = deltaLine > 0 ? deltaCharacter : character + deltaCharacter;
    const start = lines.offsetAt({ line, character });
    found.push([file.text.slice(start, start + length), tokenTypes[type], ...tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0)].join(' '));
  }
  return found;
}

describe('semantic tokens', () => {
  const cases: readonly [name: string, text: string, expected: readonly string[]][] = [
    ['nothing', '', []],
    ['directives that there are, and others', '# @name a\n# @No-Redirect\n# @nonsense 1\nGET /x', ['name keyword', 'a function declaration', 'No-Redirect keyword', 'nonsense comment']],
    ['names of requests, wherever they are used', '### login\nGET /a\n###\n# @ref login\nGET /{{login.response.body.$.a}}/{{other.response.status}}', ['login function declaration', 'ref keyword', 'login function', 'login function']],
    ['a title that is no name, or not the only one', '### a b\nGET /a\n### x\nGET /b\n### x\nGET /c\n###\n# @ref x\nGET /d', ['ref keyword']],
    ['variables of the file, at their definition and use', '@a = 1\n@b = {{a}}\nGET /{{a}}/{{ %b }}?c={{c}}\nX-{{a}}: {{b}}\n\n{{a}}\n\n?? status == {{b}}', ['a variable declaration', 'b variable declaration', 'a variable', 'a variable', 'b variable', 'a variable', 'b variable', 'a variable', 'b variable']],
    ['what defines nothing', '@a := 1\n@b\n@c d = 2\nGET /{{a}}', []],
    ['prompts, of their block alone', '# @prompt a What?\n# @prompt-secret b\nGET /{{a}}/{{b}}\n###\nGET /{{a}}', ['prompt keyword', 'a parameter declaration', 'prompt-secret keyword', 'b variable declaration readonly', 'a parameter', 'b variable readonly']],
    ['a prompt goes before a variable', '@a = 1\n# @prompt a\nGET /{{a}}', ['a variable declaration', 'prompt keyword', 'a parameter declaration', 'a parameter']],
    ['system variables, and those whose values are secret', 'GET /{{$guid}}/{{$timestamp -1 d}}/{{$processEnv X}}/{{$env.X}}/{{$dotenv X}}', ['$guid function defaultLibrary', '$timestamp function defaultLibrary', '$processEnv variable readonly', '$env.X variable readonly', '$dotenv variable readonly']],
    ['references in arguments that are not literal', '@a = 1\n# @timeout {{a}}\n# @note {{a}}\nGET /x\n\n< {{a}}\n>> {{a}}', ['a variable declaration', 'timeout keyword', 'a variable', 'note keyword', 'a variable', 'a variable']],
    ['code of other tools, comments and scripts', '@a = 1\n# {{a}}\n> {% {{a}} %}\nGET /{{a + 1}}', ['a variable declaration']],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.deepEqual(read(parse(text)), expected);
      assert.deepEqual(read(parse(text.replaceAll('\n', '\r\n'))), expected);
    });
  }

  it('come and go with the names of other blocks', () => {
    const before = parse('### a\nGET /a\n###\nGET /{{b}}/{{a.response.status}}\n');
    assert.deepEqual(read(before), ['a function declaration', 'a function']);
    const defined = reparse(before, [{ span: { start: 0, end: 0 }, newText: '@b = 1\n' }]);
    assert.deepEqual(read(defined), ['b variable declaration', 'a function declaration', 'b variable', 'a function']);
    const renamed = reparse(defined, [{ span: { start: defined.text.indexOf('### a') + 5, end: defined.text.indexOf('### a') + 5 }, newText: 'b' }]);
    assert.deepEqual(read(renamed), ['b variable declaration', 'ab function declaration', 'b variable']);
    assert.deepEqual(read(before), ['a function declaration', 'a function']);
  });

  it('after edits are those of the text as it is, and the difference leads from one to the other', function () {
    this.timeout(60_000);
    const next = seeded(6);
    for (const { text } of requestTexts()) {
      let file = parse(text);
      for (let round = 0; round < 30; round++) {
        const start = Math.floor(next() * file.text.length);
        const span = { start, end: Math.min(file.text.length, start + Math.floor(next() * 4)) };
        const newText = ['', '\n', '###\n', '@a = 1\n', '# @name b\n', '{{a}}', '{{b.response.status}}', 'x'][Math.floor(next() * 8)] ?? '';
        const edited = reparse(file, [{ span, newText }]);
        const [before, now] = [semanticTokens(file), semanticTokens(edited)];
        assert.deepEqual(now, semanticTokens(parse(applyEdits(file.text, [{ span, newText }]))));
        const edit = tokensEdit(before, now);
        const spliced = [...before];
        if (edit) spliced.splice(edit.start, edit.deleteCount, ...edit.data);
        else assert.deepEqual(before, now);
        assert.deepEqual(Uint32Array.from(spliced), now);
        file = edited;
      }
    }
  });
});
