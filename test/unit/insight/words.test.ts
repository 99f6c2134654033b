import assert from 'node:assert/strict';
import type { Finding } from '../../../src/base/finding';
import { checkOfLongFile } from '../../../src/app/check';
import { findingWords, wordsFor } from '../../../src/insight/words';
import { diagnose } from '../../../src/language/features/diagnostics/diagnose';
import { Diagnoser } from '../../../src/language/features/diagnostics/diagnoser';
import { parseEnvironmentFile } from '../../../src/language/plan/environment';
import { finding, findingCodes } from '../../../src/language/plan/findings';
import { parse } from '../../../src/language/syntax/parser';
import { filesOnly, jsonType, post } from '../language/plan/body/bodySupport';
import { environmentCases } from '../language/plan/environmentCases';
import { devEnvironment, environmentFiles, fixture, fixtures, markedFindings, plan } from '../language/plan/support';

/** Findings of every kind, as the tests of the language produce them. */
function producedFindings(): readonly Finding[] {
  const fromFixtures = fixtures.flatMap((name) => diagnose(parse(markedFindings(fixture(`${name}.dt.http`)).text), devEnvironment()));
  const fromEnvironments = environmentCases.flatMap((source) => parseEnvironmentFile(markedFindings(source).text, '', false).findings);
  const doubling = Array.from({ length: 30 }, (_, index) => `@v${index + 1} = {{v${index}}}{{v${index}}}`).join('\n');
  const refused = [
    plan('GET /projects', { environment: 'dex', environmentFiles: environmentFiles() }),
    plan('GET /projects', { environmentFiles: [parseEnvironmentFile('[]', 'file:///e.json', false)] }),
    plan('GET /{{stored}}', { ...devEnvironment(), secrets: () => undefined }),
    ...['< json', '< gone', '<@ json', '<@ text'].map((line) => plan(post(line, jsonType), { supplies: filesOnly({ json: [0xff], gone: { reason: 'it is a folder' }, text: '{{nothingLikeIt}}' }) })),
    plan(`@v0 = 0123456789\n${doubling}\nGET /{{v30}}`),
  ];
  const long = [`GET /${'a'.repeat(500_000)}`, `GET /?${'{{a}}'.repeat(5_001)}`, `GET /\n${'X: 1\n'.repeat(20_000)}`].flatMap((source) => new Diagnoser({ isTyping: true }).diagnose(parse(source), {}, ''));
  const ofLongFile = checkOfLongFile({ start: 0, end: 1 }).findings.map((each) => each.finding);
  return [...fromFixtures, ...fromEnvironments, ...long, ...ofLongFile, ...ofRuns, ...refused.flatMap(({ result }) => (result.kind === 'refused' ? result.findings : []))];
}

