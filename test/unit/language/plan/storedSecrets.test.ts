// How stored secrets, and other values that may not go everywhere, are followed through a request.
import assert from 'node:assert/strict';
import { repeats } from '../../../../src/http/secretForms';
import type { PlanContext } from '../../../../src/language/plan/context';
import { parseEnvironmentFile } from '../../../../src/language/plan/environment';
import { type Answered, noSupplies } from '../../../../src/language/plan/needs';
import { planRequest, type RequestPlan } from '../../../../src/language/plan/plan';
import type { GuardedValue } from '../../../../src/language/plan/valueFacts';
import { parse } from '../../../../src/language/syntax/parser';
import { planned, sendContext } from './support';

const value = 'st0red/S3cret+&';
const encoded = encodeURIComponent(value);
const guarded: readonly GuardedValue[] = [{ source: 'secret', key: 'vault', value }];

const context: Partial<PlanContext> = {
  environment: 'dev',
  environmentFiles: [parseEnvironmentFile('{"dev": {"key": {"$secret": "vault"}, "plain": "x"}}', 'file:///w/http-client.env.json', false)],
  secrets: (name) => (name === 'vault' ? value : undefined),
};

/** Which stored secrets a plan holds, and where it names them. */
function told({ guarded: found, origins }: RequestPlan) {
  return { secrets: [...new Set(found.map(({ source, key }) => `${source} ${key}`))], named: origins.flatMap(({ name, origin }) => (origin.secret === undefined ? [] : [`${name}: ${origin.kind} ${origin.secret}`])) };
}

describe('a stored secret is known', () => {
  const here: readonly [place: string, text: string, named: readonly string[]][] = [
    ['in a header', 'GET /x\nX-Key: {{key}}', ['key: environment vault']],
    ['in the path, encoded', 'GET /x/{{%key}}', ['key: environment vault']],
    ['in the query', 'GET /x\n  ?a={{%key}}', ['key: environment vault']],
    ['in the body', 'POST /x\nContent-Type: text/plain\n\na {{key}} b', ['key: environment vault']],
    ['in JSON', 'POST /x\nContent-Type: application/json\n\n{"a": "{{key}}"}', ['key: environment vault']],
    ['in a form', 'POST /x\nContent-Type: application/x-www-form-urlencoded\n\na={{%key}}\n&b=1', ['key: environment vault']],
    ['in a part of several', 'POST /x\nContent-Type: multipart/form-data; boundary=b\n\n--b\nContent-Disposition: form-data; name="a"\n\n{{key}}\n--b--', ['key: environment vault']],
    ['in a file variable', '@auth = Bearer {{key}}\n@both = {{plain}}{{auth}}\nGET /x\nAuthorization: {{both}}', ['both: file vault']],
    ['in an expectation', '# @expect body contains {{key}}\nGET /x', ['key: environment vault']],
    ['in a question', '# @confirm Send {{key}}?\nGET /x', ['key: environment vault']],
    ['in the base', '@apiBase = https://gateway.example/{{%key}}\nGET /x', []],
    ['in the Host header', 'GET /x\nHost: {{plain}}.example\nX-Key: {{key}}', ['key: environment vault']],
  ];
  for (const [place, text, named] of here) {
    it(place, () => assert.deepEqual(told(planned(text, context)), { secrets: ['secret vault'], named }));
  }

  it('and one that is not used is none', () => assert.deepEqual(told(planned('@a = {{key}}\nGET /x/{{plain}}', context)), { secrets: [], named: [] }));

  it('a value of the command line takes its place', () => {
    const plan = planned('GET /x\nX-Key: {{key}}', { ...context, commandLine: new Map([['key', 'given']]) });
    assert.deepEqual([told(plan).secrets, plan.secrets], [[], ['given']]);
  });
});

