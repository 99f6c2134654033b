import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/language/features/diagnostics/diagnose';
import { Suggestions } from '../../../../src/language/plan/suggestions';
import { parse } from '../../../../src/language/syntax/parser';

describe('suggestions', () => {
  it('are the nearest of those that are visible; all are compared once for each name', () => {
    let asked = 0;
    const suggestions = new Suggestions({
      all: () => (asked++, new Set(['devic', 'devise', 'other'])),
      visibleFrom: (name) => (name === 'devic' ? 0 : 10),
    });
    assert.equal(suggestions.suggest('devis', 20), 'devic', 'the first of equals');
    assert.equal(suggestions.suggest('devicse', 20), 'devise');
    assert.equal(suggestions.suggest('devicse', 5), 'devic');
    assert.equal(suggestions.suggest('devicse', 30), 'devise');
    for (const offset of [5, 30]) assert.equal(suggestions.suggest('nothing', offset), undefined);
    assert.equal(asked, 1);
  });

  it('are those that a reference can use, wherever else its name stands', () => {
    const suggested = (text: string) => diagnose(parse(text), {}).filter(({ code }) => code === 'variable.undefined').map(({ data }) => data['suggestion']);
    assert.deepEqual(suggested('GET /{{lists}}\n\n###\n@list = 1\nGET /{{lists}}\n\n###\n@lisst = {{list}}\nGET /{{lists}}'), [undefined, 'list', 'list']);
  });

  it('end when there are too many unknown names among too many', () => {
    const names = new Set(Array.from({ length: 60_000 }, (_, index) => `name${index}`));
    const suggestions = new Suggestions({ all: () => names, visibleFrom: () => 0 });
    const suggested = Array.from({ length: 100 }, (_, index) => suggestions.suggest(`nome${index}`, 0));
    assert.deepEqual(suggested.slice(0, 3), ['name0', 'name1', undefined]);
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
