import assert from 'node:assert/strict';
import { hiddenPlaces, secretFields } from '../../../src/http/jsonSecrets';
import { prettyJson } from '../../../src/http/jsonText';
import { mask, Redactor } from '../../../src/http/redact';
import { seeded } from '../../helpers/seeded';

const shownFields = (json: string) => secretFields(json).map(({ path, value }) => `${path} = ${value}`);

describe('secret fields of JSON', () => {
  for (const [what, json, expected] of [
    ['a new key', '{"key": {"name": "n", "id": "i"}, "secret": "s3"}', ['$.secret = s3']],
    ['a token among others', '{"access_token":"a.b","token_type":"Bearer","expires_in":3600}', ['$.access_token = a.b']],
    ['lists', '[{"secret":"a"},[{"password":"b"}]]', ['$[0].secret = a', '$[1][0].password = b']],
    ['escapes, in names and values', '{"signature\\u0053ecret":"a\\"\\u0062\\n"}', ['$.signatureSecret = a"b\n']],
    ['names that are no words', '{"it\'s a token":"x", "a\\\\b":{"api key":"y"}}', ["$['it\\'s a token'] = x", "$['a\\\\b']['api key'] = y"]],
    ['numbers with all their digits', '{"pin_token": 12345678901234567890.0 }', ['$.pin_token = 12345678901234567890.0']],
    ['a list of secrets, whole', '{"tokens":["a"], "token": ["a", {"secret": "]"}], "x": {"secret": "z"}}', ['$.token = ["a", {"secret": "]"}]', '$.x.secret = z']],
    ['what is inside of an object', '{"credentials":{"password":"p"}}', ['$.credentials.password = p']],
    ['two of one name', '{"secret":"a","secret":"b"}', ['$.secret = a', '$.secret = b']],
    ['nothing', '{"secret":"","token":null,"password":true,"pwd":[],"jwt":false,"credentials":{},"nextPageToken":"x"}', []],
    ['a text', ' "secret" ', []],
    ['a number', '12', []],
    ['empty', '{}', []],
  ] as const) {
    it(what, () => {
      assert.deepEqual(shownFields(json), expected);
      for (const text of [json, textOf(prettyJson(json))]) {
        const redacted = new Redactor().body(text, 'application/json');
        assert.equal(hiddenPlaces(redacted).length, expected.length, redacted);
      }
    });
  }

  it('are where the redactor hides them, whatever the JSON', () => {
    const random = seeded(11);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const names = ['secret', 'token', 'name', 'pass"word', 'a\\token', 'password', 'to\nken', 'x', '', mask];
    const value = (depth: number): unknown => {
      const kind = depth === 0 ? Math.floor(random() * 4) : Math.floor(random() * 6);
      if (kind === 4) return Array.from({ length: Math.floor(random() * 4) }, () => value(depth - 1));
      if (kind === 5) return Object.fromEntries(Array.from({ length: Math.floor(random() * 4) }, () => [pick(names), value(depth - 1)]));
      return pick(['text', '', 'a "secret": "x"', '•••', 12, 1.5, true, null, '\\', '{"token":"y"}']);
    };
    let count = 0;
    for (let run = 0; run < 3000; run++) {
      const whole = value(4);
      const json = random() < 0.5 ? JSON.stringify(whole) : textOf(prettyJson(JSON.stringify(whole)));
      const redacted = new Redactor().body(json, 'application/json');
      const fields = secretFields(json);
      const places = hiddenPlaces(redacted);
      assert.equal(places.length, fields.length, json);
      count += fields.length;
      fields.forEach(({ path }, index) => {
        const name = JSON.parse(/^"(?:[^"\\]|\\.)*"/s.exec(redacted.slice(places[index]))?.[0] ?? '""') as string;
        assert.ok(path.endsWith(`.${name}`) || path.endsWith(`['${name.replace(/[\\']/g, '\\$&')}']`), `${path} ${name}`);
      });
    }
    assert.ok(count > 300, `${count} fields`);
  });

  it('deep and long texts are read all the same', () => {
    const deep = `${'['.repeat(500)}{"secret":"x"}${']'.repeat(500)}`;
    assert.deepEqual(secretFields(deep).map(({ value }) => value), ['x']);
    const long = JSON.stringify(Array.from({ length: 100_000 }, (_, index) => ({ token: `t${index}` })));
    assert.equal(secretFields(long).length, 100_000);
    assert.equal(hiddenPlaces(new Redactor().body(long)).length, 100_000);
    // Cut in the middle: the redactor hides what it can, and there is no end to miss.
    assert.equal(hiddenPlaces('{"secret": "•••').length, 0);
    assert.equal(hiddenPlaces('{"secret": •••').length, 1);
    assert.equal(hiddenPlaces('{"secret').length, 0);
  });
});

function textOf(pretty: ReturnType<typeof prettyJson>): string {
  return pretty.kind === 'pretty' ? pretty.text : assert.fail(pretty.kind);
}
