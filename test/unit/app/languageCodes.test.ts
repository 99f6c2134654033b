import assert from 'node:assert/strict';
import { languageCodeNote } from '../../../src/app/languageCodes';

describe('a code of the language', () => {
  it('is told, in any casing; any other is not', () => {
    assert.equal(languageCodeNote(' Variable.Undefined '), '"variable.undefined" is a finding of the language; its sentence stands beside it where it is found.');
    assert.match(languageCodeNote('expect.failed') ?? '', /^"expect\.failed" marks an expectation/);
    for (const code of ['dt.404', 'body', 'body.jso', '', 'constructor']) assert.equal(languageCodeNote(code), undefined, code);
  });
});
