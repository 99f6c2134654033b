import assert from 'node:assert/strict';
import { endpoints } from '../../../../src/api/description';
import { bodyPlaceAt, schemaOfAnswer, schemaOfBody } from '../../../../src/language/features/schemaAt';
import { longestJudged } from '../../../../src/language/plan/staticRequest';
import { parse } from '../../../../src/language/syntax/parser';
import { markedAt } from '../../../helpers/marked';

const connector = 'POST /projects/p1/dataconnectors\nContent-Type: application/json\n\n';

function placeIn(source: string) {
  const { text, cursor } = markedAt(source);
  const place = bodyPlaceAt(parse(text), cursor);
  return place && { place, words: `${place.on} ${place.pointer}`, written: text.slice(place.span.start, place.span.end) };
}

describe('the place in a body', () => {
  const cases: readonly (readonly [body: string, place: string, written: string, type: string | undefined])[] = [
    ['{ "displayN‸ame": "x" }', 'name /displayName', '"displayName"', 'string'],
    ['{ "displayName": "‸x" }', 'value /displayName', '"x"', 'string'],
    ['{ "displayName": ‸ }', 'value /displayName', '', 'string'],
    ['{ "displayName":‸', 'value /displayName', '', 'string'],
    ['{ "displayName": {{na‸me}} }', 'value /displayName', '{{name}}', 'string'],
    ['{ "displayName": "{{$datetime "iso8601"}} ‸x" }', 'value /displayName', '"{{$datetime "iso8601"}} x"', 'string'],
    ['{ "ev‸', 'name /ev', '"ev', undefined],
    ['{ ev‸: [] }', 'name /ev', 'ev', undefined],
    ['{ "events": ["‸touch"] }', 'value /events/0', '"touch"', 'string'],
    ['{ "events": ["touch", ‸] }', 'value /events/1', '', 'string'],
    ['{ "events": ["touch"\n‸\n] }', 'value /events/1', '', 'string'],
    ['{ "events": ‸["touch"] }', 'value /events', '["touch"]', 'array'],
    ['{ "httpConfig": { "u‸rl": 1 } }', 'name /httpConfig/url', '"url"', 'string'],
    ['{ "httpConfig": { ‸ } }', 'name /httpConfig', '', undefined],
    ['{ "httpConfig": { "headers": { "X-A": "‸" } } }', 'value /httpConfig/headers/X-A', '""', 'string'],
    ['{ "httpConfig": { "url": "a" ], "he‸aders": {} } }', 'name /httpConfig/headers', '"headers"', 'object'],
    ['{ "httpConfig": { "url": \n  "status": "‸ACTIVE"', 'value /httpConfig/status', '"ACTIVE"', undefined],
    ['{ "displayName": "x"\n  "sta‸tus": "ACTIVE" }', 'name /status', '"status"', 'string'],
    ['{ "displayName": "open,\n  "sta‸tus": 1 }', 'name /status', '"status"', 'string'],
    ['{ # a comment {"\n  "sta‸tus": 1 }', 'name /status', '"status"', 'string'],
    ['{ "a~b/c": ‸1 }', 'value /a~0b~1c', '1', undefined],
    ['{ "dis\\u0070layName": ‸1 }', 'value /displayName', '1', 'string'],
    ['‸{ "a": 1 }', 'value ', '{ "a": 1 }', 'object'],
    ['{ "a": [[{ "b": ‸', 'value /a/0/0/b', '', undefined],
  ];
  for (const [body, words, written, type] of cases) {
    for (const lineEnd of ['\n', '\r\n']) {
      it(`${JSON.stringify(body)} with ${JSON.stringify(lineEnd)}`, () => {
        const found = placeIn((connector + body).replaceAll('\n', lineEnd));
        assert.ok(found);
        assert.equal(found.words, words);
        assert.equal(found.written, written.replaceAll('\n', lineEnd));
        assert.equal(found.place.schema?.type, type);
      });
    }
  }

  for (const [why, source] of [
    ['in front of a colon', `${connector}{ "displayName" ‸: "x" }`],
    ['between a name and what is in place of its colon', `${connector}{ "displayName" ‸ }`],
    ['behind the body', `${connector}{ }\n‸`],
    ['of no endpoint', 'POST /nowhere\n\n{ ‸ }'],
    ['of another host', 'POST https://example.com/v2/projects\n\n{ ‸ }'],
    ['of an endpoint that takes none', 'GET /projects\n\n{ ‸ }'],
    ['that is no JSON', 'POST /projects\nContent-Type: text/plain\n\n{ ‸ }'],
    ['that is a form', 'POST https://identity.disruptive-technologies.com/oauth2/token\n\n{ ‸ }'],
    ['outside of a body', 'POST /pro‸jects'],
    ['in an empty file', '‸'],
  ] as const) {
    it(`has none ${why}`, () => {
      assert.equal(placeIn(source), undefined);
    });
  }

  it('knows the endpoint by its verb, on the emulator too, and a type of JSON', () => {
    assert.equal(placeIn('POST /projects/p/devices/d:publish\nContent-Type: application/vnd.api+json; charset=utf-8\n\n{ "temp‸erature": {} }')?.place.endpoint.host, 'emulator');
    assert.equal(placeIn('PATCH {{emulatorBase}}/projects/p/devices/d\n\n{‸}'), undefined);
    assert.equal(placeIn('PUT {{emulatorBase}}/projects/{{p}}/devices/d\nContent-Type: {{json}}\n\n{ "type‸": 1 }')?.place.schema?.enum?.includes('ccon'), true);
  });

  it('tells what is required, and what an item is by what its list is', () => {
    assert.equal(placeIn(`${connector}{ "type‸": 1 }`)?.place.isRequired, true);
    assert.equal(placeIn(`${connector}{ "status‸": 1 }`)?.place.isRequired, false);
    const item = placeIn('POST /projects/p/devices:transfer\n\n{ "devices": [ "‸" ] }')?.place;
    assert.equal(item?.schema?.description, 'projects/{sourceProject}/devices/{device}');
    assert.equal(item.name, 'devices');
  });

  it('never throws, whatever the prefix', () => {
    const text = `${connector}{ "httpConfig": { "url": "https://{{host}}/\\u12", "headers": { "a": [1, tru {{x}}, "y" } ] }, "events": [ "touch" ] # }\n}`;
    for (let length = 0; length <= text.length; length++) {
      const file = parse(text.slice(0, length));
      for (let offset = connector.length; offset <= length; offset++) bodyPlaceAt(file, offset);
    }
  });

  for (const [name, make] of [
    ['objects', (size: number) => '{"a":'.repeat(size / 5)],
    ['lists', (size: number) => '['.repeat(size)],
    ['lists closed as objects', (size: number) => '['.repeat(size / 2) + '}'.repeat(size / 2)],
    ['lists in one object closed as objects', (size: number) => `{"a":${'['.repeat(size / 2)}${'}'.repeat(size / 2 - 6)}`],
    ['open strings', (size: number) => '"\n'.repeat(size / 2)],
    ['blanks', (size: number) => `{"a"${' '.repeat(size - 4)}`],
    ['names', (size: number) => `{${'"a":1,'.repeat(size / 6 - 1)}`],
    ['backslashes', (size: number) => `["${'\\'.repeat(size - 2)}`],
  ] as const) {
    it(`reads ${name} of the greatest length in linear time and without recursion`, function () {
      this.timeout(2000);
      const body = make(longestJudged);
      assert.ok(body.length > longestJudged - 20 && body.length <= longestJudged);
      bodyPlaceAt(parse(connector + body), connector.length + body.length);
    });
  }

  it('looks at no longer body', () => {
    const list = (length: number) => `${connector}{ "events": ["‸${'x'.repeat(length - 16)}"]}`;
    assert.ok(placeIn(list(longestJudged - 10)));
    assert.equal(placeIn(list(longestJudged + 10)), undefined);
  });
});

describe('schemas of bodies and answers', () => {
  const endpoint = (method: string, path: string) => {
    const found = endpoints.find((each) => each.method === method && each.path === path);
    assert.ok(found);
    return found;
  };

  it('are the same objects each time', () => {
    for (const each of endpoints) assert.equal(schemaOfBody(each), schemaOfBody(each));
  });

  it('have the roles of their level', () => {
    const rolesOf = (path: string) => schemaOfBody(endpoint('PATCH', path))?.properties?.['roles']?.items?.enum;
    assert.deepEqual(rolesOf('/organizations/{organization}/members/{member}'), ['roles/organization.admin']);
    assert.deepEqual(rolesOf('/projects/{project}/members/{member}'), ['roles/project.user', 'roles/project.developer', 'roles/project.admin']);
  });

  it('have events by their types', () => {
    const history = schemaOfAnswer(endpoint('GET', '/projects/{project}/devices/{device}/events'));
    assert.equal(history?.properties?.['events']?.items?.properties?.['data']?.properties?.['temperature']?.properties?.['value']?.unit, '°C');
    assert.ok(schemaOfBody(endpoint('POST', '/projects/{project}/dataconnectors'))?.properties?.['events']?.items?.enum?.includes('touch'));
  });
});
