import assert from 'node:assert/strict';
import { toPython } from '../../../../src/app/convert/toPython';
import { pyText } from '../../../../src/app/convert/pyText';
import { copyOf } from './copyRequests';

describe('copied as Python', () => {
  it('says what has to be installed', () => {
    assert.match(toPython(copyOf('GET', 'https://example.com/a', { more: { variables: [] } })), /^# pip install requests\nimport requests\n/);
    assert.match(toPython(copyOf('GET', 'https://example.com/a')), /^# pip install requests\n# DT_ACCESS_TOKEN: an access token\nimport os\n/);
    assert.match(toPython(copyOf('GET', '/v2/projects')), /^# pip install disruptive\n/);
  });

  it('JSON on one line stands in single quotes', () => {
    assert.match(toPython(copyOf('POST', 'https://example.com/a', { body: '{"a": "\\n"}' })), / {4}data='\{"a": "\\\\n"\}'\.encode\(\),\n/);
  });

  const texts: readonly (readonly [text: string, python: string])[] = [
    ['a', '"a"'],
    ['"', `'"'`],
    ["'", `"'"`],
    [`"'\\`, `"\\"'\\\\"`],
    ['"\\', `'"\\\\'`],
    ['"\r', `'"\\x0d'`],
    ['"a"\n"b"', '""""a"\n"b\\""""'],
  ];
  for (const [text, python] of texts) it(JSON.stringify(text), () => assert.equal(pyText([text]), python));
});
