// What the checks say of the requests that the description of the API gives as examples, and of each of
// them with one thing wrong. Nothing is sent.
import assert from 'node:assert/strict';
import { type Endpoint, endpoints, type QueryParameter } from '../src/api/description';
import { type FieldSchema, publishSchema } from '../src/api/events';
import { foreseeingAt } from '../src/app/foreseeing';
import { baseOfHost } from '../src/language/features/completion/patterns';
import { diagnose } from '../src/language/features/diagnostics/diagnose';
import { parse } from '../src/language/syntax/parser';

/** A request in pieces, each of which can be broken. */
interface Pieces {
  readonly method: string;
  /** Without the base. */
  readonly path: string;
  readonly query: readonly string[];
  readonly body?: unknown;
}

/** A way to break requests: where it applies, the broken request with the guilty word, and what has to be said there. */
interface Breaking {
  readonly name: string;
  readonly code: string;
  /** At most one variant of each endpoint; undefined where there is nothing to break. */
  readonly broken: (pieces: Pieces, endpoint: Endpoint) => { readonly text: string; readonly word: string } | undefined;
  /** Of so many endpoints at least: a case that never applies tests nothing. */
  readonly atLeast: number;
}

function piecesOf(endpoint: Endpoint): Pieces {
  const { url, body } = endpoint.example.request;
  const [, path = '', query = ''] = /^https:\/\/[^/]+(?:\/v2)?(\/[^?]*)(?:\?(.*))?$/.exec(url) ?? [];
  return { method: endpoint.method, path, query: query === '' ? [] : query.split('&'), body };
}