/** What only a run can find, with the data that it gives; `test/sandbox/app/session.test.ts` makes it find them. */
const ofRuns: readonly Finding[] = (
  [
    ['dependency.failed', { name: 'login', outcome: '404 Not Found · 3 ms · 10 B' }],
    ['dependency.disabled', { name: 'login' }],
    ['account.unknown', { name: 'x', suggestion: 'y', known: ['y', 'z'] }],
    ['account.unknown', { name: 'me', known: [], from: 'p2' }],
    ['dependency.unavailable', { name: 'create', method: 'POST', instead: 'add --yes' }],
    ['prompt.unavailable', { name: 'code', instead: 'give it with --var code=VALUE' }],
    ['confirm.unavailable', { instead: 'add --yes' }],
    ['run.declined', {}],
    ['environment.secret', { name: 'token' }],
    ['secret.in-header', { name: 'Authorization', isOurs: true }],
    ['variable.guarded', { names: ['TOKEN'], origin: 'https://example.org', instead: 'add --allow-host https://example.org' }],
    ['body.file-outside', { path: '../x', instead: 'add --yes' }],
    ...['empty', 'not-a-path', 'windows-path', 'home', 'folder', 'untitled'].map((reason) => ['body.file-refused', { path: '~/x', reason }] as const),
    ['save.outside', { path: '../x' }],
    ...['dot-folder', 'request-file', 'settings-file', 'folder'].map((reason) => ['save.refused', { path: '.git/x', reason }] as const),
    ['import.missing', { path: './x' }],
    ['import.unreadable', { path: './x', reason: 'permission denied' }],
    ['import.outside', { path: '../x' }],
    ['import.refused', { path: '~/x', reason: 'home' }],
    ['import.cycle', { path: './x', files: ['a', 'b', 'a'] }],
    ['import.inner', { file: 'x.dt.http' }],
    ['import.variable', { name: 'x', uri: 'file:///w/x.dt.http' }],
    ['variable.system-missing', { name: 'X', source: 'dotenv' }],
    ['variable.system-missing', { name: 'X', source: 'process-env' }],
    ...['none', 'empty', 'binary'].map((problem) => ['reference.no-value', { request: 'a', problem }] as const),
    ['value.object', { path: '$.a', kind: 'object', step: '.b' }],
    ['reference.no-value', { request: 'a', problem: 'several', count: 3 }],
    ['reference.no-value', { request: 'a', problem: 'no-header', name: 'X', suggestion: 'Y' }],
    ['reference.no-value', { request: 'a', problem: 'not-json', line: 2, detail: 'CommaExpected' }],
    ['reference.no-value', { request: 'a', problem: 'undecodable', detail: 'gzip: unexpected end' }],
    ['reference.no-value', { request: 'a', problem: 'too-deep', limit: 500 }],
    ['reference.no-value', { request: 'a', problem: 'too-many', limit: 100_000 }],
    ['reference.no-value', { request: 'a', problem: 'too-slow', limitMs: 5000 }],
    ['save.secret-in-path', {}],
    ['secret.damaged', { name: 'key', secret: 'vault' }],
    ['secret.origin', { secret: 'vault', origin: 'https://evil.example' }],
    ['secret.origin', { secret: 'vault', origin: 'https://evil.example', allowed: 'https://a.example, https://b.example' }],
    ['secret.origin', { secret: 'vault', origin: 'https://evil.example', allowed: "DT's API and emulator", instead: '{allow}, or give the value with --var' }],
    ['secret.missing', { name: 'key', secret: 'webhook-key', instead: 'set the variable DT_HTTP_SECRET_WEBHOOK_KEY, or give the value with --var' }],
  ] as const
).map(([code, data]) => finding(code, { start: 0, end: 1 }, data));

/** Longer than any text that is quoted. */
const farAway = `file:///${'far/'.repeat(40)}`;

