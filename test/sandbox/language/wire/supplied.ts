import { get, plain, plainHead, type Row } from './row';

/** A system variable in a body, and what is sent for it. */
const value = (reference: string, expected: string, more: Partial<Row> = {}): Row =>
  ({ name: `{{${reference}}}`, text: `${plainHead}{{${reference}}}`, wire: plain(expected), ...more });

/** One that is wrong. */
const wrong = (name: string, code: string, reference: string, more: Partial<Row> = {}): Row =>
  ({ name, text: `${plainHead}{{⟦${code}|${reference}⟧}}`, ...more });

export const system: readonly Row[] = [
  value('$guid', 'uuid-1'),
  value('$uuid', 'uuid-1'),
  value('$random.uuid', 'uuid-1'),
  { name: 'each reference has a new one', text: `${plainHead}{{$guid}} {{$uuid}}`, wire: plain('uuid-1 uuid-2') },
  value('$timestamp', '1769860800'),
  value('$timestamp -1 h', '1769857200'),
  value('$timestamp 1d', '1769947200'),
  value('$timestampMs', '1769860800123'),
  value('$timestampMs 5 ms', '1769860800128'),
  value('$isoTimestamp', '2026-01-31T12:00:00.123Z'),
  value('$isoTimestamp 1 M', '2026-02-28T12:00:00.123Z'),
  value('$isoTimestamp -1 y', '2025-01-31T12:00:00.123Z'),
  value('$datetime iso8601', '2026-01-31T12:00:00.123Z'),
  value('$datetime rfc1123', 'Sat, 31 Jan 2026 12:00:00 GMT'),
  value('$datetime "YYYY-MM-DD [at] HH:mm"', '2026-01-31 at 12:00'),
  value("$datetime 'DD.MM.YY' 1 d", '01.02.26'),
  value('$datetime iso8601 -30 s', '2026-01-31T11:59:30.123Z'),
  value('$localDatetime "YYYY"', '2026'),
  value('$randomInt', '500'),
  value('$randomInt 10 20', '15'),
  value('$randomInt -20 -10', '-15'),
  value('$processEnv A_B', 'from process', { env: { A_B: 'from process' } }),
  value('$env.A_B', 'from process', { env: { A_B: 'from process' } }),
  value('$dotenv A_B', 'from file', { files: { '.env': 'A_B=from file\n' } }),
  wrong('one that there is not: did you mean', 'variable.system-unknown', '$gud', { after: `${plainHead}{{$guid}}` }),
  wrong('arguments that are none', 'variable.system-arguments', '$randomInt 20 10'),
  wrong('arguments to what takes none', 'variable.system-arguments', '$guid 1'),
  wrong('an offset without a unit', 'variable.system-arguments', '$timestamp -1'),
  { name: 'a format without quotes', text: 'GET /{{$datetime ⟦variable.system-arguments|YYYY⟧}}', after: 'GET /{{$datetime "YYYY"}}' },
  wrong('no format', 'variable.system-arguments', '$datetime'),
  wrong('a variable of the process that is not set', 'variable.system-missing', '$processEnv A_B'),
  wrong('a variable of .env that is not set', 'variable.system-missing', '$dotenv A_B', { files: { '.env': 'A=1' } }),
  wrong('a secret of the product', 'variable.system-forbidden', '$processEnv DT_SERVICE_ACCOUNT_SECRET', { env: { DT_SERVICE_ACCOUNT_SECRET: 'x' } }),
  wrong('a secret of the product in .env', 'variable.system-forbidden', '$dotenv DT_SECRET', { files: { '.env': 'DT_SECRET=x' } }),
  { name: 'encoded', text: 'GET /x?a={{%$datetime iso8601}}', wire: get('/v2/x?a=2026-01-31T12%3A00%3A00.123Z') },
  { name: 'a value of the process to a foreign host, when nobody is there', text: 'GET http://<listener>/?a=⟦variable.guarded|{{$env.A}}⟧', env: { A: 'abcd' }, isForeign: true },
  { name: 'a value of the process to a foreign host, confirmed', text: 'GET http://<listener>/?a={{$env.A}}', env: { A: 'abcd' }, isForeign: true, agrees: true, wire: get('/?a=abcd') },
];