function textOf({ method, path, query, body }: Pieces, { host, requestBody }: Endpoint): string {
  const target = `${baseOfHost(host)}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  if (body === undefined) return `${method} ${target}\n`;
  const type = requestBody?.contentType ?? 'application/json';
  return `${method} ${target}\nContent-Type: ${type}\n\n${typeof body === 'string' ? body : JSON.stringify(body, undefined, 2)}\n`;
}

/** `code word` of all that is found, and never an error of what is foreseen. */
function found(text: string): readonly string[] {
  return diagnose(parse(text), {}, foreseeingAt(Date.UTC(2026, 10, 21))).map(({ code, span, severity }) => {
    if (code.startsWith('dt.')) assert.notEqual(severity, 'error', code);
    return `${code} ${text.slice(span.start, span.end)}`;
  });
}

/** The request with some of its pieces changed. */
const variant = (pieces: Pieces, endpoint: Endpoint, change: Partial<Pieces>, word: string) => ({ text: textOf({ ...pieces, ...change }, endpoint), word });

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const schemaOf = ({ path, requestBody }: Endpoint): FieldSchema | undefined => (path.endsWith(':publish') ? publishSchema : (requestBody ?? undefined));
const isJson = ({ host }: Endpoint) => host !== 'identity';

/** The first property of the example's body that fits. */
function property(body: unknown, endpoint: Endpoint, fits: (schema: FieldSchema, value: unknown) => boolean): [name: string, value: unknown] | undefined {
  if (!isRecord(body) || !isJson(endpoint)) return undefined;
  return Object.entries(body).find(([name, value]) => {
    const schema = schemaOf(endpoint)?.properties?.[name];
    return schema !== undefined && fits(schema, value);
  });
}

/** A parameter that fits, with a value in place of what the example has. */
function withParameter(pieces: Pieces, endpoint: Endpoint, fits: (parameter: QueryParameter) => boolean, value: string) {
  const parameter = endpoint.queryParams.find(fits);
  if (!parameter) return undefined;
  const names = [parameter.name, ...(parameter.aliases ?? [])];
  const others = pieces.query.filter((piece) => !names.includes(piece.split('=')[0] ?? ''));
  return variant(pieces, endpoint, { query: [...others, `${parameter.name}=${value}`] }, value);
}

const breakings: readonly Breaking[] = [
  {
    name: 'a misspelt path', code: 'dt.404.path', atLeast: 60,
    broken: (pieces, endpoint) => {
      const [, root = ''] = pieces.path.split('/');
      const wrong = root.replace(/^([A-Za-z]+?)s?(?=:|$)/, '$1z');
      return isJson(endpoint) ? variant(pieces, endpoint, { path: pieces.path.replace(root, wrong) }, wrong) : undefined;
    },
  },
  {
    name: 'a misspelt collection', code: 'dt.404.path', atLeast: 40,
    broken: (pieces, endpoint) => {
      const segments = pieces.path.split('/');
      const last = segments[3]?.replace(/:.*/, '');
      // Behind an id a custom method comes first.
      if (last === undefined || segments.length > 5) return undefined;
      const wrong = `${last}x`;
      return variant(pieces, endpoint, { path: segments.map((segment, index) => (index === 3 ? segment.replace(last, wrong) : segment)).join('/') }, segments[3]?.replace(last, wrong) ?? '');
    },
  },
  {
    name: 'a verb that there is nowhere', code: 'dt.501', atLeast: 60,
    broken: (pieces, endpoint) => (isJson(endpoint) ? variant(pieces, endpoint, { method: 'OPTIONS' }, 'OPTIONS') : undefined),
  },
  {
    name: 'a misspelt parameter', code: 'dt.400.unknown-parameter', atLeast: 20,
    broken: (pieces, endpoint) => {
      const parameter = endpoint.queryParams.find(({ required }) => !required);
      return parameter && variant(pieces, endpoint, { query: [...pieces.query, `${parameter.name}x=1`] }, `${parameter.name}x`);
    },
  },
  { name: 'a text for a number', code: 'dt.400.parameter-value', atLeast: 12, broken: (pieces, endpoint) => withParameter(pieces, endpoint, ({ type }) => type === 'integer', 'many') },
  { name: 'a text for a boolean', code: 'dt.400.parameter-value', atLeast: 1, broken: (pieces, endpoint) => withParameter(pieces, endpoint, ({ type }) => type === 'boolean', 'perhaps') },
  { name: 'a number out of range', code: 'dt.400.parameter-value', atLeast: 8, broken: (pieces, endpoint) => withParameter(pieces, endpoint, (parameter) => parameter.name === 'pageSize' && parameter.default === 100, '101') },
  { name: 'a value that is none of those known', code: 'dt.400.parameter-value', atLeast: 2, broken: (pieces, endpoint) => withParameter(pieces, endpoint, (parameter) => parameter.enum !== null, 'temprature') },
  { name: 'an event type that there is not', code: 'dt.400.parameter-value', atLeast: 3, broken: (pieces, endpoint) => withParameter(pieces, endpoint, ({ name }) => /^event_?types$/i.test(name), 'temprature') },
  { name: 'a time without its zone', code: 'dt.400.parameter-value', atLeast: 1, broken: (pieces, endpoint) => withParameter(pieces, endpoint, ({ name }) => name === 'startTime', '2026-01-01') },
  { name: 'a bare id for a resource name', code: 'dt.400.parameter-value', atLeast: 1, broken: (pieces, endpoint) => withParameter(pieces, endpoint, ({ name, description }) => name === 'projects' && description.startsWith('projects/'), 'c00000000000000000p0') },
  {
    name: 'a parameter twice', code: 'dt.400.parameter-value', atLeast: 19,
    broken: (pieces, endpoint) => {
      const parameter = endpoint.queryParams.find(({ repeated, type }) => !repeated && type === 'string');
      const others = pieces.query.filter((piece) => !piece.startsWith(`${parameter?.name ?? ''}=`));
      const value = parameter?.name === 'organization' ? 'organizations/c00000000000000000o0' : parameter?.name === 'ping_interval' ? '10s' : 'abc';
      return parameter && variant(pieces, endpoint, { query: [...others, `${parameter.name}=${value}`, `${parameter.aliases?.[0] ?? parameter.name}=${value}`] }, parameter.aliases?.[0] ?? parameter.name);
    },
  },
  {
    name: 'a missing parameter', code: 'dt.400.missing-parameter', atLeast: 1,
    broken: (pieces, endpoint) => (endpoint.queryParams.some(({ required }) => required) ? variant(pieces, endpoint, { query: [] }, `${pieces.method} ${baseOfHost(endpoint.host)}${pieces.path}`) : undefined),
  },
  {
    name: 'a placeholder for an id', code: 'dt.404.id-shape', atLeast: 50,
    broken: (pieces, endpoint) => {
      const id = pieces.path.split('/')[2]?.replace(/:.*/, '');
      return id === undefined || id === '-' || !isJson(endpoint) || pieces.path.startsWith('/roles/') ? undefined : variant(pieces, endpoint, { path: pieces.path.replace(id, 'YOUR_ID') }, 'YOUR_ID');
    },
  },
  {
    name: 'an unknown field', code: 'dt.400.unknown-field', atLeast: 14,
    broken: (pieces, endpoint) => (isRecord(pieces.body) && endpoint.requestBody?.description?.includes('not confirmed') !== true ? variant(pieces, endpoint, { body: { ...pieces.body, colour: 'red' } }, '"colour"') : undefined),
  },
  {
    name: 'a field of the wrong type', code: 'dt.400.field-type', atLeast: 15,
    broken: (pieces, endpoint) => {
      const [name] = property(pieces.body, endpoint, ({ type }) => type === 'string' || type === 'array') ?? [];
      return name === undefined || !isRecord(pieces.body) ? undefined : variant(pieces, endpoint, { body: { ...pieces.body, [name]: 77 } }, '77');
    },
  },
  {
    name: 'a field with a value that is none of those known', code: 'dt.400.field-value', atLeast: 3,
    broken: (pieces, endpoint) => {
      const [name] = property(pieces.body, endpoint, ({ enum: values, type }) => type === 'string' && (values?.length ?? 0) > 0) ?? [];
      return name === undefined || !isRecord(pieces.body) ? undefined : variant(pieces, endpoint, { body: { ...pieces.body, [name]: 'NOTHING' } }, '"NOTHING"');
    },
  },
  {
    name: 'a field that is missing', code: 'dt.400.missing-field', atLeast: 9,
    broken: (pieces, endpoint) => {
      const [name] = schemaOf(endpoint)?.required ?? [];
      if (name === undefined || !isRecord(pieces.body)) return undefined;
      const rest = Object.fromEntries(Object.entries(pieces.body).filter(([each]) => each !== name));
      return variant(pieces, endpoint, { body: rest }, JSON.stringify(rest, undefined, 2));
    },
  },
  {
    name: 'no body', code: 'dt.400.missing-body', atLeast: 9,
    broken: (pieces, endpoint) => {
      if (!isJson(endpoint) || (endpoint.requestBody?.required ?? []).length === 0) return undefined;
      const text = textOf({ method: pieces.method, path: pieces.path, query: pieces.query }, endpoint);
      return { text, word: text.trimEnd() };
    },
  },
  {
    name: 'JSON that is not', code: 'body.json', atLeast: 20,
    broken: (pieces, endpoint) => {
      if (!isRecord(pieces.body)) return undefined;
      return variant(pieces, endpoint, { body: JSON.stringify(pieces.body, undefined, 2).replace(/\}$/, ', oops }') }, 'oops');
    },
  },
];

describe('the examples of the API description', () => {
  it('are those of 69 endpoints', () => assert.equal(endpoints.length, 69));

  for (const endpoint of endpoints) {
    const title = `${endpoint.host === 'api' ? '' : `${endpoint.host}: `}${endpoint.method} ${endpoint.path}`;
    it(`${title}: nothing is found, by path and by URL`, () => {
      const pieces = piecesOf(endpoint);
      assert.deepEqual(found(textOf(pieces, endpoint)), []);
      const [first = ''] = endpoint.example.request.url.split('?');
      const absolute = textOf(pieces, endpoint).replace(/^(\S+) [^?\n]*/, (_, method: string) => `${method} ${first}`);
      assert.deepEqual(found(absolute), []);
    });
  }
});

describe('the examples of the API description, with one thing wrong', () => {
  for (const { name, code, broken, atLeast } of breakings) {
    it(`${name}: ${code}, on the word`, () => {
      let count = 0;
      for (const endpoint of endpoints) {
        const made = broken(piecesOf(endpoint), endpoint);
        if (!made) continue;
        count++;
        assert.deepEqual(found(made.text), [`${code} ${made.word}`], made.text);
      }
      assert.ok(count >= atLeast, String(count));
    });
  }

  for (const [name, body, expected] of [
    ['an event that there is not', '{ "temprature": { "value": 1 } }', 'dt.400.unknown-field "temprature"'],
    ['an event that nobody can publish', '{ "labelsChanged": {} }', 'dt.400.unknown-field "labelsChanged"'],
    ['a field that the event does not have', '{ "temperature": { "valu": 1 } }', 'dt.400.unknown-field "valu"'],
    ['a reading of the wrong type', '{ "temperature": { "value": "warm" } }', 'dt.400.field-type "warm"'],
    ['a reading out of range', '{ "networkStatus": { "signalStrength": 140 } }', 'dt.400.field-value 140'],
    ['a state that there is not', '{ "objectPresent": { "state": "GONE" } }', 'dt.400.field-value "GONE"'],
  ] as const) {
    it(`${name}, published`, () => {
      const text = `POST {{emulatorBase}}/projects/c00000000000000000p0/devices/emuc00000000000000000e0:publish\nContent-Type: application/json\n\n${body}\n`;
      assert.deepEqual(found(text), [expected]);
    });
  }
});
