import assert from 'node:assert/strict';
import { endpoints } from '../../../../src/api/description';
import { apiMarkdown } from '../../../../src/app/hover/apiHover';
import { requestHover } from '../../../../src/app/hover/requestHover';
import { baseOfHost } from '../../../../src/language/features/completion/patterns';
import { parse } from '../../../../src/language/syntax/parser';
import { marked } from '../../../helpers/marked';
import { memoryFiles } from '../../../helpers/memoryFiles';

const time = { now: Date.UTC(2026, 10, 21, 12), timeZone: 'Europe/Oslo' };

/** The hover at the start of the mark, without the backslashes that escape; its span is checked too. */
async function shown(source: string): Promise<string | undefined> {
  const { text, spans } = marked(source);
  const [span] = spans;
  assert.ok(span);
  const hover = await requestHover(memoryFiles({}), { file: parse(text), uri: 'file:///w/a.dt.http' }, span.start, time);
  if (hover) assert.equal(text.slice(hover.span.start, hover.span.end), text.slice(span.start, span.end));
  return hover?.sections.join('\n---\n').replaceAll('\\', '');
}

describe('the hover of a request', () => {
  const batch = 'POST /projects/c4f5/devices:batchUpdate\nContent-Type: application/json\n\n';
  const cases: readonly [name: string, source: string, ...expected: (RegExp | string)[]][] = [
    ['a method: what the endpoint does', '⟦GET⟧ /projects/c4f5/devices', /^\*\*GET\*\* `\/projects\/\{project\}\/devices`\n\nList devices of a project/, '- `device_types` Only these device types', 'Answers in pages: pageSize, pageToken', '[REST API reference](https://developer.disruptive-technologies.com/api)', '```http\nGET /projects/'],
    ['a word of the path too', 'GET /projects/c4f5/⟦devices⟧', /^\*\*GET\*\* `\/projects\/\{project\}\/devices`/],
    ['a custom method, and the role', 'POST /projects/c4f5/⟦devices:batchUpdate⟧', /^\*\*POST\*\*/, 'Role: Project developer or higher', 'Body: `devices` *(required)*, `addLabels`, `removeLabels`'],
    ['a custom method behind an id', 'POST {{emulatorBase}}/projects/c4f5/devices/emuc4f5⟦:publish⟧', /^\*\*POST\*\* `\/projects\/\{project\}\/devices\/\{device\}:publish`/, 'On the emulator only', '[Emulator API reference]'],
    ['a role that only follows from the names says so', 'GET /projects/c4f5/⟦dataconnectors⟧', 'Role: any (inferred)'],
    ['no role where everybody may ask', 'GET /organizations/c4f5/⟦permissions⟧', /\n\nAnswers in pages: pageSize, pageToken · \[REST API reference\]/],
    ['a request without a method is a GET', '/⟦projects⟧', /^\*\*GET\*\* `\/projects`/],
    ['HEAD is a GET', '⟦HEAD⟧ /projects', /^\*\*GET\*\* `\/projects`/],
    ['a verb that the path does not have', '⟦PUT⟧ /projects', /^This path has:\n\n- \*\*GET\*\* `\/projects`: List projects available to the caller, optionally within one organization\n- \*\*POST\*\* `\/projects`: Create a project in an organization$/],
    ['an id', 'GET /projects/⟦c4f5⟧/devices', /^`\{project\}` of the path: Project ID\./],
    ['an id in front of a custom method', 'GET /projects/c4f5/devices/⟦bjb1⟧:stream', /^`\{device\}` of the path: Device ID/],
    ['an id on a URL of the API', 'GET https://api.d21s.com/v2/projects/⟦c4f5⟧', /^`\{project\}` of the path/],
    ['a parameter', 'GET /projects?⟦pageSize⟧=10', /^`pageSize` · integer · default 100 · also written page_size\n\nItems per page/],
    ['its other spelling, on a line below', 'GET /projects\n  ?a=b\n  &⟦page_size⟧=10', /^`pageSize` · integer/],
    ['a value: what it may be', 'GET /projects/-/devices?device_types=⟦touch⟧', /^`device_types` · string · may be repeated/, 'One of `temperature`, `proximity`'],
    ['a time: when that is here', 'GET /projects/c4f5/devices/bjb1/events?startTime=⟦2026-11-21T10:30:00Z⟧', /^`startTime`/, 'Sat 21 Nov 2026, 11:30:00 (Europe/Oslo), 1 h 30 min ago'],
    ['a header', 'GET /projects\n⟦Accept⟧: x', /^\*\*Accept\*\*\n\nWhat the answer should be/],
    ['a header that the transport writes', 'GET /projects\n⟦content-length⟧: 3', /^\*\*Content-Length\*\*\n\nOctets of the body/],
    ['a header with few words', 'GET /projects\n⟦Range⟧: bytes=0-9', /^\*\*Range\*\*\n\nOnly a part$/],
    ['a header in any casing', 'GET /projects\n⟦authorization⟧: x', /^\*\*Authorization\*\*\n\nWho asks/],
    ['a field', `${batch}{ ⟦"devices"⟧: [] }`, /^`devices` · list of strings · required\n\nprojects\/\{project\}\/devices\/\{device\}/],
    ['its value', 'POST /projects/c4f5/dataconnectors\n\n{ "type": ⟦"HTTP_PUSH"⟧ }', /^`type` · string · required\n\nOne of `HTTP_PUSH`, `AZURE_SERVICE_BUS`/],
    ['an object: its fields', 'POST /projects/c4f5/dataconnectors\n\n{ ⟦"httpConfig"⟧: {} }', /^`httpConfig` · object\n\nFields: `url`, `signatureSecret`, `headers`/],
    ['a reading to publish: its unit', 'POST {{emulatorBase}}/projects/c4f5/devices/emuc4:publish\n\n{ "temperature": { ⟦"value"⟧: 21 } }', /^`value` · number · in °C/],
    ['a reading with a range', 'POST {{emulatorBase}}/projects/c4f5/devices/emuc4:publish\n\n{ "batteryStatus": { ⟦"percentage"⟧: 21 } }', '0 to 100 %'],
    ['a variable in a path is both', '@p = c4f5\nGET /projects/{{⟦p⟧}}/devices', '**p**\n\n- c4f5 · this file, line 1\n---\n`{project}` of the path'],
    ['a directive', '# ⟦@timeout⟧ 5s\nGET /projects', /longest time/],
    ['a system variable', 'GET /projects?query={{⟦$uuid⟧}}', /UUID|unique/i],
  ];
  for (const [name, source, ...expected] of cases) {
    it(name, async () => {
      const text = (await shown(source)) ?? '';
      for (const part of expected) assert.ok(typeof part === 'string' ? text.includes(part) : part.test(text), `${String(part)} in:\n${text}`);
    });
  }

  for (const [name, source] of [
    ['another host', 'GET https://example.com/⟦projects⟧'],
    ['a path that is not described', 'GET /⟦projectz⟧'],
    ['an unknown parameter', 'GET /projects?⟦x⟧=1'],
    ['an unknown header', 'GET /projects\n⟦X-Unknown⟧: 1'],
    ['the name of a property of every object', 'GET /projects\n⟦constructor⟧: 1'],
    ['the value of a header', 'GET /projects\nAccept: ⟦x⟧'],
    ['an unknown field', `${batch}{ ⟦"x"⟧: 1 }`],
    ['the version', 'GET /projects ⟦HTTP/1.1⟧'],
    ['a comment', '# ⟦projects⟧\nGET /projects'],
    ['between two properties', `${batch}{ "devices": [],⟦⟧  }`],
    ['a block without a request', '@a = 1\n⟦⟧'],
  ] as const) {
    it(`is none of ${name}`, async () => assert.equal(await shown(source), undefined));
  }

  it('of all endpoints fits fifteen lines of a hundred characters', () => {
    for (const endpoint of endpoints) {
      const text = apiMarkdown({ kind: 'endpoint', span: { start: 0, end: 0 }, endpoint }, time)?.replaceAll('\\', '') ?? '';
      const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('```')).map((line) => line.replace(/\]\([^)]*\)/g, ''));
      const count = lines.reduce((sum, line) => sum + Math.ceil(line.length / 100), 0);
      assert.ok(count <= 15, `${count}: ${text}`);
      assert.ok(text.includes(`**${endpoint.method}** \`${endpoint.path}\``));
    }
  });

  it('finds each endpoint by its example', async () => {
    for (const endpoint of endpoints) {
      const target = endpoint.example.request.url.replace(/^https:\/\/[^/]+(\/v2)?/, baseOfHost(endpoint.host));
      assert.ok((await shown(`⟦${endpoint.method}⟧ ${target}\n`))?.startsWith(`**${endpoint.method}** \`${endpoint.path}\``), target);
    }
  });

  it('shows no Markdown of the file', async () => {
    const { text, spans } = marked('GET /projects?query=⟦[x](command:y)<b>`⟧');
    const hover = await requestHover(memoryFiles({}), { file: parse(text), uri: 'file:///w/a.dt.http' }, spans[0]?.start ?? 0, time);
    assert.ok(hover && !hover.sections.join('').includes('command:'));
  });

  it('takes every text, half-typed or huge', async () => {
    const files = memoryFiles({});
    const long = `POST /projects/a/devices:batchUpdate\n\n${'['.repeat(10_000)}`;
    const one = `POST /projects/a/devices:batchUpdate\n\n{"devices": ["${'x'.repeat(5_000_000)}"]}`;
    for (const text of ['', '\n', 'GET', 'GET /', 'GET /projects/{{', 'GET /projects/:', 'GET /?', 'GET /projects?=&', '{{', long, one, 'GET /projects/\ud83d']) {
      const file = parse(text);
      for (let offset = 0; offset <= text.length; offset += Math.max(1, Math.floor(text.length / 40))) await requestHover(files, { file, uri: 'file:///w/a.dt.http' }, offset, time);
    }
  });
});
