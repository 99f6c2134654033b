import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkFile, Diagnoser, type FileScope } from '../../../src/app/check';
import { foreseeingAt } from '../../../src/app/foreseeing';
import { applyEdits } from '../../../src/base/text';
import type { VariableContext } from '../../../src/language/plan/context';
import { diagnose } from '../../../src/language/features/diagnostics/diagnose';
import { fixesFor } from '../../../src/language/features/fixes/index';
import { parseEnvironmentFile } from '../../../src/language/plan/environment';
import { longestJudged } from '../../../src/language/plan/staticRequest';
import { parse } from '../../../src/language/syntax/parser';
import { memoryFiles } from '../../helpers/memoryFiles';
import { markedFindings, shown } from '../language/plan/support';

const now = Date.UTC(2026, 10, 21);
const foreseeing = foreseeingAt(now);

/** What is found in a text whose `⟦code|…⟧` marks are all that should be. */
function check(source: string, variables: VariableContext = {}): void {
  const { text, findings } = markedFindings(source);
  assert.deepEqual(diagnose(parse(text), variables, foreseeing).map((each) => shown(text, each)), findings, text);
}

const json = (line: string, body: string, head = '') => `${head}${line}\nContent-Type: application/json\n\n${body}\n`;
const update = (body: string, head = '') => json('POST /projects/c4f5le24saonvdu6500t/devices:batchUpdate', body, head);
/** Ended in 2020. */
const expired = `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${Buffer.from(JSON.stringify({ iss: 'a', exp: 1_577_840_400 })).toString('base64url')}.7EH8tl2tUbdh762pD8uK1C7THGPBEPkLHKRLxQaY0FM`;

const device = '"devices": ["projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ett6u"]';

