import assert from 'node:assert/strict';
import { compileJsonPath, type JsonPath, type JsonSelection, maxPathLength, selectJson } from '../../../src/http/jsonSelect';
import { readJson } from '../../../src/http/jsonSource';

function compiled(text: string): JsonPath {
  const path = compileJsonPath(text);
  if ('problem' in path) throw new Error(`${text}: ${path.problem}`);
  return path;
}

function select(text: string, path: string, limits?: { matches: number; timeMs: number }): JsonSelection {
  const reading = readJson(text);
  if (reading.kind !== 'json') throw new Error(`Not JSON: ${text}`);
  return selectJson(reading.json, compiled(path), limits);
}

function texts(text: string, path: string): readonly string[] {
  const selection = select(text, path);
  return selection.kind === 'matches' ? selection.matches.map((match) => match.text) : [selection.kind];
}

const devices = '{ "devices": [ {"name": "a", "n": 1.0}, {"name": "b", "n": 2, "labels": {"x y": "\\u00e6"}} ], "nextPageToken": "" }';
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('selectJson', () => {
  for (const [json, path, found] of [
    [devices, '$.devices[0].name', ['"a"']],
    [devices, '$.devices[*].name', ['"a"', '"b"']],
    [devices, '$.devices[-1].n', ['2']],
    [devices, '$.devices[?@.name == "b"].labels', ['{"x y": "\\u00e6"}']],
    [devices, "$.devices[?search(@.name, '^a')].n", ['1.0']],
    [devices, "$..['x y']", ['"\\u00e6"']],
    [devices, '$..n', ['1.0', '2']],
    [devices, '$.devices[0,0].name', ['"a"', '"a"']],
    [devices, '$.devices[1:].n', ['2']],
    [devices, '$.nextPageToken', ['""']],
    [devices, '$.nothing', []],
    [devices, '$', [devices]],
    // Digits and white space of the source.
    ['[12345678901234567890]', '$[0]', ['12345678901234567890']],
    ['[1e3, -0.0, 1.50]', '$[*]', ['1e3', '-0.0', '1.50']],
    ['{"a": [ 1 ,\r\n\t2 ] }', '$.a', ['[ 1 ,\r\n\t2 ]']],
    ['{"a":{},"b":[],"c":null,"d":true}', '$.*', ['{}', '[]', 'null', 'true']],
    [' \n"x" ', '$', ['"x"']],
    ['7', '$', ['7']],
    // Strings that look like structure.
    ['{"a":"]}\\"{","b":[["[","]"],3]}', '$.b[1]', ['3']],
    ['{"a":"\\\\","b":1}', '$.b', ['1']],
    // Of equal names the last counts, in the text as in the value.
    ['{"a":1.0,"a":2.0}', '$.a', ['2.0']],
    ['{"a":[1],"b":0,"a":{"0":"x"}}', "$.a['0']", ['"x"']],
    ['{"a":{"b":1},"a":{"b":2.00,"b":3.00}}', '$.a.b', ['3.00']],
    // Names of all kinds.
    ['{"blåbær":1,"\\u0062":2,"":3,"a.b":4,"__proto__":5,"constructor":6}', '$.blåbær', ['1']],
    ['{"\\u0062":2}', '$.b', ['2']],
    ['{"":3}', "$['']", ['3']],
    ['{"a.b":4}', "$['a.b']", ['4']],
    ['{"__proto__":5}', "$['__proto__']", ['5']],
    ['{}', '$.constructor', []],
    ['{"😀":1}', "$['😀']", ['1']],
    ['[]', '$.length', []],
    ['{"0":1}', '$[0]', []],
  ] as const) {
    it(`${path} in ${json}`, () => assert.deepEqual(texts(json, path), found));
  }

  it('gives locations and parsed values', () => {
    const selection = select(devices, '$.devices[1].labels.*');
    assert.deepEqual(selection, { kind: 'matches', matches: [{ location: ['devices', 1, 'labels', 'x y'], text: '"\\u00e6"', value: 'æ' }] });
  });

  it('each slice means what the value is', () => {
    const selection = select(devices, '$..*');
    assert.ok(selection.kind === 'matches' && selection.matches.length === 10);
    for (const { text, value } of selection.matches) assert.deepEqual(JSON.parse(text), value);
  });

  it('reads as deep as JSON is read', () => {
    const deepest = `${'['.repeat(499)}[]${']'.repeat(499)}`;
    assert.deepEqual(texts(deepest, `$${'[0]'.repeat(300)}`).map((text) => text.length), [400]);
    const selection = select(deepest, '$..*');
    assert.equal(selection.kind === 'matches' && selection.matches.length, 499);
  });

  it('stops at too many matches', () => {
    assert.deepEqual(select('[1,2,3]', '$[*]', { matches: 2, timeMs: 1000 }), { kind: 'too-many', limit: 2 });
    assert.equal(select('[1,2,3]', '$[*]', { matches: 3, timeMs: 1000 }).kind, 'matches');
  });

  for (const [what, json, path] of [
    ['a pattern', JSON.stringify([`${'a'.repeat(60)}b`]), "$[?match(@, '(a+)+')]"],
    ['a pattern that is searched', JSON.stringify([`${'a'.repeat(60)}b`]), "$[?search(@, '^(a+)+$')]"],
    ['filters inside filters', JSON.stringify(Array(300).fill(0)), '$[?$[?$[?$[?@ > 1]]]]'],
    ['repeated descent', nested(400), '$..[*]..[*]..[*]..x'],
  ] as const) {
    it(`stops ${what} that tries for ever`, () => {
      assert.deepEqual(select(json, path, { matches: 1000, timeMs: 50 }), { kind: 'too-slow', limitMs: 50 });
    });
  }

  it('says too many where the library runs out of stack', () => {
    const wide = JSON.stringify([Array(300_000).fill(0)]);
    assert.equal(select(wide, '$[?count(@[*]) > 1]').kind, 'too-many');
  });

  it('takes a wide array', () => {
    const wide = JSON.stringify(Array(90_000).fill(0));
    const selection = select(wide, '$[*]');
    assert.equal(selection.kind === 'matches' && selection.matches.length, 90_000);
  });
});