describe('words for findings', () => {
  const produced = producedFindings();

  it('there are some for every code, and no others', () => {
    assert.deepEqual(Object.keys(findingWords).sort(), [...findingCodes].sort());
  });

  for (const code of findingCodes) {
    it(`${code} is found, and said in short whole sentences`, () => {
      const findings = produced.filter((finding) => finding.code === code);
      assert.ok(findings.length > 0, 'no test produces it');
      for (const finding of findings) {
        const sentence = wordsFor(finding);
        assert.match(sentence, /[.?]$/);
        assert.doesNotMatch(sentence, /undefined|\[object|""|\n/);
        assert.ok(sentence.length <= 260, sentence);
      }
    });
  }

  for (const [finding, expected] of [
    [{ code: 'variable.undefined', data: { name: 'projct', suggestion: 'project' } }, 'Variable "projct" is not defined here. Did you mean "project"?'],
    [{ code: 'variable.undefined', data: { name: 'x', environments: ['dev', 'prod'] } }, 'Variable "x" is not defined here. It is defined in the environments dev and prod.'],
    [{ code: 'variable.undefined', data: { name: 'x', environments: ['dev'] } }, 'Variable "x" is not defined here. It is defined in environment dev.'],
    [{ code: 'target.base', data: { variable: 'apiBase', base: 'x' } }, 'The base "apiBase" must be a URL such as https://host/v2; it is "x".'],
    [{ code: 'target.base', data: { variable: 'apiBase', base: 'x', uri: 'file:///w/http-client.env.json', environment: 'test' } }, 'The base "apiBase" must be a URL such as https://host/v2; it is "x" in the environment "test" of http-client.env.json.'],
    [{ code: 'target.base', data: { variable: 'apiBase', base: 'x', uri: 'file:///w/bases.dt.http' } }, 'The base "apiBase" must be a URL such as https://host/v2; it is "x" in bases.dt.http.'],
    [{ code: 'target.base', data: { variable: 'apiBase', base: 'x', uri: `${farAway}bases.dt.http` } }, 'The base "apiBase" must be a URL such as https://host/v2; it is "x" in bases.dt.http.'],
    [{ code: 'import.variable', data: { name: 'x', uri: `${farAway}a.dt.http` } }, 'The value of "x" cannot be made in a.dt.http. Open that file.'],
    [{ code: 'environment.broken', data: { uri: `${farAway}http-client.env.json` } }, 'The environment file http-client.env.json has errors. Nothing is sent until that is mended.'],
    [{ code: 'target.missing-slash', data: { segment: 'projects' } }, '"projects" is a path of the API. Start it with a slash.'],
    [{ code: 'body.json', data: { problem: 'CommaExpected', inserted: true } }, 'With this value the body is not valid JSON (comma expected).'],
    [{ code: 'body.json', data: { problem: 'nested too deeply', limit: 500, inserted: false } }, 'The body is nested too deeply: JSON of more than 500 levels is not sent.'],
    [{ code: 'target.character', data: { characters: '\u00a0', invisible: 'U+00A0' } }, 'An invisible character (U+00A0) stands here. Remove it.'],
    [{ code: 'body.look-alike', data: { meant: 'file', correct: '< ./a.json' } }, 'This would be sent as the body. A file is named at column 1, after a blank: "< ./a.json". Or add a Content-Type to send it.'],
    [{ code: 'directive.argument', data: { directive: 'no-redirect', usage: '' } }, '@no-redirect takes no argument.'],
    [{ code: 'directive.unknown', data: { directive: 'timout', suggestion: 'timeout' } }, 'There is no directive @timout; it is taken for a comment. Did you mean "@timeout"?'],
    [{ code: 'dependency.failed', data: { name: 'login', outcome: '404 Not Found.' } }, 'Not sent: it needs "login", which failed: 404 Not Found.'],
    [{ code: 'dependency.disabled', data: { name: 'login' } }, 'Not sent: it needs "login", which is @disabled.'],
    [{ code: 'account.unknown', data: { name: 'x', suggestion: 'y', known: ['y', 'z'] } }, 'No account is called "x". Did you mean "y"?'],
    [{ code: 'account.unknown', data: { name: 'x', known: ['y', 'z'] } }, 'No account is called "x". There are: y, z.'],
    [{ code: 'account.unknown', data: { name: 'me', known: [], from: 'p2' } }, 'The environment "p2" names the account "me", which does not exist.'],
    [{ code: 'directive.refused', data: { directive: 'loop', effect: 'once' } }, '@loop is not supported: the request would be sent once. Remove the line to send it so.'],
    [{ code: 'directive.argument', data: { directive: 'timeout', usage: 'a time with its unit: 500ms, 30s or 2m', suggestion: '600s' } }, '@timeout takes a time with its unit: 500ms, 30s or 2m. Did you mean "600s"?'],
    [{ code: 'comment.indented', data: { meant: 'comment' } }, 'A comment starts at column 1. Remove the blanks in front.'],
    [{ code: 'reference.ambiguous-title', data: { name: 'a', count: 2 } }, '2 requests are titled "a", so none has that name. Give one of them "# @name a".'],
    [{ code: 'reference.no-value', data: { request: 'login', problem: 'none', parentKind: 'object', name: 'tokn', parent: '$', path: '$.tokn', fields: ['token', 'a'], suggestion: 'token' } }, 'The answer of "login" has no "tokn" at $.tokn. It has: token, a. Did you mean "token"?'],
    [{ code: 'reference.no-value', data: { request: 'a', problem: 'none', parentKind: 'array', name: '[3]', parent: '$.b', path: '$.b[3]', items: 3 } }, 'The answer of "a" has no [3] at $.b[3]: $.b is an array of 3.'],
    [{ code: 'reference.no-value', data: { request: 'a', problem: 'none', parentKind: 'null', name: 'c', parent: '$.b', path: '$.b.c' } }, 'The answer of "a" has no "c" at $.b.c: $.b is null.'],
    [{ code: 'value.object', data: { path: '$.a', kind: 'object', step: '.b' } }, '$.a is an object. Choose a field of it, e.g. $.a.b.'],
    [{ code: 'dt.400.parameter-value', data: { headline: 'page_size is over 100' } }, 'page_size is over 100.'],
    [{ code: 'dt.400.missing-body', data: { headline: 'the body is missing', advice: 'Add it.' } }, 'The body is missing. Add it.'],
    [{ code: 'dt.401.expired-token', data: { headline: 'this has ended!' } }, 'This has ended!'],
    [{ code: 'body.json', data: { problem: 'TrailingComma', bracket: '}', inserted: false } }, 'The body is not valid JSON. Remove the comma before "}".'],
    [{ code: 'expect.syntax', data: { problem: 'syntax', word: 'staus', suggestion: 'status' } }, '"staus" is not known here. Did you mean "status"?'],
    [{ code: 'environment.unknown', data: { name: 'a', known: [] } }, 'There is no environment "a": no http-client.env.json with environments stands beside the file or in a folder above it.'],
    [{ code: 'variable.system-unknown', data: { name: '$prompt', tool: 'other tools', instead: 'prompt' } }, '$prompt is a variable of other tools. Use "# @prompt name text" above the request, and {{name}}.'],
    [{ code: 'variable.system-arguments', data: { problem: 'quotes', word: 'YYYY', suggestion: '"YYYY"' } }, 'Put the format in quotes: "YYYY".'],
    [{ code: 'variable.guarded', data: { names: ['TOKEN'], origin: 'https://hooks.example', instead: '{allow}, or give the value with --var' } }, 'The value of TOKEN is not sent to https://hooks.example: allow it with --allow-host https://hooks.example, or give the value with --var.'],
    [{ code: 'variable.guarded', data: { names: ['TOKEN'], origin: 'https://•••.example', instead: '{allow}, or give the value with --var' } }, 'The value of TOKEN is not sent to https://•••.example: allow an https host with --allow-host, or give the value with --var.'],
    [{ code: 'variable.guarded', data: { names: ['TOKEN'], origin: 'http://hooks.example', instead: '{allow}' } }, 'The value of TOKEN is not sent to http://hooks.example: allow an https host with --allow-host.'],
    [{ code: 'secret.origin', data: { secret: 'vault', origin: 'https://hooks.example', allowed: "DT's API", instead: '{allow}' } }, 'The secret "vault" is not sent to https://hooks.example: it may go to DT\'s API only. To change that, allow it with --allow-host https://hooks.example.'],
    [{ code: 'nobody.knows', data: {} }, 'nobody.knows'],
  ] as const) {
    it(expected, () => assert.equal(wordsFor(finding), expected));
  }

  it('cuts what is long', () => assert.ok(wordsFor({ code: 'reference.script', data: { text: `a\n${'x'.repeat(500)}` } }).length < 200));
});
