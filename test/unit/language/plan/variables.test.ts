import assert from 'node:assert/strict';
import type { PlanContext } from '../../../../src/language/plan/context';
import { parseEnvironmentFile } from '../../../../src/language/plan/environment';
import { type Lookup, maxValueLength, type ResolvedValue, VariableScope } from '../../../../src/language/plan/variables';
import { parse } from '../../../../src/language/syntax/parser';
import { devEnvironment, sendContext } from './support';

/** The value of `name` at the end of `text`. */
function lookup(text: string, name: string, more: Partial<PlanContext> = {}, offset = text.length): Lookup {
  return new VariableScope(parse(text), sendContext(more)).lookup(name, offset);
}

function valueOf(found: Lookup): string | undefined {
  return found.kind === 'value' ? found.resolved.value : undefined;
}

const file = (json: string, isPrivate: boolean, uri = isPrivate ? 'private' : 'public') => parseEnvironmentFile(json, uri, isPrivate);

describe('variables: precedence', () => {
  const layers = [
    file('{"dev": {"x": "private"}, "$shared": {"x": "private shared"}}', true),
    file('{"dev": {"x": "public"}, "$shared": {"x": "shared"}}', false),
    file('{"dev": {"x": "parent"}}', false, 'parent'),
  ];
  const text = '@x = file\n';
  const commandLine = new Map([['x', 'command line']]);

  it('lists every definition, the winner first', () => {
    const scope = new VariableScope(parse(text), sendContext({ commandLine, environment: 'dev', environmentFiles: layers }));
    const all = scope.definitions('x', text.length).map(({ origin, written, wins }) => [origin.kind, origin.uri, written, wins]);
    assert.deepEqual(all, [
      ['command-line', undefined, undefined, true],
      ['file', undefined, 'file', false],
      ['private-environment', 'private', undefined, false],
      ['environment', 'public', 'public', false],
      ['environment', 'parent', 'parent', false],
      ['private-shared', 'private', undefined, false],
      ['shared', 'public', 'shared', false],
    ]);
  });

  for (const [name, context, expected] of [
    ['the command line beats all', { commandLine, environment: 'dev', environmentFiles: layers }, 'command line'],
    ['then the file', { environment: 'dev', environmentFiles: layers }, 'file'],
  ] as const) {
    it(name, () => assert.equal(valueOf(lookup(text, 'x', context)), expected));
  }

  for (const [name, context, expected] of [
    ['then the private environment', { environment: 'dev', environmentFiles: layers }, 'private'],
    ['then the public one, the nearest first', { environment: 'dev', environmentFiles: layers.slice(1) }, 'public'],
    ['then what is shared privately', { environment: 'other', environmentFiles: layers }, 'private shared'],
    ['then what is shared', { environmentFiles: layers.slice(1) }, 'shared'],
    ['then nothing', {}, undefined],
  ] as const) {
    it(name, () => assert.equal(valueOf(lookup('', 'x', context)), expected));
  }

  it('has the bases by default', () => {
    assert.equal(valueOf(lookup('', 'apiBase')), 'https://api.disruptive-technologies.com/v2');
    assert.equal(valueOf(lookup('', 'emulatorBase', { sandboxBases: { apiBase: 'http://127.0.0.1:1/v2', emulatorBase: 'http://127.0.0.1:1/emulator/v2' } })), 'http://127.0.0.1:1/emulator/v2');
  });

  it('takes settings from outside the file only', () => {
    const scope = new VariableScope(parse('@account = mine'), sendContext({ environment: 'dev', environmentFiles: [file('{"dev": {"account": "ci"}}', true)] }));
    assert.equal(scope.setting('account'), 'ci');
    assert.equal(scope.setting('apiBase'), undefined);
    assert.equal(scope.setting('nothing'), undefined);
  });
});

