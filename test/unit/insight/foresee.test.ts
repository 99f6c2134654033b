import assert from 'node:assert/strict';
import { endpoints, type Endpoint, type QueryParameter } from '../../../src/api/description';
import { vendorHostKind } from '../../../src/api/hosts';
import type { WireRequest } from '../../../src/http/exchange';
import { foresee, type Foreseen } from '../../../src/insight/foresee';
import { exampleNow, jwt } from '../../helpers/exchanges';

const hosts = { api: 'https://api.disruptive-technologies.com', emulator: 'https://emulator.disruptive-technologies.com', identity: 'https://identity.disruptive-technologies.com' } as const;

function foreseen(request: string, body?: unknown, headers: WireRequest['headers'] = []): readonly Foreseen[] {
  const [method = '', url = ''] = request.split(' ');
  const slash = url.indexOf('/', 8);
  const origin = url.slice(0, slash);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const octets = body === undefined ? {} : { body: new TextEncoder().encode(text) };
  return foresee({ method, origin, target: url.slice(slash), headers, ...octets }, { hostKind: vendorHostKind(origin), now: exampleNow });
}

/** An example as the facts have it: the description's own idea of a correct call. */
interface Exampled extends Endpoint {
  readonly example: { readonly request: { readonly method: string; readonly url: string; readonly body?: unknown } };
}
const described = endpoints as readonly Exampled[];

const ids: Readonly<Record<string, string>> = { project: 'c0md3mm0c7bet3vico8g', device: 'c0uc989qdqebrvv29so0', organization: 'c0o00000000000000000', member: '9000', label: 'room', role: 'project.user' };

function urlOf({ host, path }: Endpoint): string {
  const base = host === 'identity' ? hosts.identity : `${hosts[host]}/v2`;
  return base + path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'c0s00000000000000000');
}

function values({ name, type, enum: known, description }: QueryParameter): readonly string[] {
  if (known) return known;
  if (type === 'integer') return ['1', '100'];
  if (type === 'boolean') return ['true', 'false'];
  if (description.startsWith('RFC 3339')) return ['2026-01-31T08:00:00Z', '2026-01-31t08:00:00.123456z', '2026-12-31T23:59:60Z', '2026-01-31T08:00:00%2B02:00', '2026-01-31T08:00:00-08:00'];
  if (description.startsWith('Duration')) return ['10s', '1.5s', '1m30s'];
  if (/^event_?types$/i.test(name)) return ['temperature', 'labelsChanged'];
  if (name === 'organization') return ['organizations/c0o', 'organizations%2Fc0o'];
  return name === 'projects' ? ['projects/c0p'] : ['a', 'x=y', 'with%20blank'];
}

/** What has to stand beside it: the API needs it. */
function needed(endpoint: Endpoint, but: QueryParameter): string {
  return endpoint.queryParams.filter((parameter) => parameter.required && parameter !== but).map(({ name }) => `&${name}=x`).join('');
}

