import assert from 'node:assert/strict';
import { answerTitle } from '../../../src/editor/answerTitle';

describe('the name of an answer', () => {
  const request = 'GET /v2/projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ettaa?page_size=3';
  const cases: readonly [string, Parameters<typeof answerTitle>[0], string, string][] = [
    ['is the name', { name: 'listProjects', title: 'List them' }, request, 'listProjects'],
    ['is the title without a name', { title: '404: an id that does not exist' }, request, '404: an id that does not exist'],
    ['is the end of the path without both', {}, request, 'GET devices∕cdpib6e3eqohgh5ettaa'],
    ['takes a short path whole', {}, 'GET /v2/projects', 'GET v2∕projects'],
    ['keeps a verb after a colon', {}, 'POST /v2/projects/p/devices:batchUpdate', 'POST p∕devices:batchUpdate'],
    ['is the host where there is no path', {}, 'GET https://example.com/', 'GET example.com'],
    ['is only the method where there is nothing else', {}, 'OPTIONS /', 'OPTIONS'],
    ['is something in any case', {}, '', 'request'],
    ['cuts what is too long', { title: 'Move the temperature sensors of the annex into the inventory' }, request, 'Move the temperature sensors of the ann…'],
    ['holds nothing that cuts a path, a query or a fragment', { title: 'a/b\\c?d#e%f\tg' }, request, 'a∕b∕c d e f g'],
  ];
  for (const [what, names, text, expected] of cases) {
    it(what, () => assert.equal(answerTitle(names, text), expected));
  }
});
