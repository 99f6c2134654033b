import assert from 'node:assert/strict';
import { applyEdits } from '../../../../../src/base/text';
import { wordsFor } from '../../../../../src/insight/words';
import { diagnose } from '../../../../../src/language/features/diagnostics/diagnose';
import { Diagnoser } from '../../../../../src/language/features/diagnostics/diagnoser';
import { fixesFor } from '../../../../../src/language/features/fixes/index';
import { environmentFromSettings, parseEnvironmentFile } from '../../../../../src/language/plan/environment';
import type { VariableContext } from '../../../../../src/language/plan/context';
import { parse } from '../../../../../src/language/syntax/parser';
import { reparse } from '../../../../../src/language/syntax/reparse';
import { marked } from '../../../../helpers/marked';

const own = ['variable.unused', 'variable.shadowed'];
const found = (text: string, context: VariableContext = {}) => diagnose(parse(text), context).filter(({ code }) => own.includes(code));

describe('variables that nothing uses', () => {
  const cases: readonly [what: string, text: string][] = [
    ['one without a reference', '@⟦a⟧ = 1\nGET /x'],
    ['one that only a comment names', '@⟦a⟧ = 1\n# {{a}}\n# @note {{a}}\nGET /x'],
    ['one that is escaped', '@⟦a⟧ = 1\nGET /x\n\n\\{\\{a\\}\\}'],
    ['one that stands for a request of its name', '@⟦a⟧ = 1\nGET /{{a.response.status}}\n### a\nGET /x'],
    ['one that each request asks for', '@⟦a⟧ = 1\n# @prompt b\nGET /{{b}}'],
    ['none with a use anywhere', '@a = 1\n@b = {{a}}\n@c = 2\n@d = 3\n@e = 4\n@f = 5\n# @account {{f}}\nPOST /{{b}}\n  ?x={{c}}\nX: {{d}}\n\n< ./{{e}}\n?? status == 1'],
    ['none in a file that is there to be imported', '# @import ./x\n@a = 1\n###\n@b = 2'],
    ['none of those that the product reads', '@apiBase = https://a.example\n@emulatorBase = https://b.example\n@account = c\nGET /x'],
    ['none where the text of a file may use it', '@a = 1\nPOST /x\n\n<@ ./body.json'],
    ['but one where a file is sent as it is', '@⟦a⟧ = 1\nPOST /x\n\n< ./body.json'],
    ['none that is used too early: moving it up is the fix', 'GET /{{a}}\n###\n@a = 1'],
    ['none that defines nothing', '@a := 1\n@1 = 2\nGET /x'],
  ];
  for (const [what, source] of cases) {
    it(what, () => {
      const { text, spans } = marked(source);
      const unused = found(text).filter(({ code }) => code === 'variable.unused');
      assert.deepEqual(unused.map(({ span }) => span), spans);
      assert.ok(unused.every(({ severity }) => severity === 'hint'));
    });
  }

  it('go with their line', () => {
    for (const [text, expected] of [['@a = 1\r\nGET /x\r\n', 'GET /x\r\n'], ['GET /x\n###\n@a = 1', 'GET /x\n###\n']] as const) {
      const file = parse(text);
      const [unused] = diagnose(file, {});
      const [fix] = unused ? fixesFor(file, unused) : [];
      assert.deepEqual([unused?.code, fix?.title, fix && applyEdits(text, fix.edits)], ['variable.unused', 'Remove the line', expected]);
    }
  });

  it('what is no longer told is not told otherwise', () => {
    const names = Array.from({ length: 450 }, (_, index) => `v${index}`);
    const environment = parseEnvironmentFile(JSON.stringify({ dev: Object.fromEntries(names.map((name) => [name, '2'])) }), 'file:///w/http-client.env.json', false);
    const codes = diagnose(parse(`${names.map((name) => `@${name} = 1\n`).join('')}GET /x\n`), { environment: 'dev', environmentFiles: [environment] }).map(({ code }) => code);
    assert.deepEqual([...new Set(codes)], ['variable.unused']);
  });

  it('of thousands those are told that come first', () => {
    const text = `${Array.from({ length: 20_000 }, (_, index) => `@v${index} = 1\n`).join('')}GET /x\n`;
    assert.deepEqual(found(text), found(`${text.split('\n').slice(0, 200).join('\n')}\nGET /x\n`));
  });
});