describe('foresee never flags a correct request', () => {
  for (const { method, path, host, example } of described) {
    it(`the description's own example of ${method} ${host} ${path}`, () => {
      const { request } = example;
      assert.deepEqual(foreseen(`${request.method} ${request.url}`, request.body), []);
    });
  }

  for (const endpoint of described) {
    for (const parameter of endpoint.queryParams) {
      it(`${endpoint.method} ${endpoint.host} ${endpoint.path} with ${parameter.name}`, () => {
        for (const name of [parameter.name, ...(parameter.aliases ?? [])]) {
          for (const value of [...values(parameter), '']) {
            const query = `?${name}=${value}${parameter.repeated ? `&${name}=${value}` : ''}${needed(endpoint, parameter)}`;
            assert.deepEqual(foreseen(`${endpoint.method} ${urlOf(endpoint)}${query}`, endpoint.example.request.body), [], query);
          }
        }
      });
    }
  }

  const fine: readonly (readonly [request: string, body?: unknown])[] = [
    [`GET ${hosts.api}/v2/projects?organization=c0o`], [`HEAD ${hosts.api}/v2/projects`],
    [`GET ${hosts.api}/v2/projects/-/devices?organization=organizations/c0o&projects=projects/a&projects=projects/b`], [`GET ${hosts.api}/v2/projects/-/devices/c0uc989qdqebrvv29so0`],
    [`PATCH ${hosts.api}/v2/projects/c0md3mm0c7bet3vico8g`, {}], [`PATCH ${hosts.api}/v2/projects/c0md3mm0c7bet3vico8g`, { displayName: null }],
    [`POST ${hosts.api}/v2/projects`, { displayName: 'x', organization: 'organizations/o', location: { latitude: null, longitude: 10.5, timeLocation: 'Europe/Oslo' } }],
    [`POST ${hosts.api}/v2/projects/c0md3mm0c7bet3vico8g/devices:batchUpdate`, { devices: ['projects/p/devices/d'], removeLabels: ['a'] }],
    [`POST ${hosts.api}/v2/projects/c0md3mm0c7bet3vico8g/devices:batchUpdate`, { devices: ['projects/p/devices/d'], addLabels: { '': '' }, removeLabels: [] }],
    [`POST ${hosts.api}/v2/projects/c0md3mm0c7bet3vico8g/devices/emuc0uc989qdqebrvv29so0/labels`, { name: 'anything', value: 5 }],
    [`POST ${hosts.emulator}/v2/projects/c0md3mm0c7bet3vico8g/devices/emuc0uc989qdqebrvv29so0:publish`, { temperature: { value: 1 } }],
    [`POST ${hosts.api}/v2/projects/c0md3mm0c7bet3vico8g/dataconnectors/c0uc989qdqebrvv29so0:sync`],
    ['GET https://example.com/v2/projects?page_size=9999'], [`POST ${hosts.identity}/oauth2/token?a=b`, 'grant_type=x'],
  ];
  for (const [request, body] of fine) {
    it(`${request}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`, () => assert.deepEqual(foreseen(request, body).filter(({ code }) => code !== 'dt.400.field-type'), []));
  }
});