export const prompt: readonly Row[] = [
  { name: '@prompt', text: '# @prompt size How many?\nGET /x?a={{size}}', prompts: { size: '5' }, asked: ['size: How many?'], wire: get('/v2/x?a=5') },
  { name: '@prompt without a text asks for the name', text: '# @prompt size\nGET /x?a={{size}}', prompts: { size: '5' }, asked: ['size: size'], wire: get('/v2/x?a=5') },
  { name: '@prompt-secret', text: '# @prompt-secret code The code\nGET /projects\nX-A: {{code}}', prompts: { code: 'a b' }, asked: ['secret code: The code'], wire: get('/v2/projects', 'X-A: a b') },
  { name: 'is asked once for all references', text: '# @prompt a\nGET /x?a={{a}}&b={{a}}', prompts: { a: '1' }, asked: ['a: a'], wire: get('/v2/x?a=1&b=1') },
  { name: 'that nobody uses is not asked', text: '# @prompt a\nGET /projects', prompts: {}, asked: [], wire: get('/v2/projects') },
  { name: 'the value is not scanned again', text: '# @prompt a\nGET /projects\nX-A: {{a}}', prompts: { a: '{{$guid}}' }, wire: get('/v2/projects', 'X-A: {{$guid}}') },
  { name: 'a blank in a value for a target', text: '# @prompt a\nGET /x?a=⟦value.blank|{{a}}⟧', prompts: { a: 'b c' } },
  { name: 'by way of a variable', text: '# @prompt a\n@b = {{a}}{{a}}\nGET /{{b}}', prompts: { a: '1' }, asked: ['a: a'], wire: get('/v2/11') },
  { name: 'dismissed', text: '# @prompt ⟦run.declined|a⟧\nGET /x?a={{a}}', prompts: {}, kind: 'skipped' },
  { name: 'when nobody is there', text: '# @prompt ⟦prompt.unavailable|a⟧\nGET /x?a={{a}}' },
  { name: 'holds in its own block only', text: '# @prompt a\nGET /a\n###\n# @name b\nGET /{{⟦variable.undefined|a⟧}}', run: ['b'], prompts: { a: '1' } },
];

const shared = 'http-client.env.json';
const own = 'http-client.private.env.json';
const asked = 'GET /x?a={{a}}';
const sent = (a: string) => get(`/v2/x?a=${a}`);
/** All places that define `a`, each with its own name, the highest first. */
const all = {
  variables: { a: 'var' },
  prompts: { a: 'prompt' },
  files: { [shared]: '{"dev": {"a": "public"}, "$shared": {"a": "shared"}}', [own]: '{"dev": {"a": "private"}, "$shared": {"a": "private-shared"}}' },
  environment: 'dev',
};
const { variables, prompts, files, environment } = all;

