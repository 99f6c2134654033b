import assert from 'node:assert/strict';
import { environmentNames, parseEnvironmentFile } from '../../../../src/language/plan/environment';
import { environmentFiles, markedFindings, shown } from './support';
import { environmentCases } from './environmentCases';

describe('environment files', () => {
  for (const source of environmentCases) {
    it(source.replaceAll('\n', ' ').slice(0, 70), () => {
      const { text, findings } = markedFindings(source);
      const file = parseEnvironmentFile(text, 'file:///env', false);
      assert.deepEqual(file.findings.map((each) => shown(text, each)), findings);
    });
  }

  const values = (text: string) =>
    [...parseEnvironmentFile(text, '', false).environments].map(([name, all]) => [name, [...all].map(([key, value]) => `${key}=${value.kind === 'text' ? value.text : `secret ${value.name}`}`)]);

  it('reads texts, numbers as written, booleans and secrets', () => {
    const text = '\ufeff{ "$shared": { "a": "x\\ny" },\r\n "dev": { "n": 1.50, "big": 12345678901234567890, "t": true, "s": {"$secret": "k"} } }';
    assert.deepEqual(values(text), [
      ['$shared', ['a=x\ny']],
      ['dev', ['n=1.50', 'big=12345678901234567890', 't=true', 's=secret k']],
    ]);
  });

  it('knows where a value stands', () => {
    const text = '\ufeff{"dev": {"a": "x"}}';
    const span = parseEnvironmentFile(text, '', false).environments.get('dev')?.get('a')?.span;
    assert.equal(span && text.slice(span.start, span.end), '"x"');
  });

  it('keeps what is whole of a broken file', () => assert.deepEqual(values('{"dev": {"a": "x", "b": }, "prod": {"c": "y"'), [['dev', ['a=x']], ['prod', ['c=y']]]));

  it('is not misled by names of built-in properties', () => {
    assert.deepEqual(values('{"__proto__": {"constructor": "a"}}'), [['__proto__', ['constructor=a']]]);
  });

  it('lists the environments of all files once, the shared section left out', () => {
    assert.deepEqual(environmentNames(environmentFiles()), ['dev', 'prod']);
    assert.deepEqual(environmentNames([]), []);
  });
});
