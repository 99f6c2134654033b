import assert from 'node:assert/strict';
import type { Authoring } from '../../../../src/language/features/authoring';
import { parseEnvironmentFile } from '../../../../src/language/plan/environment';
import type { Import } from '../../../../src/language/plan/needs';
import { systemNames } from '../../../../src/language/plan/systemVariables';
import { parse } from '../../../../src/language/syntax/parser';
import { referenceCompletions } from '../../../../src/language/features/completion/references';
import { visibleVariables } from '../../../../src/language/features/visibleVariables';
import { checkContext } from '../../../../src/language/plan/context';
import { VariableScope } from '../../../../src/language/plan/variables';
import { blockAt, lineAt } from '../../../../src/language/syntax/queries';
import { completionsIn, labelsIn, nothingKnown, textAfter } from '../../../helpers/completing';
import { markedAt } from '../../../helpers/marked';

const environmentFile = (text: string, isPrivate = false) => parseEnvironmentFile(text, isPrivate ? 'file:///ws/http-client.private.env.json' : 'file:///ws/http-client.env.json', isPrivate);

const imported = (text: string, from = 0): Import => ({ span: { start: 0, end: 0 }, from, module: { uri: 'file:///ws/shared.dt.http', file: parse(text), imports: [] } });

const known: Partial<Authoring> = {
  variables: {
    environment: 'dev',
    environmentFiles: [
      environmentFile('{"dev":{"key":"k1","project":"c4f5"}}', true),
      environmentFile('{"$shared":{"region":"eu"},"dev":{"project":"public","stored":{"$secret":"mine"}},"prod":{"only":"x"}}'),
    ],
    uri: 'file:///ws/a.dt.http',
    imports: [imported('@away = 1\n### fetchAll\nGET /x\n### fetchAll2\nGET /y')],
  },
  outside: { processEnv: ['HOME', 'DT_SERVICE_ACCOUNT_SECRET', 'a b'], dotenv: ['PROJECT'] },
};

/** What is shown of each proposal of a kind: `label detail (description)`. */
const shown = (source: string, kind: string, more: Partial<Authoring> = known) =>
  completionsIn(source, more)
    .filter((each) => each.kind === kind && !each.label.startsWith('$'))
    .map(({ label, detail = '', description = '' }) => `${label}${detail} (${description})`);