describe('what is foreseen', () => {
  const cases: Readonly<Record<string, readonly (readonly [name: string, text: string])[]>> = {
    'where requests go': [
      ['the API, by a path', 'GET /projects?page_size=⟦dt.400.parameter-value|500⟧\n'],
      ['the API, by its variable', 'GET {{apiBase}}/projects?page_size=⟦dt.400.parameter-value|500⟧\n'],
      ['the API, by its short name', 'GET https://api.d21s.com/v2/projects?page_size=⟦dt.400.parameter-value|500⟧\n'],
      ['the emulator', '# @host emulator\nGET /projects/c4f5le24saonvdu6500t/devices?pageSize=⟦dt.400.parameter-value|500⟧\n'],
      ['the API, by its Host', 'GET /v2/projects?page_size=⟦dt.400.parameter-value|500⟧\nHost: api.d21s.com\n'],
      ['another host', 'GET https://example.com/v2/projects?page_size=500\n'],
      ['another host, by its Host', 'GET /v2/projects?page_size=500\nHost: example.com\n'],
      ['another base', '@apiBase = https://example.com/v2\nGET /projects?page_size=500\n'],
      ['a host that nobody knows yet', '# @prompt host\nGET https://{{host}}/v2/projects?page_size=500\n'],
      ['a target that nobody knows yet', '# @prompt path\nGET {{path}}/projects?page_size=500\n'],
    ],
    'known values': [
      ['of a variable', '@size = 500\nGET /projects?page_size=⟦dt.400.parameter-value|{{size}}⟧\n'],
      ['of a query on several lines', 'GET /projects\n  ?query=a\n  &page_size=⟦dt.400.parameter-value|500⟧\n'],
      ['of two parameters', 'GET /projects?page_size=⟦dt.400.parameter-value|500⟧&⟦dt.400.unknown-parameter|pagetoken1⟧=a\n'],
      ['of a body', update('{ "devices": ⟦dt.400.field-type|"cdpib6e3eqohgh5ett6u"⟧, "addLabels": { "a": "b" } }')],
      ['of a body without a Content-Type', '⟦body.no-content-type|POST /projects/c4f5le24saonvdu6500t/devices:batchUpdate⟧\n\n{ "devices": ⟦dt.400.field-type|"cdpib6e3eqohgh5ett6u"⟧, "addLabels": { "a": "b" } }\n'],
    ],
    'values that are not known': [
      ['in a body without a Content-Type', '# @prompt device\n⟦body.no-content-type|POST /projects/c4f5le24saonvdu6500t/devices:batchUpdate⟧\n\n{ "devices": ["{{device}}"], "addLabels": { "a": "b" } }\n'],
      ['where a body without a Content-Type begins', '# @prompt body\nPOST /projects/c4f5le24saonvdu6500t/devices:batchUpdate\n\n{{body}}\n'],
      ['of a parameter', '# @prompt size\nGET /projects?page_size={{size}}\n'],
      ['of a parameter, beside others', '# @prompt size\nGET /projects?page_size={{size}}&⟦dt.400.unknown-parameter|pagetoken1⟧=a\n'],
      ['of a part of a parameter', '# @prompt size\nGET /projects?page_size=50{{size}}\n'],
      ['the name of a parameter', '# @prompt name\nGET /projects?{{name}}=5&page_size=⟦dt.400.parameter-value|500⟧\n'],
      ['a whole query, and what is missing may be in it', '# @prompt all\nGET /claimInfo?{{all}}\n'],
      ['one of two parameters, of which none is the missing one', '# @prompt it\n⟦dt.400.missing-parameter|GET /claimInfo?organization={{it}}⟧\n'],
      ['an id', '# @prompt project\nGET /projects/{{project}}/devices?page_size=⟦dt.400.parameter-value|500⟧\n'],
      ['an id with a verb behind it', '# @prompt project\nGET /projects/{{project}}/devices:stream?⟦dt.400.unknown-parameter|device_idz⟧=a\n'],
      ['a piece of a word of the path', '# @prompt rest\nGET /projects/c4f5le24saonvdu6500t/dev{{rest}}?page_size=500\n'],
      ['an answer', '# @name a\nGET /projects\n\n###\nGET /{{a.response.body.$.projects[0].name}}/devices?page_size=500\n'],
      ['of the process', 'GET /projects?page_size={{$processEnv SIZE}}&⟦dt.400.unknown-parameter|pagetoken1⟧=a\n'],
      ['another one with each run', 'GET /projects?page_size={{$uuid}}\n'],
      ['another one with each run, by a variable', '@size = {{$randomInt 200 300}}\nGET /projects?page_size={{size}}\n'],
      ['of a variable that is not defined', 'GET /projects?page_size={{⟦variable.undefined|nothing⟧}}&⟦dt.400.unknown-parameter|pagetoken1⟧=a\n'],
      ['in a string of a body', update(`{ "devices": ["projects/{{⟦variable.undefined|p⟧}}/devices/cdpib6e3eqohgh5ett6u"], "addLabels": ⟦dt.400.field-type|1⟧ }`)],
      ['a value of a body', update(`{ ${device}, "addLabels": {{n}}, ⟦dt.400.unknown-field|"removeLabel"⟧: [] }`, '# @prompt n\n')],
      ['an element of a body', update('{ "devices": [{{one}}, ⟦dt.400.field-type|4⟧], "addLabels": { "a": "b" } }', '# @prompt one\n')],
      ['a list of a body', update('{ "devices": {{all}}, "removeLabels": ⟦dt.400.field-type|"a"⟧ }', '# @prompt all\n')],
      ['a label', update(`{ ${device}, "addLabels": { "{{key}}": "1" } }`, '# @prompt key\n')],
      ['the name of a field, and what is missing may be it', json('POST /projects/c4f5le24saonvdu6500t/members', '{ "{{key}}": "a@example.com", "roles": ["roles/project.user"] }', '# @prompt key\n')],
      ['whole fields', update('{ "addLabels": { "a": 1 } {{rest}} }', '# @prompt rest\n')],
      ['a whole body', update('{{all}}', '# @prompt all\n')],
      ['a body from a file', update('< ./body.json')],
      ['a piece of a body from a file', update('{ "devices": \n< ./devices.json\n, "addLabels": 1 }')],
      ['a time in a body', update(`{ ${device}, "addLabels": { "at": "{{$isoTimestamp}}" }, ⟦dt.400.unknown-field|"removeLabel"⟧: [] }`)],
      ['a header, beside a parameter', '# @prompt x\nGET /projects?page_size=⟦dt.400.parameter-value|500⟧\nX-A: {{x}}\n'],
    ],
    'paths and verbs': [
      ['a verb that the path does not have', '⟦dt.501|GET⟧ /projects/c4f5le24saonvdu6500t/devices:batchUpdate\n'],
      ['a verb in small letters, and what it would be answered', '⟦dt.501|get⟧ /projects?page_size=⟦dt.400.parameter-value|500⟧\n'],
      ['a verb in small letters, and a misspelt path', '⟦dt.501|Get⟧ /⟦dt.404.path|projcts⟧\n'],
      ['a verb in small letters that the path does not have', '⟦dt.501|put⟧ /projects?page_size=500\n'],
      ['a verb in small letters at another host', 'get https://example.com/projects\n'],
      ['a verb that is none', '⟦dt.501|GTE⟧ /projects\n'],
      ['a verb behind an id that is not known', '# @prompt project\n⟦dt.501|GET⟧ /projects/{{project}}/devices:batchUpdate\n'],
      ['no verb, which is GET', '⟦dt.501|/projects/c4f5le24saonvdu6500t/devices:batchUpdate⟧\n'],
      ['a misspelt piece', 'GET /projects/c4f5le24saonvdu6500t/⟦dt.404.path|devcies⟧\n'],
      ['a misspelt piece behind an id that is not known', '# @prompt project\nGET /projects/{{project}}/⟦dt.404.path|devcies⟧\n'],
      ['a path that is not known, with all that follows', '# @prompt name\nGET /{{name}}/devcies\n'],
      ['a placeholder', 'GET /projects/⟦dt.404.id-shape|YOUR_PROJECT_ID⟧/devices\n'],
      ['a placeholder by a variable', '@project = YOUR_PROJECT_ID\nGET /projects/⟦dt.404.id-shape|{{project}}⟧/devices\n'],
      ['an id of a private environment is as it is', 'GET /projects/{{$processEnv PROJECT}}/devices\n'],
      ['what only the emulator has', 'POST /projects/c4f5le24saonvdu6500t/devices/⟦dt.404.emulator|emucdpib6e3eqohgh5ett6u:publish⟧\nContent-Type: application/json\n\n{ "temperature": { "value": 1 } }\n'],
      ['what only the emulator has, on a device that is not known', '# @prompt it\nPOST /projects/c4f5le24saonvdu6500t/devices/⟦dt.404.emulator|{{it}}:publish⟧\nContent-Type: application/json\n\n{ "temperature": { "value": 1 } }\n'],
      ['the version twice', 'GET {{apiBase}}/⟦dt.404.base|v2⟧/projects\n'],
      ['no version', 'GET https://api.disruptive-technologies.com/⟦dt.404.base|projects⟧\n'],
      ['a pasted token that has ended', `GET /projects\nAuthorization: ⟦dt.401.expired-token|Bearer ⟦secret.in-header|${expired}⟧⟧\n`],
    ],
    'what follows from something else': [
      ['a field that is misspelt, and so missing', json('POST /projects/c4f5le24saonvdu6500t/members', '{ "email": "a@example.com", ⟦dt.400.unknown-field|"role"⟧: ["roles/project.user"] }')],
      ['a parameter that is misspelt, and so missing', 'GET /claimInfo?⟦dt.400.unknown-parameter|identifer⟧=a\n'],
      ['a list of labels that is misspelt, so that none is changed', update(`{ ${device}, ⟦dt.400.unknown-field|"removeLabel"⟧: ["a"] }`)],
      ['two fields that are missing: each is said', json('POST /projects/c4f5le24saonvdu6500t/members', '⟦dt.400.missing-field|⟦dt.400.missing-field|{}⟧⟧')],
    ],
    'requests that are not sent': [
      ['disabled', '# ⟦request.disabled|@disabled⟧\nGET /projects?page_size=500\n'],
      ['with an error in the target', 'GET /projects⟦target.character| ⟧a?page_size=500\n'],
      ['with a header that is none, which may be the body', 'POST /projects/c4f5le24saonvdu6500t/devices:batchUpdate\n⟦header.name|{ "a"⟧: 1 }\n'],
      ['with a body that is no JSON: that is said once', json('POST /projects/c4f5le24saonvdu6500t/devices:batchUpdate?⟦dt.400.unknown-parameter|dry⟧=1', '{ "devices": [⟦body.json|}⟧')],
      ['with a body that has a comma too many', update(`{ ${device}, "addLabels": { "a": "},b"⟦body.json|,⟧ }, ⟦dt.400.unknown-field|"removeLabel"⟧: [], }`)],
      ['with commas and more that is wrong in the body', update(`{ ${device}, "removeLabel": ["a"⟦body.json|,⟧ ] ]`)],
      ['with a comma too many behind a value that is another each time', update(`{ "devices": ["{{$uuid}}"⟦body.json|,⟧], ⟦dt.400.unknown-field|"removeLabel"⟧: [] }`)],
      ['with a directive that is none', '# @timeout ⟦directive.argument|10⟧\nGET /projects?page_size=⟦dt.400.parameter-value|500⟧\n'],
      ['with a directive twice', '# @no-redirect\n# ⟦directive.repeated|@no-redirect⟧\nGET /projects?page_size=⟦dt.400.parameter-value|500⟧\n'],
      ['with a host that nobody understands', '# @host ⟦directive.argument|emulater⟧\nGET /projects?page_size=500\n'],
      ['with an expectation that is none', '# @expect ⟦expect.syntax|staus⟧ 200\nGET /projects?page_size=⟦dt.400.parameter-value|500⟧\n'],
      ['with another version', 'GET /projects?page_size=⟦dt.400.parameter-value|500⟧ ⟦request-line.version|HTTP/2⟧\n'],
      ['with a name that others have', '# @name ⟦name.duplicate|a⟧\nGET /projects?page_size=⟦dt.400.parameter-value|500⟧\n###\n# @name ⟦name.duplicate|a⟧\nGET /projects\n'],
    ],
  };
  for (const [about, list] of Object.entries(cases)) {
    describe(about, () => {
      for (const [name, text] of list) it(name, () => check(text));
      for (const [name, text] of list) it(`${name}, CRLF`, () => check(text.replaceAll('\n', '\r\n')));
    });
  }

  it('nothing that a stored secret stands in, and nothing that a private environment holds', () => {
    const text = '{"$shared": {"size": {"$secret": "size"}, "more": "501", "project": "P_SECRET"}}';
    const files = [parseEnvironmentFile(text, 'file:///w/http-client.private.env.json', true)];
    check('GET /projects?page_size={{size}}\n', { environmentFiles: files });
    check('GET /projects?page_size={{more}}\n', { environmentFiles: files });
    check('GET /projects/{{project}}/devices?page_size=⟦dt.400.parameter-value|500⟧\n', { environmentFiles: files });
  });

  it('nothing of a body that is too long to be judged while it is typed', () => {
    const rows = (count: number) => Array.from({ length: count }, () => '"projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ett6u"').join(', ');
    const text = (count: number) => update(`{ "devices": [${rows(count)}], "addLabels": 1 }`);
    const codes = (source: string) => diagnose(parse(source), {}, foreseeing).map(({ code }) => code);
    assert.deepEqual(codes(text(10)), ['dt.400.field-type']);
    assert.ok(text(6000).length > longestJudged);
    assert.deepEqual(codes(text(6000)), []);
  });

  it('that nobody signs, where the author wants that and brings no credentials', () => {
    const codes = (...written: readonly string[]) => diagnose(parse(written.join('\n')), {}, foreseeing).map(({ code, severity }) => `${code} ${severity}`);
    assert.deepEqual(codes('# @auth none', 'GET /projects'), ['dt.401.no-account warning']);
    assert.deepEqual(codes('# @auth none', '# @expect status 401', 'GET /projects'), ['dt.401.no-account hint']);
    assert.deepEqual(codes('# @auth none', 'GET /projects', 'Authorization: Bearer {{token}}').filter((code) => code.startsWith('dt.401.no')), []);
    assert.deepEqual(codes('# @auth none', 'GET https://example.com/projects'), []);
    assert.deepEqual(codes('# @auth basic', 'GET /projects'), []);
  });

  it('of the role of nobody, where the account cannot be read', () => {
    const accounts = (...head: readonly string[]) => {
      const asked: (string | undefined)[] = [];
      diagnose(parse([...head, 'GET /projects'].join('\n')), {}, (_, { account }) => (asked.push(account), []));
      return asked;
    };
    assert.deepEqual(accounts(), [undefined]);
    assert.deepEqual(accounts('# @timeout 10'), [undefined]);
    for (const wrong of ['# @auth non', '# @account', '# @use-os-credentials']) assert.deepEqual(accounts(wrong), [''], wrong);
  });

  it('nothing of 5 MB, which nobody even looks through', () => {
    const text = update(`{ ${device}, "addLabels": { "a": "${'x'.repeat(5_000_000)}" }, "b": "{{$uuid}}" }`);
    const lengths: number[] = [];
    const found = diagnose(parse(text), {}, (request, sending) => {
      lengths.push(request.body?.byteLength ?? 0);
      return foreseeing(request, sending);
    });
    assert.deepEqual(found, []);
    assert.equal(lengths.length, 1);
    assert.ok(lengths.every((length) => length < 100), String(lengths));
  });

  it('is a hint where the author expects that answer', () => {
    const severities = (head: string) => diagnose(parse(`${head}GET /projects?page_size=500\n`), {}, foreseeing).map(({ severity }) => severity);
    assert.deepEqual(severities(''), ['information']);
    assert.deepEqual(severities('# @expect status 400\n'), ['hint']);
    assert.deepEqual(severities('# @expect status 4xx\n'), ['hint']);
    assert.deepEqual(severities('# @expect status 200\n'), ['information']);
  });

  it('is never an error', () => {
    for (const text of [update('{}'), update('[]'), 'GET /projects?page_size=x\n', 'PUT /projects\n', 'POST /projects/c4f5le24saonvdu6500t/members\n']) {
      const found = diagnose(parse(text), {}, foreseeing);
      assert.ok(found.length > 0, text);
      assert.deepEqual(found.filter(({ severity }) => severity === 'error'), [], text);
    }
  });

  it('a string that goes to the end, behind a comma too many, is soon read', function () {
    // Takes some milliseconds, and 6 s where each quote is tried again.
    this.timeout(3000);
    const text = update(`{ "a": ["b",], "c": "${'\\"'.repeat(60_000)}`);
    assert.deepEqual(diagnose(parse(text), {}, foreseeing).map(({ code }) => code), ['body.json']);
  });

  const fixes: readonly (readonly [text: string, title: string, expected: string])[] = [
    ['GET /projects?page_size=500\n', 'Change page_size to 100', 'GET /projects?page_size=100\n'],
    ['@size = 500\nGET /projects?page_size={{size}}\n', 'Change page_size to 100', '@size = 500\nGET /projects?page_size=100\n'],
    ['GET /projects?page_sise=5\n', 'Change to page_size', 'GET /projects?page_size=5\n'],
    ['get /projects\n', 'Change get to GET', 'GET /projects\n'],
    [json('POST /projects/c4f5le24saonvdu6500t/members', '{ "email": "a@example.com", }'), 'Add "roles"', json('POST /projects/c4f5le24saonvdu6500t/members', '{ "email": "a@example.com", "roles": [], }')],
    ['GET /x\n\n###\n\nGET /projects\n  ?page_sise=5\n', 'Change to page_size', 'GET /x\n\n###\n\nGET /projects\n  ?page_size=5\n'],
    [update('{ "devices": ["projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ett6u"], "addLabel": { "a": "b" } }'), 'Change to "addLabels"', update('{ "devices": ["projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ett6u"], "addLabels": { "a": "b" } }')],
    [json('POST /projects/c4f5le24saonvdu6500t/members', '{ "email": "a@example.com" }'), 'Add "roles"', json('POST /projects/c4f5le24saonvdu6500t/members', '{ "email": "a@example.com", "roles": [] }')],
  ];
  for (const [text, title, expected] of fixes) {
    it(`is mended: ${JSON.stringify(text)}: ${title}`, () => {
      const file = parse(text);
      const found = diagnose(file, {}, foreseeing).flatMap((finding) => fixesFor(file, finding));
      const fix = found.find((each) => each.title === title);
      assert.ok(fix, found.map((each) => each.title).join('; '));
      assert.equal(applyEdits(text, fix.edits), expected);
    });
  }

  it('no fix writes what stands in for a value', () => {
    const text = update('{ "devices": ["projects/{{$uuid}}/devices/cdpib6e3eqohgh5ett6u"], "addLabel": { "a": "{{$uuid}}" } }');
    const file = parse(text);
    for (const fix of diagnose(file, {}, foreseeing).flatMap((finding) => fixesFor(file, finding))) {
      assert.equal(applyEdits(text, fix.edits).split('{{$uuid}}').length, 3, fix.title);
    }
  });

  it('says cause and cure', async () => {
    const scope: FileScope = { file: parse('GET /projects?page_sise=5\n'), uri: 'untitled:a.dt.http', now };
    const { findings } = await checkFile(memoryFiles({}), scope);
    assert.equal(findings.length, 1);
    assert.match(findings[0]?.message ?? '', /^"page_sise" is not a parameter here\./);
  });

  it('of a sandbox, when it runs', async () => {
    const origin = 'http://127.0.0.1:8480';
    const sandbox = { origin, apiBase: `${origin}/v2`, emulatorBase: `${origin}/emulator/v2` };
    const diagnoser = new Diagnoser();
    const file = parse(`GET ${origin}/v2/projects?page_size=500\n`);
    const codes = async (more: Partial<FileScope>) => (await checkFile(memoryFiles({}), { file, uri: 'untitled:a.dt.http', ...more }, diagnoser)).findings.map(({ finding: { code } }) => code);
    assert.deepEqual(await codes({}), []);
    assert.deepEqual(await codes({ sandbox }), ['dt.400.parameter-value']);
    assert.deepEqual(await codes({}), []);
  });
});