describe('variables: secrets', () => {
  for (const [name, secrets] of [
    ['token', ['very-private']],
    ['stored', ['from-storage']],
    ['project', []],
  ] as const) {
    it(`${name}: ${secrets.join()}`, () => {
      const found = lookup('', name, devEnvironment());
      assert.deepEqual(found.kind === 'value' && found.resolved.secrets, secrets);
    });
  }

  it('follow into file variables', () => {
    const found = lookup('@auth = Bearer {{token}}\n@both = {{auth}} {{%stored}}\n', 'both', devEnvironment());
    assert.deepEqual(found.kind === 'value' && [found.resolved.value, found.resolved.secrets], ['Bearer very-private from-storage', ['very-private', 'from-storage']]);
  });

  it('are missed when nothing is stored', () => {
    assert.deepEqual(lookup('', 'stored', { ...devEnvironment(), secrets: () => undefined }), { kind: 'no-secret', secret: 'dt-key' });
  });

  it('are not looked up by a check', () => {
    const secrets = () => assert.fail('looked up');
    const found = lookup('@x = a{{stored}}\n', 'x', { ...devEnvironment(), isCheck: true, secrets });
    assert.equal(found.kind === 'value' && found.resolved.unknown, true);
  });

  it('addresses and the account in a private file are none', () => {
    const found = lookup('', 'apiBase', { environment: 'dev', environmentFiles: [file('{"dev": {"apiBase": "https://x/v2"}}', true)] });
    assert.deepEqual(found.kind === 'value' && found.resolved.secrets, []);
  });
});

describe('variables of the file', () => {
  it('are seen below their line', () => {
    const text = '@x = 1\n###\n@x = 2\n';
    assert.equal(valueOf(lookup(text, 'x', {}, 8)), '1');
    assert.equal(valueOf(lookup(text, 'x')), '2');
    assert.equal(lookup(text, 'x', {}, 3).kind, 'early');
  });

  it('give way to an environment above their line', () => {
    assert.equal(valueOf(lookup('@project = mine\n', 'project', devEnvironment(), 0)), 'dev-project');
  });

  it('are computed once in a run', () => {
    const text = '@id = {{$guid}}\n@again = {{id}}-{{id}}\n';
    const computed = new Map<string, ResolvedValue>();
    assert.equal(valueOf(lookup(text, 'again', { computed })), 'uuid-1-uuid-1');
    assert.equal(valueOf(lookup(text, 'id', { computed })), 'uuid-1');
    assert.equal(valueOf(lookup(text, 'id')), 'uuid-1');
  });

  it('are not computed before they are used', () => {
    const random = { next: () => 0, uuid: () => assert.fail('computed') };
    assert.equal(valueOf(lookup('@id = {{$guid}}\n@x = 1\n', 'x', { random })), '1');
  });

  it('are inserted as they are', () => {
    assert.equal(valueOf(lookup('@y = wrong\n@x = \\{\\{y\\}\\}\n@z = {{x}}\n', 'z')), '{{y}}');
  });

  it('report what is wrong at the definition', () => {
    const found = lookup('@x = {{nothing}}\n@y = {{x}}\n', 'y');
    assert.deepEqual(found.kind === 'broken' && found.findings.map(({ code, span }) => [code, span.start]), [['variable.undefined', 7]]);
  });

  it('may form a chain of 20,000', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `@v${index + 1} = {{v${index}}}`);
    assert.equal(valueOf(lookup(`@v0 = end\n${lines.join('\n')}\n`, 'v20000')), 'end');
  });

  it('may not grow without bounds', () => {
    const lines = Array.from({ length: 64 }, (_, index) => `@v${index + 1} = {{v${index}}}{{v${index}}}`);
    const found = lookup(`@v0 = 0123456789\n${lines.join('\n')}\n`, 'v64');
    assert.deepEqual(found.kind === 'broken' && found.findings.map(({ code, data }) => [code, data['limit']]), [['variable.too-long', maxValueLength]]);
  });

  it('suggest a near name, and the environments that have it', () => {
    assert.deepEqual(lookup('@device = 1\n', 'devise'), { kind: 'undefined', suggestion: 'device', environments: [] });
    assert.deepEqual(lookup('', 'onlyInProd', devEnvironment()), { kind: 'undefined', environments: ['prod'] });
  });

  it('are not what other objects call their properties', () => {
    for (const name of ['constructor', '__proto__', 'toString']) assert.equal(lookup('', name, devEnvironment()).kind, 'undefined');
  });
});
