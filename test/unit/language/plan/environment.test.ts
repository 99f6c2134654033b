import assert from 'node:assert/strict';
import { environmentFromSettings, environmentNames, parseEnvironmentFile } from '../../../../src/language/plan/environment';
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

describe('environments of the settings of REST Client', () => {
  const read = (value: unknown) => [...environmentFromSettings(value).environments].map(([name, variables]) => [name, ...[...variables].map(([key, each]) => `${key}=${each.kind === 'text' ? each.text : each.kind}`)]);
  const cases: readonly [string, unknown, readonly (readonly string[])[]][] = [
    ['texts, numbers and booleans', { dev: { a: 'x', b: 1.5, c: false, d: '' } }, [['dev', 'a=x', 'b=1.5', 'c=false', 'd=']]],
    ['$shared beside others', { $shared: { v: 'v2' }, prod: {} }, [['$shared', 'v=v2'], ['prod']]],
    ['what is none of that is left out', { dev: { a: null, b: ['x'], c: { $secret: 's' }, d: 'ok' } }, [['dev', 'd=ok']]],
    ['an environment that is no object', { dev: 'x', prod: ['y'] }, [['dev'], ['prod']]],
    ['a value of another shape', ['x'], []],
    ['nothing', undefined, []],
  ];
  for (const [name, value, expected] of cases) it(name, () => assert.deepEqual(read(value), expected));

  it('are never broken: they are another tool\'s', () => {
    const { findings, uri, isPrivate } = environmentFromSettings({ dev: { a: null } });
    assert.deepEqual([findings, uri, isPrivate], [[], 'settings:rest-client.environmentVariables', false]);
  });
});