describe('foresee', () => {
  const projects = `${hosts.api}/v2/projects`;
  const project = `${projects}/c0md3mm0c7bet3vico8g`;
  const cases: readonly { readonly request: string; readonly body?: unknown; readonly code: string; readonly severity: Foreseen['severity']; readonly fix?: string }[] = [
    { request: `GET ${projects}?page_size=101`, code: 'dt.400.parameter-value', severity: 'information', fix: '100' },
    { request: `GET ${projects}?page_size=ten`, code: 'dt.400.parameter-value', severity: 'warning' },
    { request: `GET ${projects}?organization=/organizations/o`, code: 'dt.400.parameter-value', severity: 'information', fix: 'organizations/o' },
    { request: `GET ${projects}?organization=organization/o`, code: 'dt.400.parameter-value', severity: 'information', fix: 'organizations/o' },
    { request: `GET ${hosts.api}/v2/claimInfo?identifier=a&organization=o/`, code: 'dt.400.parameter-value', severity: 'information', fix: 'organizations/o' },
    { request: `GET ${project}/devices?device_ids=projects/p/devices/d`, code: 'dt.400.parameter-value', severity: 'information', fix: 'd' },
    { request: `GET ${project}/devices?projects=%3Cproject%3E`, code: 'dt.400.parameter-value', severity: 'information' },
    { request: `GET ${project}/devices?pageSizes=1`, code: 'dt.400.unknown-parameter', severity: 'information', fix: 'pageSize' },
    { request: `GET ${projects}/-/devices`, code: 'dt.400.missing-parameter', severity: 'information' },
    { request: `GET ${hosts.api}/v2/claimInfo`, code: 'dt.400.missing-parameter', severity: 'warning' },
    { request: `POST ${project}/devices:transfer`, code: 'dt.400.missing-body', severity: 'warning' },
    { request: `POST ${project}/devices:transfer`, body: '{ "devices": [, }', code: 'dt.400.malformed-json', severity: 'warning' },
    { request: `POST ${project}/devices:transfer`, body: { devices: ['c0uc989qdqebrvv29so0'] }, code: 'dt.400.field-value', severity: 'information' },
    { request: `POST ${project}/devices:transfer`, body: { devices: ['projects/p/device/d'] }, code: 'dt.400.field-value', severity: 'information', fix: '"projects/p/devices/d"' },
    { request: `POST ${project}/devices:batchUpdate`, body: { devices: ['c0d'], removeLabels: ['a'] }, code: 'dt.400.field-value', severity: 'information', fix: '"projects/c0md3mm0c7bet3vico8g/devices/c0d"' },
    { request: `POST ${project}/devices:claim`, body: { deviceIds: ['projects/p/devices/d'] }, code: 'dt.400.field-value', severity: 'information', fix: '"d"' },
    { request: `POST ${project}/contacts`, body: { contactGroup: 'contactGroups/c' }, code: 'dt.400.field-value', severity: 'information' },
    { request: `POST ${project}/devices:batchUpdate`, body: { devices: ['projects/p/devices/d'] }, code: 'dt.400.no-label-change', severity: 'warning' },
    { request: `POST ${project}/devices:batchUpdate`, body: { devices: ['projects/p/devices/d'], removeLabels: [] }, code: 'dt.400.no-label-change', severity: 'information' },
    { request: `PATCH ${project}`, body: { displayname: 'x' }, code: 'dt.400.unknown-field', severity: 'information', fix: 'displayName' },
    { request: `PATCH ${project}`, body: { displayName: 5 }, code: 'dt.400.field-type', severity: 'warning', fix: '"5"' },
    { request: `POST ${projects}`, body: { displayName: 'x' }, code: 'dt.400.missing-field', severity: 'warning' },
    ...(['yesterday', '2026-13-01T00:00:00Z', '2026-01-31 08:00:00', '2026-01-31', '1767225600', '2026-01-31T08:00Z'] as const).map((time) => ({
      request: `GET ${project}/devices/c0uc989qdqebrvv29so0/events?endTime=${encodeURIComponent(time)}`, code: 'dt.400.parameter-value', severity: 'information' as const,
      ...({ '2026-01-31 08:00:00': { fix: '2026-01-31T08:00:00Z' }, '2026-01-31': { fix: '2026-01-31T00:00:00Z' }, '1767225600': { fix: '2026-01-01T00:00:00Z' }, '2026-01-31T08:00Z': { fix: '2026-01-31T08:00:00Z' } } as Readonly<Record<string, { fix: string }>>)[time],
    })),
  ];
  for (const { request, body, code, severity, fix } of cases) {
    it(`${request} ${body === undefined ? '' : JSON.stringify(body)}: ${code}`, () => {
      const [first, ...others] = foreseen(request, body);
      assert.ok(first);
      assert.deepEqual([first.code, first.severity, others.length], [code, severity, 0]);
      assert.ok(first.headline.length <= 60, first.headline);
      const [edit] = first.fixes[0]?.edits ?? [];
      if (fix !== undefined) assert.ok(edit?.kind === 'replace' && edit.text === fix, JSON.stringify(edit));
      else assert.notEqual(edit?.kind, 'replace');
    });
  }

  it('sees a path that the API does not have, and a token that has ended', () => {
    assert.deepEqual(foreseen(`GET ${project}/device`).map(({ code }) => code), ['dt.404.path']);
    const ended = foreseen(`GET ${project}`, undefined, [['Authorization', `Bearer ${jwt({ exp: exampleNow / 1000 - 1 })}`]]);
    assert.deepEqual(ended.map(({ code }) => code), ['dt.401.expired-token']);
  });

  it('offers a body that it finds nothing wrong with', () => {
    let offered = 0;
    for (const endpoint of endpoints) {
      const request = `${endpoint.method} ${urlOf(endpoint)}`;
      const [edit] = foreseen(request).find(({ code }) => code === 'dt.400.missing-body')?.fixes[0]?.edits ?? [];
      if (edit?.kind !== 'add-body') continue;
      offered++;
      assert.deepEqual(foreseen(request, edit.text), [], `${request} ${edit.text}`);
      assert.doesNotMatch(edit.text, /c0{9}|project\.(?!user)/);
    }
    assert.ok(offered > 8, String(offered));
  });

  it('says how a method is written, and judges the rest as if it were', () => {
    const [first = assert.fail(), ...rest] = foreseen(`post ${project}/devices:batchUpdate?dry=1`, { devices: ['projects/p/devices/d'] });
    assert.deepEqual([first.code, first.headline, first.doThis.text], ['dt.501', 'the method is POST, not "post"', 'Write POST in capitals.']);
    assert.deepEqual(rest.map(({ code }) => code), ['dt.400.unknown-parameter', 'dt.400.no-label-change']);
    assert.deepEqual(foreseen(`post ${project}/devices`).map(({ code }) => code), ['dt.501', 'dt.404.emulator']);
    assert.deepEqual(foreseen(`gte ${projects}`).map(({ headline }) => headline), ['this path takes GET or POST, not "gte"']);
  });

  it('says of an unknown endpoint only that', () => {
    assert.deepEqual(foreseen(`POST ${project}/things?page_size=999`, '{ "a": ').map(({ code }) => code), ['dt.404.path']);
  });

  it('says what to do about this very request, and why', () => {
    const [{ doThis, why } = assert.fail()] = foreseen(`GET ${project}/devices?page_size=500`);
    assert.deepEqual([doThis.certainty, why.certainty], ['inferred', 'inferred']);
    assert.match(doThis.text, /at most 100/);
    assert.match(why.text, /largest page/);
  });

  it('a body that is null is none', () => {
    assert.deepEqual(foreseen(`POST ${project}/devices:transfer`, 'null').map(({ code }) => code), ['dt.400.field-type']);
  });

  it('titles of fixes stay short, whatever is written', () => {
    const long = '1'.repeat(500);
    for (const [request, body] of [[`GET ${project}/devices:stream?ping_interval=${long}`], [`PATCH ${project}`, `{ "displayName": ${long} }`]] as const) {
      const titles = foreseen(request, body).flatMap(({ fixes }) => fixes.map(({ title }) => title));
      assert.ok(titles.length > 0 && titles.every((title) => title.length <= 80), JSON.stringify(titles));
    }
  });

  it('takes any text', () => {
    for (const text of ['', '\ufeff{}', '\u0000', '['.repeat(50_000), '{"devices":'.repeat(3000), '{"devices":[],"devices":5}', 'x'.repeat(3_000_000)]) foreseen(`POST ${project}/devices:batchUpdate?${text.slice(0, 50)}`, text);
  });
});

describe('foresee is quick', () => {
  const project = 'https://api.disruptive-technologies.com/v2/projects/c0md3mm0c7bet3vico8g';
  const many = (count: number, each: (index: number) => string) => Array.from({ length: count }, (_, index) => each(index)).join('');
  const rows: Readonly<Record<string, string>> = {
    'thousands of unknown parameters': `GET ${project}/devices?${many(200_000, (index) => `page_siz${index}=1&`)}`,
    'thousands of roots in the path': `GET https://api.disruptive-technologies.com/v2/${'projects/'.repeat(200_000)}x`,
  };
  for (const [name, request] of Object.entries(rows)) {
    it(name, function () {
      this.timeout(60_000);
      assert.ok(foreseen(request).length <= 100);
    });
  }

  it('reads the names of parameters as they are meant', () => assert.deepEqual(foreseen(`GET ${project}/devices?page%5Fsize=10`), []));
});