describe('variables that hide others', () => {
  const environmentFiles = [parseEnvironmentFile('{"dev": {"a": "1"}, "prod": {"b": "1"}, "$shared": {"s": "1"}}', 'file:///w/http-client.env.json', false)];
  const imported = { uri: 'file:///w/shared.dt.http', file: parse('# shared\n@m = 1\n'), imports: [] };
  const cases: readonly [what: string, text: string, context: VariableContext, words: readonly string[]][] = [
    ['a value that is defined again before anything uses it', '@⟦a⟧ = 1\n\n@a = 2\nGET /{{a}}', {}, ['This value of "a" is never used: line 3 defines it again. Remove one of them.']],
    ['again and again', '@⟦a⟧ = 1\n@⟦a⟧ = 2\n@a = 3\nGET /{{a}}', {}, ['This value of "a" is never used: line 2 defines it again. Remove one of them.', 'This value of "a" is never used: line 3 defines it again. Remove one of them.']],
    ['not a value for each request', '@a = 1\nGET /{{a}}\n###\n@a = 2\nGET /{{a}}', {}, []],
    ['not one that the next is made of', '@a = 1\n@a = {{a}}2\nGET /{{a}}', {}, []],
    ['a value of the file where a request asks for it', '@a = 1\nGET /{{a}}\n###\n# @prompt ⟦a⟧ Which?\nGET /{{a}}', {}, ['This request asks for "a", so the value of line 1 does not count in it. Rename one of them.']],
    ['a value of the chosen environment', '@⟦a⟧ = 1\nGET /{{a}}', { environmentFiles, environment: 'dev' }, ['From here on this value of "a" counts, not that of http-client.env.json, environment "dev". Rename one of them, unless that is meant.']],
    ['a value of all environments', '@⟦s⟧ = 1\nGET /{{s}}', { environmentFiles, environment: 'dev' }, ['From here on this value of "s" counts, not that of http-client.env.json, environment "$shared". Rename one of them, unless that is meant.']],
    ['not a value of another environment', '@b = 1\nGET /{{b}}', { environmentFiles, environment: 'dev' }, []],
    ['not one that it is made of', '@a = {{a}}2\nGET /{{a}}', { environmentFiles, environment: 'dev' }, []],
    ['nor where the product reads it', '@apiBase = https://a.example\nGET /x', { environmentFiles: [parseEnvironmentFile('{"$shared": {"apiBase": "https://b.example"}}', 'file:///e', false)] }, []],
    ['a value of the settings', '@⟦a⟧ = 1\nGET /{{a}}', { environmentFiles: [environmentFromSettings({ $shared: { a: 1 } })] }, ['From here on this value of "a" counts, not that of the setting rest-client.environmentVariables, environment "$shared". Rename one of them, unless that is meant.']],
    ['a value of an imported file', '# @import ./shared.dt.http\n@⟦m⟧ = 1\nGET /{{m}}', { imports: [{ span: { start: 10, end: 26 }, from: 27, module: imported }] }, ['From here on this value of "m" counts, not that of shared.dt.http, line 2. Rename one of them, unless that is meant.']],
    ['nothing twice: one that is not used is told of as that', '@a = 1\nGET /x', { environmentFiles, environment: 'dev' }, []],
  ];
  for (const [what, source, context, words] of cases) {
    it(what, () => {
      const { text, spans } = marked(source);
      const shadowed = found(text, context).filter(({ code }) => code === 'variable.shadowed');
      assert.deepEqual(shadowed.map(({ span }) => span), spans);
      assert.deepEqual(shadowed.map(wordsFor), words);
      assert.ok(shadowed.every(({ severity }) => severity === 'information'));
    });
  }

  it('name the other line where it is after an edit above both', () => {
    const diagnoser = new Diagnoser();
    let tree = parse('###\nGET /x\n###\n@a = 1\n@a = 2\nGET /{{a}}');
    const lines = () => diagnoser.diagnose(tree, {}, '').map(({ data, span }) => [data['line'], tree.text.slice(span.start - 1, span.end)]);
    assert.deepEqual(lines(), [[5, '@a']]);
    tree = reparse(tree, [{ span: { start: 0, end: 0 }, newText: '# one\n# two\n' }]);
    assert.deepEqual(lines(), [[7, '@a']]);
  });
});