export const environments: readonly Row[] = [
  { name: 'the selected one', text: asked, environment: 'dev', files: { [shared]: '{"dev": {"a": "1"}, "prod": {"a": "2"}}' }, wire: sent('1') },
  { name: '$shared holds in every one', text: asked, environment: 'dev', files: { [shared]: '{"dev": {}, "$shared": {"a": "1"}}' }, wire: sent('1') },
  { name: '$shared holds without one', text: asked, files: { [shared]: '{"dev": {"a": 2}, "$shared": {"a": "1"}}' }, wire: sent('1') },
  { name: 'without one nothing else holds', text: 'GET /{{⟦variable.undefined|a⟧}}', files: { [shared]: '{"dev": {"a": "1"}}' } },
  { name: 'numbers and booleans as they are written', text: 'GET /x?a={{a}}&b={{b}}', environment: 'dev', files: { [shared]: '{"dev": {"a": 1.0, "b": true}}' }, wire: get('/v2/x?a=1.0&b=true') },
  { name: 'a value is not scanned', text: 'GET /projects\nX-A: {{a}}', environment: 'dev', files: { [shared]: '{"dev": {"a": "{{b}}", "b": "1"}}' }, wire: get('/v2/projects', 'X-A: {{b}}') },
  { name: 'a BOM is skipped', text: asked, environment: 'dev', files: { [shared]: '\ufeff{"dev": {"a": "1"}}' }, wire: sent('1') },
  { name: 'the file of the nearest folder comes first', text: asked, environment: 'dev', files: { [shared]: '{"dev": {"a": "1"}}', '../http-client.env.json': '{"dev": {"a": "2"}}' }, wire: sent('1') },
  { name: 'apiBase', text: '/projects', variables: { apiBase: '' }, environment: 'dev', files: { [shared]: '{"dev": {"apiBase": "http://<listener>/v3"}}' }, wire: get('/v3/projects') },
  { name: 'emulatorBase', text: 'GET {{emulatorBase}}/x', variables: { emulatorBase: '' }, environment: 'dev', files: { [shared]: '{"dev": {"emulatorBase": "http://<listener>/e"}}' }, wire: get('/e/x') },
  { name: '{"$secret": …} is looked up', text: 'GET /projects\nX-A: {{a}}', environment: 'dev', files: { [shared]: '{"dev": {"a": {"$secret": "key"}}}' }, secrets: { key: 'kept' }, wire: get('/v2/projects', 'X-A: kept') },
  { name: '{"$secret": …} that is not stored', text: 'GET /x?a={{⟦secret.missing|a⟧}}', environment: 'dev', files: { [shared]: '{"dev": {"a": {"$secret": "key"}}}' } },
  { name: 'one that there is not', text: '⟦environment.unknown|GET /projects⟧', environment: 'prd', files: { [shared]: '{"prod": {}}' } },
  { name: 'a file with an error: nothing is sent', text: '⟦environment.broken|GET /projects⟧', files: { [shared]: '{"dev": {"a": 1,}}' } },
  { name: 'a value of the wrong kind: nothing is sent', text: '⟦environment.broken|GET /projects⟧', files: { [shared]: '{"dev": {"a": [1]}}' } },
  { name: 'a file that cannot be read: nothing is sent', text: '⟦environment.broken|GET /projects⟧', files: { [shared]: new Error('permission denied') } },
  { name: '--var comes before a prompt', ...all, text: `# @prompt a\n${asked}`, wire: sent('var'), asked: [] },
  { name: '--var comes before the file', ...all, text: `@a = file\n${asked}`, wire: sent('var') },
  { name: 'a prompt comes before the file', text: `@a = file\n# @prompt a\n${asked}`, prompts, files, environment, wire: sent('prompt') },
  { name: 'the file comes before the private file', text: `@a = file\n${asked}`, files, environment, wire: sent('file') },
  { name: 'an import comes before the private file', text: `# @import ./b.dt.http\n${asked}`, files: { ...files, 'b.dt.http': '@a = import\n' }, environment, wire: sent('import') },
  { name: 'the file comes before an import', text: `# @import ./b.dt.http\n@a = file\n${asked}`, files: { 'b.dt.http': '@a = import\n' }, wire: sent('file') },
  { name: 'the private file comes before the shared file', text: asked, files, environment, wire: sent('private') },
  { name: 'the shared file comes before $shared', text: asked, files: { [shared]: all.files[shared], [own]: '{"$shared": {"a": "private-shared"}}' }, environment, wire: sent('public') },
  { name: '$shared of the private file comes before $shared of the shared file', text: asked, files, wire: sent('private-shared') },
  { name: '--var comes before everything', text: asked, variables, files, environment, wire: sent('var') },
  { name: 'a variable below the request does not hide an environment', text: `${asked}\n###\n@a = file`, files, environment, wire: sent('private') },
];
