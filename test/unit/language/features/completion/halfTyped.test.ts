import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { complete, isMeant, narrowed } from '../../../../../src/language/features/completion/index';
import { parse } from '../../../../../src/language/syntax/parser';
import { nothingKnown } from '../../../../helpers/completing';
import { resourcesOf, seen } from '../../../../helpers/seen';

const folder = path.resolve('test/fixtures/syntax');
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.http'));
const known = {
  ...nothingKnown,
  accounts: ['work'],
  entries: [{ name: 'a', isFolder: true }],
  resources: resourcesOf(seen('project', 'projects/p1', '$}\\ "name"'), seen('device', 'projects/p1/devices/d1', '')),
};

/** Completes at `offset` and looks at what may be inserted there. */
function check(text: string, offset: number): void {
  const file = parse(text);
  isMeant(file, offset, text[offset - 1]);
  for (const { label, span } of narrowed(file, offset, complete(file, offset, known)).items) {
    assert.ok(span.start <= offset && offset <= span.end, `${label} at ${offset} replaces ${span.start}-${span.end} of ${JSON.stringify(text.slice(-80))}`);
    assert.doesNotMatch(text.slice(span.start, span.end), /[\r\n]/, `${label} at ${offset} of ${JSON.stringify(text.slice(-80))}`);
  }
}

describe('completion of half-typed text', () => {
  for (const name of fixtures) {
    it(`finds its way in every prefix of ${name}`, () => {
      const text = readFileSync(path.join(folder, name), 'utf8').slice(0, 2000);
      for (let end = 0; end <= text.length; end++) check(text.slice(0, end), end);
    });

    it(`and at every place of ${name}`, () => {
      const text = readFileSync(path.join(folder, name), 'utf8').slice(0, 3000);
      for (let offset = 0; offset <= text.length; offset++) check(text, offset);
    });
  }

  const odd = ['', '\ufeff', '\ufeffGET /', 'GET\t/', '\r\n\r\n', 'GET /projects//', 'GET /{{', 'GET {{}}/', 'GET /?&&==', 'GET ?', 'GET /projects/p:x:y', 'GET ://', 'GET https://', 'GET //', 'é', 'GET /é/', 'GET /projects/%zz?%', 'GET /__proto__/', 'GET /projects?constructor=', 'GET /\nconstructor: ', 'GET /\n:', '/projects/p1/devices: HTTP/1.1'];
  for (const text of odd) {
    it(`takes ${JSON.stringify(text)}`, () => {
      for (let offset = 0; offset <= text.length; offset++) check(text, offset);
    });
  }

  it('takes places outside of the text', () => {
    assert.doesNotThrow(() => complete(parse('GET /'), 100, known));
  });

  const huge: readonly (readonly [what: string, text: string])[] = [
    ['a body of 5 MB on one line', `POST /projects\n\n{"a": "${'x'.repeat(5_000_000)}`],
    ['a target of 1 MB', `GET /projects/${'{{a}}/'.repeat(170_000)}`],
    ['a query of 1 MB', `GET /projects?${'a=b&'.repeat(250_000)}`],
    ['one word of 1 MB', 'a'.repeat(1_000_000)],
    ['blanks of 1 MB', `GET /projects${' '.repeat(1_000_000)}x`],
    ['braces of 1 MB', `GET /${'{{'.repeat(500_000)}`],
    ['one segment of 1 MB above a body', `PATCH /projects/${'a'.repeat(1_000_000)}~\nContent-Type: application/json\n\n`],
    ['JSON nested 200,000 deep', `POST /projects\n\n${'{"a":['.repeat(200_000)}`],
  ];
  for (const [what, text] of huge) {
    it(`takes no time that grows faster than ${what}`, function () {
      this.timeout(60_000);
      const file = parse(text);
      complete(file, text.length, known);
    });
  }
});

describe('proposals that nobody asked for', () => {
  const isMeantAt = (marked: string) => {
    const offset = marked.indexOf('‸');
    const text = marked.replace('‸', '');
    return isMeant(parse(text), offset, text[offset - 1]);
  };

  for (const marked of ['POST /projects\n\n{‸}', 'POST /projects\n\n{"a": [‸]}', 'POST /projects\n\n{"a": 1,‸}']) {
    it(`are none where a line is broken: ${JSON.stringify(marked)}`, () => assert.equal(isMeantAt(marked), false));
  }

  for (const marked of ['POST /projects\n\n{"‸"}', 'POST /projects\n\n{"a": ‸}', 'POST /projects\n\n{"a": "{{‸}}"}', 'POST /projects\n\n{"a": {{‸']) {
    it(`are some: ${JSON.stringify(marked)}`, () => assert.equal(isMeantAt(marked), true));
  }
});
