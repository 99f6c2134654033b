import assert from 'node:assert/strict';
import { applyEdits, type TextEdit } from '../../../../src/base/text';
import { foreseeingAt } from '../../../../src/app/foreseeing';
import { Diagnoser } from '../../../../src/language/features/diagnostics/diagnoser';
import { diagnose } from '../../../../src/language/features/diagnostics/diagnose';
import type { Foreseeing } from '../../../../src/language/features/diagnostics/foreseen';
import { fixesFor } from '../../../../src/language/features/fixes/index';
import { parseEnvironmentFile } from '../../../../src/language/plan/environment';
import type { RequestFile } from '../../../../src/language/syntax/nodes';
import { parse } from '../../../../src/language/syntax/parser';
import { reparse } from '../../../../src/language/syntax/reparse';
import { seeded } from '../../../helpers/seeded';
import { readFixtures } from '../syntax/fixtures';

const foreseeing = foreseeingAt(0);

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;

/** Edits a text step by step, and compares what is found with what a fresh look finds. */
function follow(text: string, ...edits: readonly TextEdit[]): readonly string[] {
  const diagnoser = new Diagnoser();
  let file = parse(text);
  diagnoser.diagnose(file, {}, '');
  for (const edit of edits) {
    file = reparse(file, [edit]);
    assert.equal(file.text, applyEdits(text, [edit]));
    text = file.text;
    assert.deepEqual(diagnoser.diagnose(file, {}, ''), diagnose(parse(text), {}), text);
  }
  return diagnoser.diagnose(file, {}, '').map(({ code }) => code);
}

const replace = (text: string, old: string, newText: string): TextEdit => {
  const start = text.indexOf(old);
  assert.ok(start >= 0, old);
  return { span: { start, end: start + old.length }, newText };
};

