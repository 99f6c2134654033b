import assert from 'node:assert/strict';
import { mask } from '../../../../src/http/redact';
import { documentSymbols } from '../../../../src/language/features/documentSymbols';
import { shownValue, type WrittenVariable } from '../../../../src/language/features/shownValue';
import { parse } from '../../../../src/language/syntax/parser';

describe('the value of a variable for people', () => {
  const rows: readonly (readonly [what: string, variable: WrittenVariable, expected: string])[] = [
    ['as it is written', { name: 'project', written: 'c0md3mm0c7pet3vico8g' }, 'c0md3mm0c7pet3vico8g'],
    ['on one line', { name: 'text', written: 'one\n  two' }, 'one two'],
    ['cut', { name: 'text', written: 'x'.repeat(21) }, `${'x'.repeat(20)}…`],
    ['that is secret', { name: 'project' }, mask],
    ['whose name says that it is secret', { name: 'password', written: 'hunter2' }, mask],
    ['of such a name, made of nothing but a reference', { name: 'password', written: '{{$dotenv PASSWORD}}' }, '{{$dotenv PASSWORD}}'],
    ['of such a name, with a reference in it', { name: 'password', written: 'a{{b}}' }, mask],
  ];
  for (const [what, variable, expected] of rows) it(what, () => assert.equal(shownValue(variable, 20), expected));

  it('is what the outline says', () => {
    const file = parse('@project = a\n@password = hunter2\n@empty =\n');
    assert.deepEqual(documentSymbols(file).map(({ name, detail }) => [name, detail]), [['project', 'a'], ['password', mask], ['empty', '']]);
  });
});
