import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/language/features/diagnostics/diagnose';
import { Suggestions } from '../../../../src/language/plan/suggestions';
import { parse } from '../../../../src/language/syntax/parser';

describe('suggestions', () => {
  it('are looked for once for each name, and again further up', () => {
    const asked: number[] = [];
    const suggestions = new Suggestions((offset) => {
      asked.push(offset);
      return new Set(offset < 10 ? ['devic'] : ['devise', 'devic']);
    });
    assert.equal(suggestions.suggest('devis', 20), 'devise');
    assert.equal(suggestions.suggest('devis', 30), 'devise');
    assert.equal(suggestions.suggest('devis', 5), 'devic');
    assert.equal(suggestions.suggest('nothing', 5), undefined);
    assert.equal(suggestions.suggest('nothing', 6), undefined);
    assert.deepEqual(asked, [20, 5, 5]);
  });

  it('end when there are too many unknown names among too many', () => {
    const names = new Set(Array.from({ length: 60_000 }, (_, index) => `name${index}`));
    let asked = 0;
    const suggestions = new Suggestions(() => (asked++, names));
    const suggested = Array.from({ length: 100 }, (_, index) => suggestions.suggest(`nome${index}`, 0));
    assert.deepEqual([asked, suggested.slice(0, 3)], [2, ['name0', 'name1', undefined]]);
  });

  it('are given for the first of 20,000 unknown variables, and all are found', () => {
    // Of each block only those are told that are read.
    const lines = Array.from({ length: 20_000 }, (_, index) => `${index % 100 === 0 ? '###\n' : ''}@known${index} = {{known${index}_}}`);
    const findings = diagnose(parse(`@known = 1\n${lines.join('\n')}`), {});
    assert.equal(findings.length, 20_000);
    assert.equal(findings[0]?.data['suggestion'], 'known');
    assert.ok(findings.every(({ code }) => code === 'variable.undefined'));
  });
});