describe('the tour', () => {
  it('fails where it says so, and nowhere else', async () => {
    const file = parse(readFileSync('media/examples/tour.dt.http', 'utf8'));
    const { findings } = await checkFile(memoryFiles({}), { file, uri: 'untitled:tour.dt.http', now });
    const found = findings.map(({ finding: { code, severity, span } }) => [code, severity, file.text.slice(span.start, span.end).slice(0, 10)]);
    assert.deepEqual(found, [
      ['dt.400.parameter-value', 'hint', '500'],
      ['dt.401.expired-token', 'hint', 'Bearer eyJ'],
      ['dt.501', 'hint', 'PUT'],
    ]);
  });
});

interface Example {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly example?: { readonly request: { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body?: unknown } };
}

describe('the examples of the API', () => {
  const described = JSON.parse(readFileSync('src/api/endpoints.json', 'utf8')) as readonly Example[];

  it('are 69', () => assert.equal(described.filter(({ example }) => example).length, 69));

  for (const { method, path, host, example } of described) {
    if (!example) continue;
    it(`${host}: ${method} ${path}: nothing is wrong with it`, () => {
      const { url, headers, body } = example.request;
      const lines = Object.entries(headers).filter(([name]) => name !== 'Authorization').map(([name, value]) => `${name}: ${value}`);
      const text = typeof body === 'string' ? body : JSON.stringify(body, undefined, 2);
      check([`${example.request.method} ${url}`, ...lines, ...(body === undefined || body === null ? [] : ['', text]), ''].join('\n'));
    });
  }
});
