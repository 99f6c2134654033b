import assert from 'node:assert/strict';
import { highlightsAt, isDefining } from '../../../../../src/language/features/navigation/highlights';
import { mentionsAt, mentionsOf } from '../../../../../src/language/features/navigation/mentions';
import { parse } from '../../../../../src/language/syntax/parser';
import { reparse } from '../../../../../src/language/syntax/reparse';
import { marked, markedAt } from '../../../../helpers/marked';
import { seeded } from '../../../../helpers/seeded';
import { readFixtures } from '../../syntax/fixtures';

describe('names in a request file', () => {
  const cases: readonly [what: string, text: string, expected: readonly string[]][] = [
    ['definitions and references, the value of a definition before its name', '@a = {{b}}', ['reference b', 'variable a']],
    ['target, query, header, body, and what follows it', 'GET /{{a}}\n  ?x={{%b}}\nX: {{ c }}\n\n{{d}}\n\n\\{\\{e\\}\\}{{f}}\n?? status == {{g}}', ['reference a', 'reference b', 'reference c', 'reference d', 'reference f', 'reference g']],
    ['paths of bodies and of answers', 'POST /x\n\n< ./{{a}}.json\n\n>> ./{{b}}.json', ['reference a', 'reference b']],
    ['directives whose arguments are replaced, and those that are taken as they are', '# @account {{a}}\n# @title {{b}}\n# @note {{c}}\n# @import ./{{d}}\n# @timeout {{e}}\n# @what {{f}}\nGET /x', ['reference a', 'reference e', 'reference f']],
    ['prompts', '# @prompt a What? {{b}}\n# @prompt-secret c\n# @prompt 1\nGET /x', ['prompt a', 'prompt c']],
    ['requests by directive, and what has them run', '### title\n# @name a\n# @ref b\n# @force-ref c\nGET /x', ['request a', 'ref b', 'ref c']],
    ['requests by title', '### a\nGET /x\n### two words\nGET /y\n### b', ['request a']],
    ['answers', 'GET /{{a.response.status}}/{{b.name}}/{{c[0].x}}', ['answer a', 'odd a.response.status', 'answer b', 'odd b.name', 'answer c', 'odd c[0].x']],
    ['system variables and scripts', 'GET /{{$guid}}/{{a + b}}', ['odd $guid', 'odd a + b']],
    ['no name in a comment, nor in what defines nothing', '# {{a}}\n@1x = {{b}}\n@c := {{d}}\nGET /x', ['reference b', 'reference d']],
    ['none in empty braces', 'GET /{{}}/a{{b', []],
  ];
  for (const [what, text, expected] of cases) {
    it(`are ${what}`, () => {
      const file = parse(text);
      const found = file.blocks.flatMap((block) => mentionsOf(file, block).map(({ role, name, span }) => {
        assert.equal(text.slice(block.start + span.start, block.start + span.end), name);
        return `${role} ${name}`;
      }));
      assert.deepEqual(found, expected);
    });
  }

  it('are found from anywhere between the braces, what inserts an answer before an odd name', () => {
    const { text, cursor } = markedAt('###\nGET /{{login.response.bo‸dy.$.x}}');
    assert.deepEqual(mentionsAt(parse(text), cursor).map(({ role, span }) => [role, text.slice(span.start, span.end)]), [['answer', 'login'], ['odd', 'login.response.body.$.x']]);
    assert.deepEqual(mentionsAt(parse(text), 0), []);
    assert.deepEqual(mentionsAt(parse(text), 10_000), []);
  });

  it('follow edits: those of a moved block are where it is', () => {
    const random = seeded(7);
    const pieces = ['', '\n', '###\n', '@a = 1\n', '{{a}}', '# @name a\n', 'GET /x\n', '\n\n', '# @prompt a\n', '{{a.response.status}}'];
    for (const { text } of readFixtures()) {
      let tree = parse(text.slice(0, 3000));
      for (let step = 0; step < 20; step++) {
        const start = Math.floor(random() * (tree.text.length + 1));
        const end = Math.min(tree.text.length, start + Math.floor(random() * 40));
        tree = reparse(tree, [{ span: { start, end }, newText: pieces[Math.floor(random() * pieces.length)] ?? '' }]);
        const fresh = parse(tree.text);
        assert.deepEqual(tree.blocks.map((block) => mentionsOf(tree, block)), fresh.blocks.map((block) => mentionsOf(fresh, block)), tree.text);
      }
    }
  });
});

describe('highlights', () => {
  const cases: readonly [what: string, text: string][] = [
    ['a variable: its definitions and its uses', '@⟦a⟧ = 1\n@b = {{⟦‸a⟧}}\nGET /{{⟦a⟧}}/{{b}}\n\n{{⟦a⟧}}'],
    ['from its definition, from behind it', '@⟦a‸⟧ = 1\n\nGET /{{⟦a⟧}}\n###\n@⟦a⟧ = 2\nGET /{{%⟦a⟧}}'],
    ['one that the file does not define', 'GET /{{⟦a⟧}}\n###\nGET /{{⟦‸a⟧}}'],
    ['a prompt, in its block alone', '@a = 1\n# @prompt ⟦a⟧ Which?\nGET /{{⟦‸a⟧}}\n###\nGET /{{a}}'],
    ['a variable, not in a block that asks for it', '@⟦a⟧ = 1\nGET /{{⟦‸a⟧}}\n###\n# @prompt a Which?\nGET /{{a}}'],
    ['a request by its directive', '# @name ⟦login⟧\nGET /x\n###\n# @ref ⟦login⟧\nGET /{{⟦lo‸gin⟧.response.status}}/{{⟦login⟧.name}}'],
    ['a request by its title', '### ⟦‸login⟧\nGET /x\n###\nGET /{{⟦login⟧.response.body.$.x}}/{{⟦login⟧}}'],
    ['a request that is not there', '# @ref ⟦login⟧\nGET /{{⟦lo‸gin⟧.response.status}}'],
    ['a variable apart from a request of its name', '### a\nGET /{{a.response.status}}\n###\n@⟦a⟧ = 1\nGET /{{⟦‸a⟧}}'],
    ['the first of two requests of one name, which is the one that is meant', '# @name ⟦a⟧\nGET /x\n###\n# @name a\nGET /y\n###\n# @ref ⟦‸a⟧\nGET /z'],
    ['nothing where no name stands', '@a = 1\nGE‸T /{{a}}'],
    ['nothing for a system variable', 'GET /{{$gu‸id}}/{{$guid}}'],
  ];
  for (const [what, source] of cases) {
    it(what, () => {
      const { text, cursors, spans } = marked(source);
      const found = highlightsAt(parse(text), cursors[0] ?? 0);
      assert.deepEqual([...found].map(({ span }) => ({ start: span.start, end: span.end })).sort((a, b) => a.start - b.start), spans);
    });
  }

  it('tell definitions from uses', () => {
    const file = parse('@a = {{a}}\n# @prompt b\n### c\nGET /{{a}}');
    assert.deepEqual(file.blocks.flatMap((block) => mentionsOf(file, block)).map((each) => [each.name, isDefining(each)]), [['a', false], ['a', true], ['b', true], ['c', true], ['a', false]]);
  });
});