describe('features/completion/references', () => {
  it('proposes variables with value and origin, the nearest first', () => {
    assert.deepEqual(shown('@a = 1\n@b = two words\n@a = 3\n\n# @prompt who Who?\nGET /{{‸}}\n\n###\n@c = 4', 'variable'), [
      'who (asked when it is sent)',
      'a 3 (this file)',
      'b two words (this file)',
      'key ••• (dev, private)',
      'project ••• (dev, private)',
      'stored ••• (dev)',
      'away 1 (shared.dt.http)',
      'region eu ($shared)',
      'apiBase https://api.disruptive-tec… (default)',
      'emulatorBase https://emulator.disr… (default)',
      'only (only in prod)',
    ]);
  });

  it('knows the definition that counts, as the planner does', () => {
    const inner: Import = { span: { start: 0, end: 0 }, from: 0, module: { uri: 'file:///ws/inner.dt.http', file: parse('@a = inner\n@deep = 1\n@b = inner'), imports: [] } };
    const one: Import = { ...imported('@a = one\n@b = one'), from: 7 };
    const two: Import = { span: { start: 0, end: 0 }, from: 7, module: { uri: 'file:///ws/two.dt.http', file: parse('@two = 2\n@project = two'), imports: [inner] } };
    const late: Import = { ...imported('@late = 1\n@a = late'), from: 60 };
    const variables = { ...known.variables, imports: [one, two, late], commandLine: new Map([['region', 'cli'], ['b', 'cli']]), sandboxBases: { apiBase: 'http://x', emulatorBase: 'http://y' } };
    const file = parse('@a = 0\n@c = 1\n# @prompt region Where?\n# @prompt c C\n# @prompt-secret key K\n@c = 2\nGET /{{a}}\n###\n@a = last\n@c = 3\nGET /');
    for (let offset = 0; offset <= file.text.length; offset++) {
      const scope = new VariableScope(file, checkContext(variables));
      const found = visibleVariables(file, offset, variables);
      for (const { name, origin, written } of found) {
        const [winner] = scope.definitions(name, offset);
        assert.deepEqual([winner?.origin.kind, winner?.origin.uri, winner?.origin.span?.start, winner?.written], [origin.kind, origin.uri, origin.span?.start, written], `${name} at ${offset}`);
      }
      const names = new Set(found.map(({ name }) => name));
      for (const name of scope.visibleNames(offset)) assert.ok(names.has(name), `${name} at ${offset}`);
    }
  });

  it('shows no secret, by whichever way it is known to be one', () => {
    const secretFile = '@password = hunter2\n@api_key = abc\nGET /{{‸}}';
    for (const text of [secretFile, 'GET /{{‸}}']) {
      const all = JSON.stringify(completionsIn(text, known));
      for (const secret of ['hunter2', 'k1', 'c4f5', 'abc"']) assert.ok(!all.includes(secret), secret);
    }
  });

  it('cuts what is long and keeps it on one line', () => {
    const [first = ''] = shown(`@a = ${'x'.repeat(5000)}\nGET /{{‸`, 'variable');
    assert.equal(first, `a ${'x'.repeat(30)}… (this file)`);
    const [named = ''] = shown(`@${'n'.repeat(60)} = ${'x'.repeat(50)}\nGET /{{‸`, 'variable');
    assert.equal(named, `${'n'.repeat(60)} ${'x'.repeat(12)}… (this file)`);
  });

  it('leaves out names that cannot stand between braces', () => {
    const odd = { variables: { environment: 'dev', environmentFiles: [environmentFile('{"dev":{"a}}b":"1","{":"1"," c":"1","d\\ne":"1","two words":"1","ok":"1"}}')] } };
    assert.deepEqual(shown('GET /{{‸}}', 'variable', odd).map((each) => each.split(' (')[0]).slice(0, 2), ['two words 1', 'ok 1']);
  });

  const places: readonly (readonly [what: string, source: string, label: string, after: string])[] = [
    ['closes the braces', 'GET /{{pro‸', 'project', 'GET /{{project}}'],
    ['does not close them twice', 'GET /{{pro‸}}/devices', 'project', 'GET /{{project}}/devices'],
    ['replaces the whole name', 'GET /{{re‸gion}}', 'project', 'GET /{{project}}'],
    ['keeps blanks and the percent sign', 'GET /{{ %pr‸ }}', 'project', 'GET /{{ %project }}'],
    ['leaves what follows an open one', 'GET /{{pro‸/devices?a={{region}}', 'project', 'GET /{{project}}/devices?a={{region}}'],
    ['takes the innermost braces', '@a = {{x{{pro‸}}', 'project', '@a = {{x{{project}}'],
    ['in a header', 'GET /a\nX-Project: {{‸', 'project', 'GET /a\nX-Project: {{project}}'],
    ['in a continued query', 'GET /a\n  ?b={{‸', 'project', 'GET /a\n  ?b={{project}}'],
    ['in a body', 'POST /a\n\n{"a":"{{‸"}', 'project', 'POST /a\n\n{"a":"{{project}}"}'],
    ['in a body with CRLF', 'POST /a\r\n\r\n{\r\n"a":{{‸\r\n}', 'project', 'POST /a\r\n\r\n{\r\n"a":{{project}}\r\n}'],
    ['in a directive', '# @account {{‸\nGET /a', 'project', '# @account {{project}}\nGET /a'],
    ['in a demand', 'GET /a\n?? header a == {{‸', 'project', 'GET /a\n?? header a == {{project}}'],
    ['in the path of a file', 'POST /a\n\n< ./{{‸', 'project', 'POST /a\n\n< ./{{project}}'],
    ['a request goes on', '### login\nGET /a\n###\nGET /{{lo‸', 'login', '### login\nGET /a\n###\nGET /{{login.$0\\}\\}'],
    ['a request goes on in closed braces', '### login\nGET /a\n###\nGET /{{lo‸}}', 'login', '### login\nGET /a\n###\nGET /{{login.}}'],
    ['a request in place of another', '### login\nGET /a\n###\nGET /{{fo‸o.response.status}}', 'login', '### login\nGET /a\n###\nGET /{{login.response.status}}'],
    ['its side', '### login\nGET /a\n###\nGET /{{login.re‸', 'response', '### login\nGET /a\n###\nGET /{{login.response.$0\\}\\}'],
    ['the other side', '### login\nGET /a\n###\nGET /{{login.‸response.headers.a}}', 'request', '### login\nGET /a\n###\nGET /{{login.request.headers.a}}'],
    ['its status', '### login\nGET /a\n###\nGET /{{login.response.‸', 'status', '### login\nGET /a\n###\nGET /{{login.response.status}}'],
    ['its body', '### login\nGET /a\n###\nGET /{{login.request.‸}}', 'body', '### login\nGET /a\n###\nGET /{{login.request.body.}}'],
    ['a piece of its body', '### login\nGET /a\n###\nGET /{{login.response.body.‸', '$', '### login\nGET /a\n###\nGET /{{login.response.body.\\$.$0\\}\\}'],
    ['all of its body', '### login\nGET /a\n###\nGET /{{login.response.body.‸', '*', '### login\nGET /a\n###\nGET /{{login.response.body.*}}'],
    ['a system variable', 'GET /{{$uu‸', '$uuid', 'GET /{{$uuid}}'],
    ['a system variable before its dollar', 'GET /{{‸}}', '$uuid', 'GET /{{$uuid}}'],
    ['one that needs an argument', 'GET /{{$date‸', '$datetime', 'GET /{{\\$datetime $0\\}\\}'],
    ['one that has its arguments', 'GET /{{$dat‸e iso8601}}', '$localDatetime', 'GET /{{$localDatetime iso8601}}'],
    ['a format', 'GET /{{$datetime ‸', 'iso8601', 'GET /{{$datetime iso8601}}'],
    ['a format in quotes', 'GET /{{$datetime "YYYY‸', '"YYYY-MM-DD"', 'GET /{{$datetime "YYYY-MM-DD"}}'],
    ['an offset behind a format with blanks', 'GET /{{$datetime "D M" ‸}}', '-1 d', 'GET /{{$datetime "D M" -1 d}}'],
    ['an offset', 'GET /{{$timestamp -‸', '-7 d', 'GET /{{$timestamp -7 d}}'],
    ['a unit', 'GET /{{$timestamp -3 ‸', 'M', 'GET /{{$timestamp -3 M}}'],
    ['a range', 'GET /{{$randomInt ‸', '1 100', 'GET /{{$randomInt 1 100}}'],
    ['a variable of the process', 'GET /{{$processEnv ‸', 'HOME', 'GET /{{$processEnv HOME}}'],
    ['the same as JetBrains has it', 'GET /{{$env.H‸OM}}', 'HOME', 'GET /{{$env.HOME}}'],
    ['its prefix', 'GET /{{$en‸', '$env.', 'GET /{{\\$env.$0\\}\\}'],
    ['a variable of the .env file', 'GET /{{$dotenv ‸}}', 'PROJECT', 'GET /{{$dotenv PROJECT}}'],
  ];
  for (const [what, source, label, after] of places) it(`${what}: ${JSON.stringify(source)}`, () => assert.equal(textAfter(source, label, known), after));

  it('goes behind the braces that are there, where nothing follows', () => {
    const replaced = (source: string, label: string) => {
      const found = completionsIn(source, known).find((each) => each.label === label);
      const text = source.replace('‸', '');
      return found && [text.slice(found.span.start, found.span.end), found.insert];
    };
    const login = '### login\nGET /a\n###\nGET /';
    assert.deepEqual(replaced('GET /{{pro‸}}/devices', 'project'), ['pro}}', 'project}}']);
    assert.deepEqual(replaced('GET /{{%pro‸}}', 'project'), ['pro}}', 'project}}']);
    assert.deepEqual(replaced('POST /a\n\n{"a":{"b":{{‸}}}}', 'project'), ['}}', 'project}}']);
    assert.deepEqual(replaced(`${login}{{login.response.st‸}}`, 'status'), ['st}}', 'status}}']);
    assert.deepEqual(replaced(`${login}{{login.response.body.‸}}`, '*'), ['}}', '*}}']);
    assert.deepEqual(replaced(`${login}{{login.response.headers.‸}}`, 'Date'), ['}}', 'Date}}']);
    assert.deepEqual(replaced('GET /{{$uu‸}}', '$uuid'), ['$uu}}', '$uuid}}']);
    assert.deepEqual(replaced('GET /{{$processEnv ‸}}', 'HOME'), ['}}', 'HOME}}']);
    // More may follow, or blanks are kept.
    assert.deepEqual(replaced('GET /{{$timesta‸}}', '$timestamp'), ['$timesta', '$timestamp']);
    assert.deepEqual(replaced(`${login}{{lo‸}}`, 'login'), ['lo', 'login.']);
    assert.deepEqual(replaced('GET /{{pro‸ }}', 'project'), ['pro', 'project']);
  });

  it('asks for more where more has to follow', () => {
    const continuing = (source: string) => completionsIn(source, known).filter((each) => each.continues).map(({ label }) => label);
    assert.deepEqual(continuing('### login\nGET /a\n###\nGET /{{‸'), ['login', 'fetchAll', 'fetchAll2', '$datetime', '$localDatetime', '$processEnv', '$dotenv', '$env.']);
  });

  it('proposes all system variables, with help', () => {
    const found = completionsIn('GET /{{$‸');
    assert.deepEqual(found.map(({ label }) => label), systemNames);
    for (const { documentation = '', label } of found) assert.ok(documentation.length > 20, label);
  });

  it('names no secret of the product, and nothing that is no name', () => assert.deepEqual(labelsIn('GET /{{$processEnv ‸', known), ['HOME']));

  it('proposes no request to itself, and each name once', () => {
    const names = (source: string) => completionsIn(source, known).filter(({ kind }) => kind === 'request').map(({ label, detail, description }) => `${label}:${detail} (${description})`);
    assert.deepEqual(names('### fetchAll\nGET  /here\n###\n# @name own\nGET /{{‸'), ['fetchAll: GET /here (its answer)', 'fetchAll2: GET /y (shared.dt.http)']);
    assert.deepEqual(names('### dup\nGET /a\n### dup\nGET /b\n###\nGET /{{‸').map((each) => each.split(':')[0]), ['fetchAll', 'fetchAll2']);
  });

  const nowhere = [
    'GET /a‸',
    '# {{‸',
    '### {{‸',
    '# @name {{‸\nGET /a',
    '@a{{‸ = 1',
    '@a := {{‸',
    'GET /{{a}}‸',
    'GET /{{nobody.‸',
    '### login\nGET /a\n###\nGET /{{login.x.‸}}',
    '### login\nGET /a\n###\nGET /{{login.response.headers.‸',
    '### login\nGET /a\n###\nGET /{{login.response.body.$.‸',
    'GET /{{$nobody ‸',
    'GET /{{$uuid ‸',
    'GET /\\{\\{‸',
    'GET /{{\n‸',
  ];
  for (const source of nowhere) it(`proposes nothing: ${JSON.stringify(source)}`, () => {
    const { text, cursor } = markedAt(source);
    const file = parse(text);
    const place = { file, offset: cursor, block: blockAt(file, cursor), line: lineAt(file, cursor) };
    assert.deepEqual(referenceCompletions(place, { ...nothingKnown, ...known }), []);
  });

  it('is quick in a line of megabytes and among thousands of names', () => {
    const long = `POST /a\n\n{"a":"${'{'.repeat(3)}${'x'.repeat(5_000_000)}{{‸"}`;
    assert.ok(labelsIn(long, known).includes('project'));
    const many = Array.from({ length: 5000 }, (_, index) => `@v${index} = {{v${index - 1}}}\n`).join('');
    assert.equal(completionsIn(`${many}GET /{{‸`).filter(({ label }) => label.startsWith('v')).length, 5000);
  });
});
