import assert from 'node:assert/strict';
import { createPage } from '../../../src/cli/format/page';
import { createStyle } from '../../../src/cli/format/style';
import { choiceProblems, chosenOf, type Choice } from '../../../src/cli/selection';
import { Redactor } from '../../../src/http/redact';
import { parse } from '../../../src/language/syntax/parser';

const text = ['@a = 1', '### First', '# @name one', 'GET /one', '', '### Second', '# @name two', '# @disabled', 'GET /two', '', 'body', '### nothing', '### Third', 'GET /three', ''];

function inputOf(written: string, shown = 'a.dt.http') {
  const page = createPage({ shown, file: parse(written), columns: 80, color: false, style: createStyle(false), redactor: new Redactor() });
  return { uri: 'file:///a.dt.http', root: 'file:///', page, environments: { files: [], texts: new Map(), unreadable: [] } };
}

describe('which requests are run', () => {
  for (const [ends, end] of [['LF', '\n'], ['CRLF', '\r\n']] as const) {
    const input = inputOf(text.join(end));
    const targets = (choice: Partial<Choice>) =>
      chosenOf(input.page, { names: [], lines: [], ...choice }).map(({ block, isDisabled }) => {
        const target = block.request?.line.target;
        return `${target ? input.page.file.text.slice(target.start, target.end) : ''}${isDisabled ? ' (disabled)' : ''}`;
      });

    const choices: readonly [name: string, choice: Partial<Choice>, targets: readonly string[]][] = [
      ['all', {}, ['/one', '/two (disabled)', '/three']],
      ['one by its name', { names: ['one'] }, ['/one']],
      ['a title that is a name', { names: ['Third'] }, ['/three']],
      ['several in the order of the file', { names: ['Third', 'one'] }, ['/one', '/three']],
      ['by the separator', { lines: [2] }, ['/one']],
      ['by the request line', { lines: [4] }, ['/one']],
      ['by the blank line before the next', { lines: [5] }, ['/one']],
      ['by a line of the body', { lines: [11] }, ['/two (disabled)']],
      ['by the last line, which is empty', { lines: [15] }, ['/three']],
      ['several lines of one', { lines: [13, 14, 3] }, ['/one', '/three']],
      ['a line above the requests', { lines: [1] }, []],
      ['a block without a request', { lines: [12] }, []],
      ['a line that is not there', { lines: [16] }, []],
    ];
    for (const [name, choice, expected] of choices) it(`${ends}: ${name}`, () => assert.deepEqual(targets(choice), expected));
  }

  const problems: readonly [choice: Partial<Choice>, problem: string][] = [
    [{ names: ['one'] }, ''],
    [{ lines: [16] }, 'dt-http: there is no request at line 16 of a.dt.http.'],
    [{ names: ['zzzzz\u001b', 'two'] }, 'dt-http: no request is called "zzzzz␛".'],
    [{ names: ['twoo', 'one'] }, 'dt-http: no request is called "twoo". Did you mean "two"?'],
    [{ names: ['First'] }, 'dt-http: no request is called "First"; that is a title, not a name: use --line 4.'],
    [{ names: ['two'] }, 'dt-http: nothing to run: what was asked for is @disabled.'],
    [{ lines: [8] }, 'dt-http: nothing to run: what was asked for is @disabled.'],
  ];
  for (const [choice, problem] of problems) {
    it(problem === '' ? 'nothing is wrong' : problem, () => {
      assert.equal(choiceProblems([inputOf(text.join('\n'))], { names: [], lines: [], ...choice }).join('\n'), problem);
    });
  }

  it('a title with blanks is no name: its line is told', () => {
    const titled = '###\nGET /a\n### two prompt\n# @prompt a\nGET /{{a}}\n###\n# @title of three words\nGET /c\n';
    const choice = { names: ['two prompt', 'of three words'], lines: [] };
    assert.deepEqual(choiceProblems([inputOf(titled)], choice), [
      'dt-http: no request is called "two prompt"; titles with blanks are no names: use --line 5.',
      'dt-http: no request is called "of three words"; titles with blanks are no names: use --line 8.',
    ]);
    const [first] = choiceProblems([inputOf('GET /x', 'b.http'), inputOf(titled)], choice);
    assert.match(first ?? '', / use --line 5 with a\.dt\.http alone\.$/);
  });

  it('says that there is no request at all', () => {
    const inputs = [inputOf('', 'a\n.http'), inputOf('# x', 'b.http')];
    assert.deepEqual(choiceProblems(inputs, { names: [], lines: [] }), ['dt-http: nothing to run: there is no request in a␊.http, b.http.']);
  });
});