describe('through an answer a stored secret is known', () => {
  const answered = (response: string, request = ''): Answered => ({
    request: { method: 'POST', origin: 'https://hooks.example', target: '/', headers: [['X-Id', '7'], ['X-Key', value]], body: Buffer.from(request) },
    response: { status: 200, statusText: '', headers: [['Content-Type', 'application/json'], ['X-Echo', response]], body: Buffer.from(response), encodedLength: 0 },
    secrets: [value],
    guarded,
  });
  const secretsIn = (reference: string, answer: Answered): readonly string[] => {
    const text = `# @name a\nPOST /login\n###\nGET /x\nX-Seen: {{%${reference}}}\n`;
    const file = parse(text);
    const block = file.blocks[1];
    assert.ok(block);
    const result = planRequest(file, block, sendContext({ ...context, supplies: { ...noSupplies, answer: () => answer } }));
    assert.ok(result.kind === 'plan', `${result.kind} ${result.kind === 'refused' ? result.findings.map(({ code }) => code).join() : ''}`);
    return told(result.plan).secrets;
  };

  const base64 = Buffer.from(`user:${value}`).toString('base64');
  for (const [how, echo] of [
    ['as it is', value],
    ['percent-encoded', encoded],
    ['percent-encoded twice, beside a stray %', `100% ${encodeURIComponent(encoded)}`],
    ['percent-encoded over and over', Array.from({ length: 9 }).reduce<string>((text) => encodeURIComponent(text), value)],
    ['in base64', base64],
    ['in lower case', value.toLowerCase()],
    ['with blanks', Array.from(value).join(' ')],
  ] as const) {
    it(`that repeats it ${how}`, () => {
      assert.deepEqual(secretsIn('a.response.body.$.seen', answered(JSON.stringify({ seen: echo }))), ['secret vault']);
      assert.deepEqual(secretsIn('a.response.body', answered(JSON.stringify({ seen: echo }))), ['secret vault']);
      assert.deepEqual(secretsIn('a.response.headers.X-Echo', answered(JSON.stringify({ seen: echo }))), ['secret vault']);
    });
  }

  it('that is asked about it by a condition', () => {
    const echo = JSON.stringify({ items: [{ id: 'a', prefix: 'st.*', key: value }, { id: 'b', prefix: 'x.*', key: value }] });
    assert.deepEqual(secretsIn('a.response.body.$.items[?match(@.key, @.prefix)].id', answered(echo)), ['secret vault']);
    assert.deepEqual(secretsIn('a.response.body.$.items[0].id', answered(echo)), []);
  });

  it('in all of what was sent, whatever is taken of it', () => {
    const sent = JSON.stringify({ items: [{ id: 'a', key: value }] });
    assert.deepEqual(secretsIn('a.request.headers.X-Key', answered('{}')), ['secret vault']);
    assert.deepEqual(secretsIn('a.request.body.$.items[?match(@.key, "st.*")].id', answered('{}', sent)), ['secret vault']);
  });

  it('but not in an answer that does not repeat it', () => {
    assert.deepEqual(secretsIn('a.response.body.$.token', answered('{"token": "abc"}')), []);
    assert.deepEqual(secretsIn('a.response.status', answered('{}')), []);
  });

  it('and further: in a file variable made of it', () => {
    const file = parse(`# @name a\nPOST /login\n###\n@t = {{a.response.body.$.seen}}\nGET /x\nX-Seen: {{t}}\n`);
    const result = planRequest(file, file.blocks[1] ?? assert.fail(), sendContext({ ...context, supplies: { ...noSupplies, answer: () => answered(JSON.stringify({ seen: value })) } }));
    assert.deepEqual(result.kind === 'plan' && told(result.plan), { secrets: ['secret vault'], named: ['t: file vault'] });
  });
});

describe('repeating a value', () => {
  for (const [text, secret, expected] of [
    ['{"echo":"Tr0ub\\u0026dor\\u003c3"}', 'Tr0ub&dor<3', true],
    ['{"echo":"Tr0ub\\u0026dor\\u003C3"}', 'Tr0ub&dor<3', true],
    ['Tr0ub%5Cu0026dor%5Cu003c3', 'Tr0ub&dor<3', true],
    ['nothing of it', 'secret', false],
    ['the secret', 'secret', true],
    ['', 'secret', false],
    ['anything', '', false],
    ['anything', '  ', false],
    ['abcd', 'ab\ncd', true],
    ['x', ' x ', true],
    ['50% of 100%', 'secret', false],
    ['%73ecret', 'secret', true],
    ['caf%C3%A9-key', 'café-key', true],
  ] as const) {
    it(`${JSON.stringify(text)} ${expected ? 'repeats' : 'does not repeat'} ${JSON.stringify(secret)}`, () => assert.equal(repeats(text, secret), expected));
  }

  it('takes long texts in good time', () => {
    assert.equal(repeats(`%${'25'.repeat(300_000)}`, 'secret-value'), true, 'what hides on and on is taken for it');
    assert.equal(repeats('a'.repeat(1_000_000), 'secret-value'), false);
  });
});