describe('findings, block by block', () => {
  it('of a long file pause for others, who may diagnose meanwhile; after an edit of one block there is no pause', async () => {
    const text = (name: string) => Array.from({ length: 120 }, (_, index) => lines('###', `GET /{{${name}${index}}}?page_size=500`)).join('');
    const [long, other] = [parse(text('a')), parse(text('b'))];
    const diagnoser = new Diagnoser();
    let pauses = 0;
    const found = await diagnoser.diagnoseInTurns(() => {
      pauses++;
      assert.deepEqual(diagnoser.diagnose(other, {}, '', foreseeing), diagnose(other, {}, foreseeing));
      return Promise.resolve();
    }, long, {}, '', foreseeing);
    assert.deepEqual(found, diagnose(long, {}, foreseeing));
    assert.equal(pauses, 2);

    const edited = reparse(long, [replace(long.text, '{{a7}}', '{{c7}}')]);
    const again = await diagnoser.diagnoseInTurns(() => Promise.reject(new Error('paused')), edited, {}, '', foreseeing);
    assert.deepEqual(again, diagnose(parse(edited.text), {}, foreseeing));
  });

  it('a title comes to be shared by two, by three, and goes', () => {
    const text = lines('### a', 'GET /x', '### b', 'GET /{{a.response.status}}');
    const three = text + lines('### a', 'GET /y', '### a', 'GET /z');
    const at = (offset: number, newText: string): TextEdit => ({ span: { start: offset, end: offset }, newText });
    const second = at(text.length, lines('### a', 'GET /y'));
    const third = at(three.length - lines('### a', 'GET /z').length, lines('### a', 'GET /z'));
    assert.deepEqual(follow(text, second, third), ['reference.ambiguous-title']);
    assert.deepEqual(follow(text, second, third, { span: { start: text.length, end: three.length }, newText: '' }), []);
  });

  const file = lines('@size = 1', '@half = {{size}}', '###', '# @name list', 'GET /projects?page_size={{half}}', '', '###', '# @name use', 'GET /{{list.response.body.$.x}}', '', '###', 'GET /{{usee}}');

  for (const [name, old, newText, expected] of [
    ['a variable goes', '@size = 1\n', '', ['variable.undefined', 'variable.undefined']],
    ['a variable is renamed', '@half', '@quarter', ['variable.unused', 'variable.undefined', 'variable.undefined']],
    ['a variable comes that was meant', '@size = 1', '@size = 1\n@usee = 2', []],
    ['a variable comes that resembles what was meant', '@size = 1', '@size = 1\n@useee = 2', ['variable.unused', 'variable.undefined']],
    ['a variable gets another value', '@size = 1', '@size = {{nothing}}', ['variable.undefined', 'variable.undefined']],
    ['a request is renamed', '@name list', '@name lists', ['reference.unknown-request', 'variable.undefined']],
    ['a request gets the name of another', '@name use', '@name list', ['name.duplicate', 'name.duplicate', 'reference.cycle', 'variable.undefined']],
    ['a request gets the name of a variable', '@name use', '@name size', ['name.taken-by-variable', 'variable.undefined']],
    ['a block comes in front', '@size', '###\nGET relative/\n###\n@size', ['target.unknown-form', 'variable.undefined']],
    ['a circle is closed', '{{half}}', '{{use.response.status}}', ['variable.unused', 'reference.cycle', 'reference.cycle', 'variable.undefined']],
    ['a circle is closed by a variable', '@half = {{size}}', '@half = {{use.response.status}}', ['variable.unused', 'reference.cycle', 'reference.cycle', 'variable.undefined']],
  ] as const) {
    it(`follow when ${name}`, () => assert.deepEqual(follow(file, replace(file, old, newText)), expected));
  }

  it('name a circle from each of its requests', () => {
    const circle = lines('# @name a', '# @ref b', 'GET /projects', '', '###', '# @name b', '# @ref c', 'GET /projects', '', '###', '# @name c', '# @ref a', '# @ref alone', 'GET /projects', '', '###', '# @name alone', 'GET /projects');
    const found = diagnose(parse(circle), {}).map(({ span, data }) => [circle.slice(span.start, span.end), data['names']]);
    assert.deepEqual(found, [['b', ['a', 'b', 'c', 'a']], ['c', ['b', 'c', 'a', 'b']], ['a', ['c', 'a', 'b', 'c']]]);
  });

  it('name a request that waits for itself', () => {
    const own = lines('# @name a', 'GET /{{a.response.status}}');
    assert.deepEqual(diagnose(parse(own), {}).map(({ code, data }) => [code, data['names']]), [['reference.cycle', ['a', 'a']]]);
  });

  it('are all looked for anew with other environments', () => {
    const diagnoser = new Diagnoser();
    const tree = parse('GET /{{project}}\n');
    const environment = { environment: 'dev', environmentFiles: [parseEnvironmentFile('{"dev": {"project": "projects"}}', 'file:///e', false)] };
    assert.equal(diagnoser.diagnose(tree, {}, 'none').length, 1);
    assert.equal(diagnoser.diagnose(tree, environment, 'dev').length, 0);
    assert.equal(diagnoser.diagnose(tree, {}, 'none').length, 1);
  });

  it('follow what foresees them', () => {
    const diagnoser = new Diagnoser();
    const tree = parse(lines('@size = 500', '###', 'GET /projects?page_size={{size}}'));
    const codes = (file: RequestFile, key: string, ...more: readonly Foreseeing[]) => diagnoser.diagnose(file, {}, key, ...more).map(({ code }) => code);
    assert.deepEqual(codes(tree, 'a'), []);
    assert.deepEqual(codes(tree, 'b', foreseeing), ['dt.400.parameter-value']);
    const smaller = reparse(tree, [replace(tree.text, '500', '5')]);
    assert.deepEqual(codes(smaller, 'b', foreseeing), []);
    assert.deepEqual(codes(reparse(smaller, [replace(smaller.text, '= 5', '= 501')]), 'b', foreseeing), ['dt.400.parameter-value']);
  });

  it('are foreseen for the blocks that an edit touches, and no others', () => {
    const asked: string[] = [];
    const counting: Foreseeing = (request, sending) => {
      asked.push(request.target);
      return foreseeing(request, sending);
    };
    const diagnoser = new Diagnoser();
    let tree = parse(lines('@size = 500', '###', 'GET /projects?page_size={{size}}', '###', 'GET /projects?page_size=501', '###', 'GET /roles?x=1'));
    const found = () => diagnoser.diagnose(tree, {}, '', counting).map(({ span }) => tree.text.slice(span.start, span.end));
    assert.deepEqual(found(), ['{{size}}', '501', 'x']);
    asked.length = 0;
    tree = reparse(tree, [replace(tree.text, '###', '###\n# a comment that moves the rest\n\n###')]);
    assert.deepEqual(found(), ['{{size}}', '501', 'x']);
    tree = reparse(tree, [replace(tree.text, '501', '5012')]);
    assert.deepEqual(found(), ['{{size}}', '5012', 'x']);
    tree = reparse(tree, [replace(tree.text, '= 500', '= 5000')]);
    assert.deepEqual(found(), ['{{size}}', '5012', 'x']);
    assert.deepEqual(asked.filter((target) => target.includes('roles')), []);
    assert.ok(asked.length <= 5, asked.join(' '));
  });

  it('move with their fixes', () => {
    const diagnoser = new Diagnoser();
    let tree = parse(lines('GET /projects', '###', 'GET /projects?page_size=501'));
    diagnoser.diagnose(tree, {}, '', foreseeing);
    tree = reparse(tree, [replace(tree.text, '###', '\n\n###')]);
    const [found] = diagnoser.diagnose(tree, {}, '', foreseeing);
    const [fix] = found ? fixesFor(tree, found) : [];
    assert.ok(fix);
    assert.equal(applyEdits(tree.text, fix.edits), tree.text.replace('501', '100'));
  });

  it('are those of a fresh look after any edit', function () {
    this.timeout(60_000);
    const random = seeded(20261121);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const pieces = ['', '\n', '###\n', '\n###\n', '@a = 1\n', '@b = {{a}}\n', '{{a}}', '{{b}}', '# @name a\n', '# @name b\n', '{{a.response.status}}', '{{b.response.body.$.x}}', '# @ref a\n', 'GET /projects\n', '\n\n', '{', '"', '# @import ./x\n', 'POST /x\n\n{{a}}\n', '# @disabled\n', '# @prompt b\n', '@b = 2\n', '# @prompt a\n', '<@ ./x\n', '?page_size={{a}}', '?page_size=500', 'PUT /projects\n', '{{b}}"'];
    const own = { text: lines('@a = 500', '### a', 'GET /projects?page_size={{a}}', '### b', 'POST /projects/{{a}}/devices:batchUpdate', 'Content-Type: application/json', '', '{ "devices": ["{{b}}", {{a}}], "addLabel": { "x": "{{$uuid}}" } }', '###', 'GTE /projects') };
    const shared = { environmentFiles: [parseEnvironmentFile('{"$shared": {"b": "2"}}', 'file:///e', false)] };
    for (const [index, { text }] of [...readFixtures(), own, own, own].entries()) {
      const diagnoser = new Diagnoser();
      const known = index % 2 === 0 ? {} : shared;
      let tree = parse(text.slice(0, 4000));
      for (let step = 0; step < 40; step++) {
        const start = Math.floor(random() * (tree.text.length + 1));
        const end = Math.min(tree.text.length, start + Math.floor(random() * random() * 60));
        tree = reparse(tree, [{ span: { start, end }, newText: pick(pieces) }]);
        assert.deepEqual(diagnoser.diagnose(tree, known, '', foreseeing), diagnose(parse(tree.text), known, foreseeing), tree.text);
      }
    }
  });

  it('are those of a fresh look where many names are near each other', function () {
    this.timeout(60_000);
    const random = seeded(20261122);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const name = () => pick(['a', 'ab', 'abc', 'list', 'lost', 'list2', 'token', 'project', 'proj', 'x1', 'x2']);
    const line = () =>
      pick([
        () => `@${name()} = {{${name()}}}1`, () => `@${name()} = 2`, () => `@${name()} = {{${name()}.response.status}}`, () => `### ${name()}`, () => '###', () => `# @name ${name()}`, () => `# @ref ${name()}`, () => `# @prompt ${name()}`,
        () => `GET /projects/{{${name()}}}/devices?page_size={{${name()}}}`, () => `X: {{${name()}.response.body.$.a}}`, () => `?? status == {{${name()}}}`, () => '',
      ])();
    for (let round = 0; round < 100; round++) {
      const diagnoser = new Diagnoser();
      let tree = parse(Array.from({ length: 10 + Math.floor(random() * 60) }, line).join('\n'));
      for (let step = 0; step < 25; step++) {
        const start = Math.floor(random() * (tree.text.length + 1));
        const end = Math.min(tree.text.length, start + Math.floor(random() * random() * 40));
        tree = reparse(tree, [{ span: { start, end }, newText: pick(['', 'x', '#', name(), `\n${line()}\n`]) }]);
        assert.deepEqual(diagnoser.diagnose(tree, {}, '', foreseeing), diagnose(parse(tree.text), {}, foreseeing), tree.text);
      }
    }
  });

  it('of the value of a variable do not depend on what is asked for below', () => {
    const codes = (text: string) => diagnose(parse(text), {}).map(({ code, severity }) => `${code} ${severity}`);
    for (const below of ['', '# @prompt a\n']) assert.ok(codes(`GET /projects\n\n###\n@a = {{b}}\n###\n${below}GET /projects`).includes('variable.undefined warning'), below);
  });

  it('of a value that is made elsewhere follow the requests and prompts that it is made of', () => {
    const made = lines('@p = {{list.response.status}}', '', '###', '# @name list', 'GET /projects', '', '###', 'GET /projects/{{p}}');
    assert.deepEqual(follow(made, replace(made, '@name list', '@name lost')), ['reference.unknown-request']);
    const asked = lines('# @prompt q', '@p = {{q}}', 'GET /projects', '', '###', 'GET /projects/{{p}}');
    assert.deepEqual(follow(asked, replace(asked, '# @prompt q', '# q')), ['variable.undefined']);
  });
});
