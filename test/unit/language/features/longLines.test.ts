import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/language/features/diagnostics/diagnose';
import { mostEqual } from '../../../../src/language/plan/findings';
import { parse } from '../../../../src/language/syntax/parser';

const many = '{{a}}'.repeat(200_000);
const json = 'POST /x\nContent-Type: application/json\n\n';

describe('findings of a long text', () => {
  const cases: readonly (readonly [name: string, text: string, code: string])[] = [
    ['a line', many, 'variable.undefined'],
    ['a header', `GET /x\nX-A: ${many}`, 'variable.undefined'],
    ['many Host headers', `GET /x\n${'Host: a\n'.repeat(200_000)}`, 'header.repeated-host'],
    ['a body', `${json}["${many}"]`, 'variable.undefined'],
    ['the lines of a body', `${json}[\n${'"{{a}}",\n'.repeat(100_000)}1]`, 'variable.undefined'],
    ['comments in a body', `${json}${'# a\n'.repeat(100_000)}`, 'body.comment-line'],
    ['requests in a body', `${json}${'GET /a\n'.repeat(100_000)}`, 'body.request-line'],
    ['query lines', `GET /x\n?a=1${'\n&a={{a}}'.repeat(90_000)}`, 'variable.undefined'],
    ['blanks in a target', `GET /a${' x'.repeat(480_000)}`, 'target.character'],
  ];
  for (const [name, text, code] of cases) {
    it(`${name}: the first of them, and soon`, function () {
      this.timeout(60_000);
      const found = diagnose(parse(text), {}).filter((each) => each.code === code);
      assert.equal(found.length, mostEqual);
      assert.deepEqual(found.map(({ span }) => span.start), found.map(({ span }) => span.start).sort((a, b) => a - b));
    });
  }

  it('many variables of one block, of which each takes the place of the one before', function () {
    this.timeout(60_000);
    assert.equal(diagnose(parse('@a=1\n'.repeat(200_000)), {}).filter(({ code }) => code === 'variable.shadowed').length, mostEqual);
  });

  it('warnings of definitions hide no error of a request', () => {
    const text = `${Array.from({ length: 300 }, (_, index) => `@v${index} = {{gone${index}}}\n`).join('')}GET /{{nothing}}\n`;
    assert.deepEqual(diagnose(parse(text), {}).filter(({ severity }) => severity === 'error').map(({ data }) => data['name']), ['nothing']);
  });

  it('another code is told all the same', () => {
    const codes = new Set(diagnose(parse(`GET /x?${'{{a}}'.repeat(500)}{{$gud}}`), {}).map(({ code }) => code));
    assert.deepEqual([...codes], ['variable.undefined', 'variable.system-unknown']);
  });
});