describe('a path', () => {
  const problemOf = (path: string) => {
    const made = compileJsonPath(path);
    return 'problem' in made ? made : undefined;
  };

  for (const [path, offset] of [
    ['', 0],
    ['devices', 0],
    ['$devices', 1],
    ['$.', 1],
    ['$.a..', 4],
    ['$.a b', 4],
    ['$[', 2],
    ['$.a[0', 5],
    ['$["a', 4],
    ['$[01]', 2],
    ['$[?@.b == ]', 10],
    ['$[?nope(@)]', 3],
    ['$[?length(@.*) > 1]', 10],
    [`$${'['.repeat(998)}`, 2],
    [`$[?${'('.repeat(990)}`, 993],
    [`$.${'a'.repeat(maxPathLength)}`, maxPathLength],
  ] as const) {
    it(`${path.slice(0, 30)}: at ${offset}`, () => {
      const problem = problemOf(path);
      assert.equal(problem?.offset, offset, problem?.problem);
      assert.match(problem.problem, /^[\w$'*()"][^\n]+[^)]$/);
    });
  }

  for (const [path, isSingular] of [
    ['$', true],
    ['$.a[0]["b c"][-1]', true],
    ['$ .a [0]', true],
    ['$.blåbær', true],
    // The standard has no hyphen here; the library takes it for part of the name, as its author does.
    ['$.a-b', true],
    ['$[*]', false],
    ['$..a', false],
    ['$[0,1]', false],
    ['$[0:1]', false],
    ['$[?@.a]', false],
  ] as const) {
    it(`${path} is right`, () => {
      assert.equal(problemOf(path), undefined);
      assert.equal(compiled(path).isSingular, isSingular);
    });
  }
});
