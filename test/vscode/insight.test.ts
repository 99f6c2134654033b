// What a developer meets when a request fails: the marked word, the hover, the light bulb, and the end of it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { answerDialogs, closeAll, describeDiagnostic, diagnosticsOf, eventually, fixesAt, hoverAt, lensThat, openText, perform, rangeOf, run, shownAnswer, useSandbox } from './support';

const project = 'c4f5le24saonvdu6500t';
const coldStorage = 'cuirvva6fhrr1a6akf3d';
const sensor = 'cdpib6e3eqohgh5ett6u';
const freezer = 'cf8bsl5d69fbauqk82pn';
/** In a project that the account cannot see. */
const hidden = 'cr57praqthjojm3rqh94';
const expired =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJkdC1odHRwIHNhbmRib3giLCJzdWIiOiJjMG5icjcwNDUybHJ1N3A5N2s4dEBjNGY1bGUyNHNhb252ZHU2NTAwdC5zZXJ2aWNlYWNjb3VudC5kMjFzLmNvbSIsImlhdCI6MTU3NzgzNjgwMCwiZXhwIjoxNTc3ODQwNDAwLCJqdGkiOiIwIn0.7EH8tl2tUbdh762pD8uK1C7THGPBEPkLHKRLxQaY0FM';
const json = ['Content-Type: application/json', ''];

/** One failure; around each word to blame stand `⟦` and `⟧`, around the main one first. */
interface Case {
  readonly name: string;
  readonly lines: readonly string[];
  /** Of each mark, `code severity` and the sentence. */
  readonly marks: readonly (readonly [what: string, sentence: string])[];
  /** What stands in the hover. */
  readonly hover: readonly string[];
  readonly titles: readonly (string | RegExp)[];
  /** The fix to choose, and what then stands in the text; an edit of the test's own where the product has none. */
  readonly mend: { readonly title: RegExp; readonly text?: string } | { readonly replace: readonly [string, string] };
  readonly picture?: true;
}

const cases: readonly Case[] = [
  {
    name: '400: a value out of range',
    lines: [`GET /projects/${project}/devices?page_size=⟦500⟧`],
    marks: [['dt.400.parameter-value Error', '400 Bad Request: page_size is over 100']],
    hover: ['follow nextPageToken', 'invalid page', 'error-codes#id-400'],
    titles: ['Change page_size to 100'],
    mend: { title: /^Change page_size/, text: 'page_size=100' },
    picture: true,
  },
  {
    name: '400: a field of the wrong type',
    lines: [`PATCH /projects/${project}`, ...json, '{ "displayName": ⟦5⟧ }'],
    marks: [['dt.400.field-type Error', '400 Bad Request: "displayName" must be a string']],
    hover: ['displayName'],
    titles: [/"5"/],
    mend: { title: /"5"/, text: '{ "displayName": "5" }' },
  },
  {
    name: '401: a pasted token that has expired',
    lines: ['GET /projects', `Authorization: ⟦Bearer ${expired}⟧`, 'Accept: application/json'],
    marks: [['dt.401.expired-token Error', '401 Unauthorized: the pasted token expired at 2020-01-01 01:00:00 UTC']],
    hover: ['signs the request with your account', 'valid for one hour', 'error-codes#id-401'],
    titles: ['Remove the header and sign with the account'],
    mend: { title: /^Remove the header/, text: 'GET /projects\nAccept: application/json' },
  },
  {
    name: '404: the version is missing',
    lines: ['GET {{origin}}/⟦projects⟧'],
    marks: [['dt.404.base Error', '404 Not Found: "/v2" is missing at the start of the path']],
    hover: ['Begin the path with', 'error-codes#id-404'],
    titles: ['Change to /v2/projects'],
    mend: { title: /^Change to/, text: '/v2/projects' },
  },
  {
    name: '409: the label is there',
    lines: [`POST /projects/${project}/devices/${sensor}/labels`, ...json, '{ "key": ⟦"name"⟧, "value": "Lobby" }'],
    marks: [['dt.409.exists Error', '409 Conflict: the device already has the label "name"']],
    hover: ['addLabels overwrites', 'already exists', 'error-codes#id-409'],
    titles: ['Change the label that is there: PATCH …/labels/name'],
    mend: { title: /^Change the label/, text: `PATCH /projects/${project}/devices/${sensor}/labels/name\nContent-Type: application/json\n\n{ "value": "Lobby" }` },
    picture: true,
  },
  {
    name: '501: the wrong verb',
    lines: ['⟦POST⟧ /roles'],
    marks: [['dt.501 Error', '501 Method Not Allowed: this path takes GET, not "POST"']],
    hover: ['Use GET', 'error-codes#id-501'],
    titles: ['Change POST to GET'],
    mend: { title: /^Change POST/, text: 'GET /roles' },
  },
  {
    name: '401: unsigned, as a directive asks',
    lines: ['# @title x', '# ⟦@auth none⟧', 'GET /projects'],
    marks: [['dt.401.no-account Error', '401 Unauthorized: "@auth none" sent it without an account']],
    hover: ['Remove "@auth none"', 'error-codes#id-401'],
    titles: ['Remove @auth none'],
    mend: { title: /^Remove @auth/, text: '# @title x\nGET /projects' },
  },
  {
    name: '503: only time helps',
    lines: ['# @retry none', '⟦GET /projects⟧', 'X-Sandbox-Fault: 503; times=1'],
    marks: [['dt.503 Error', '503 Service Unavailable: the service cannot answer right now']],
    hover: ['Try again after at least 1 s', 'status\\.disruptive'.replace('\\', '')],
    titles: [/^Run again( at .*)?$/, 'Open the status page', 'Open the support page', /^Copy a .*report/],
    mend: { title: /^Run again/ },
  },
  {
    name: 'nobody listens',
    lines: ['# @retry none', 'GET ⟦http://127.0.0.1:1⟧/projects'],
    marks: [['net.refused Error', 'Not sent: nothing listens on "127.0.0.1:1" of this computer']],
    hover: ['Start Sandbox', 'check the port'],
    titles: ['Run again'],
    mend: { replace: ['http://127.0.0.1:1', ''] },
  },
  {
    name: '200, in which devices failed',
    lines: [
      `POST /projects/${project}/devices:batchUpdate`, ...json, '{', '  ⟦"devices"⟧: [', `    "projects/${project}/devices/${sensor}",`,
      `    ⟦"projects/${project}/devices/cnothere00000000000a"⟧,`, `    ⟦"projects/${project}/devices/cnothere00000000000b"⟧`, '  ],', '  "removeLabels": ["no-such-label"]', '}',
    ],
    marks: [
      ['dt.200.batch Error', '200 OK: 2 of 3 devices were not changed'],
      ['dt.200.batch Error', '200 OK: device "cnothere00000000000a" was not found'],
      ['dt.200.batch Error', '200 OK: device "cnothere00000000000b" was not found'],
    ],
    hover: ['single devices fail', 'cnothere00000000000b'],
    titles: [],
    mend: { replace: [`,\n    "projects/${project}/devices/cnothere00000000000a",\n    "projects/${project}/devices/cnothere00000000000b"`, ''] },
    picture: true,
  },
  // Last: it closes the quota for everybody while it counts down.
  {
    name: '429: it counts down',
    lines: ['# @retry none', '⟦GET /projects⟧', 'X-Sandbox-Fault: 429; retry-after=2; times=1'],
    marks: [['dt.429 Information', '429 Too Many Requests: the quota is used up for 2 s']],
    hover: ['Wait 2 s', '75 requests in 10 seconds', 'error-codes#id-429'],
    titles: [/^Run again at /],
    mend: { title: /^Run again at/ },
  },
];

/** The text without the marks, and where they were. */
function unmarked(lines: readonly string[]): { readonly text: readonly string[]; readonly ranges: readonly vscode.Range[] } {
  const ranges: vscode.Range[] = [];
  const text = lines.map((line, number) => {
    let plain = '';
    for (const [, before = '', marked, rest = ''] of line.matchAll(/([^⟦]*)(?:⟦([^⟧]*)⟧|$)()/g)) {
      plain += before;
      if (marked !== undefined) ranges.push(new vscode.Range(number, plain.length, number, plain.length + marked.length));
      plain += (marked ?? '') + rest;
    }
    return plain;
  });
  return { text, ranges };
}

const requestLine = (document: vscode.TextDocument) => rangeOf(document, /^(?:GET|POST|PUT|PATCH|DELETE) .*$/m.exec(document.getText())?.[0] ?? '');
const ofRuns = (document: vscode.TextDocument) => diagnosticsOf(document).filter((text) => /^(dt|net)\./.test(text) && !/ Hint /.test(text));
const gone = (document: vscode.TextDocument) => eventually('end of the findings', () => (ofRuns(document).length === 0 ? true : undefined));

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, from), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function choose(document: vscode.TextDocument, range: vscode.Range, title: RegExp): Promise<void> {
  const action = (await fixesAt(document, range)).find((fix) => title.test(fix.title));
  assert.ok(action, `there is a fix ${title.source}`);
  await perform(action);
}

/** Goes to the next finding as F8 does, and reads what the editor shows there. */
async function readByF8(document: vscode.TextDocument): Promise<string> {
  const start = new vscode.Position(0, 0);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(start, start) });
  await vscode.commands.executeCommand('editor.action.marker.next');
  await page.waitFor('.marker-widget .descriptioncontainer');
  const shown = await page.text('.marker-widget .descriptioncontainer');
  await page.press('Escape');
  await page.waitFor('.marker-widget .descriptioncontainer', { state: 'hidden' });
  return shown;
}

describe('a failure in the editor', () => {
  useSandbox();
  afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

  let origin = '';
  before(async () => {
    const document = await openText('GET /projects');
    await run(document, 'GET');
    origin = /^GET (http:\/\/[^/]+)/m.exec((await eventually('answer', shownAnswer)).getText())?.[1] ?? '';
    await closeAll();
  });

  for (const { name, lines, marks, hover, titles, mend, picture } of cases) {
    it(`${name}: marked, explained, mended, gone`, async () => {
      const { text, ranges } = unmarked(lines.map((line) => line.replace('{{origin}}', origin)));
      const document = await openText(...text);
      await run(document, /^[A-Z]+ /m.exec(document.getText())?.[0] ?? '');

      const expected = marks.map(([what, sentence], index) => `${what} ${describeDiagnostic(new vscode.Diagnostic(ranges[index] ?? new vscode.Range(0, 0, 0, 0), sentence)).replace(/^ Error /, '')}`);
      assert.deepEqual(ofRuns(document), expected);
      const [main = new vscode.Range(0, 0, 0, 0)] = ranges;
      const shown = (await hoverAt(document, main)).replaceAll('\\', '');
      for (const part of ['**Do this**', '**Why**', '**Evidence**', ...hover]) assert.ok(shown.includes(part), `${part} in ${shown}`);
      const fixes = (await fixesAt(document, main)).map(({ title }) => title);
      assert.equal(fixes.length, titles.length, fixes.join(' | '));
      titles.forEach((title, index) => (typeof title === 'string' ? assert.equal(fixes[index], title) : assert.match(fixes[index] ?? '', title)));

      if (page.available) {
        const [[, sentence] = ['', '']] = marks;
        const read = await readByF8(document);
        assert.ok(read.includes(sentence), `F8 shows: ${read}`);
        if (picture) await photograph(document, main, `insight-${ranges.length > 1 ? 'batch' : (/^\d+/.exec(name)?.[0] ?? 'x')}`);
      }

      if ('replace' in mend) await replace(document, ...mend.replace);
      else await choose(document, main, mend.title);
      const after = 'replace' in mend ? '' : mend.text;
      const isEdited = after !== undefined;
      if (isEdited) assert.ok(document.getText().includes(after), document.getText());
      // An edit makes history of what was found: one dated hint, whatever was marked.
      if (isEdited) {
        await eventually('hint', () => {
          const [hint, ...others] = diagnosticsOf(document).filter((each) => / Hint .*before the last edit/.test(each));
          return hint !== undefined && others.length === 0 && ofRuns(document).length === 0 ? hint : undefined;
        });
        await run(document, /^[A-Z]+ /m.exec(document.getText())?.[0] ?? '');
      }
      await lensThat(document, requestLine(document), /200 OK/);
      await gone(document);
      assert.deepEqual(diagnosticsOf(document), []);
    });
  }

  async function photograph(document: vscode.TextDocument, range: vscode.Range, name: string): Promise<void> {
    // The mouse, where it rests over the answer, closes the hover of another editor; the title bar has none.
    await page.move(300, 15);
    // What else moves the focus at the same time closes the hover: then it is asked for again.
    await eventually('hover', async () => {
      await vscode.commands.executeCommand('notifications.clearAll');
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(range.start, range.start) });
      await vscode.commands.executeCommand('editor.action.showHover');
      return page.waitFor('.monaco-hover:has-text("Do this")', { timeout: 3000 }).then(
        () => true,
        () => undefined,
      );
    });
    await page.screenshot(name);
    await page.press('Escape');
  }

  it('404: the id is looked for when asked, the mark moves to the project, and the fix works', async () => {
    const document = await openText(`GET /projects/${project}/devices/${freezer}`);
    await run(document, 'GET');
    const id = rangeOf(document, freezer);
    assert.deepEqual(ofRuns(document), [`dt.404 Error 0:43-0:63 404 Not Found: no device "${freezer}" that this account can see`]);
    await choose(document, id, /^Look for /);
    const moved = await eventually('explanation with the place', () => ofRuns(document).find((text) => text.startsWith('dt.404.elsewhere ')));
    assert.equal(moved, `dt.404.elsewhere Error 0:14-0:34 404 Not Found: the device is in project "${coldStorage}"`);
    assert.match((await eventually('answer', shownAnswer)).getText(), /# 404 Not Found: the device is in project/);
    const range = rangeOf(document, project);
    assert.match((await hoverAt(document, range)).replaceAll('\\', ''), /All projects of the account were looked through/);
    await choose(document, range, /^Change to project/);
    assert.equal(document.getText(), `GET /projects/${coldStorage}/devices/${freezer}`);
    await run(document, 'GET');
    await gone(document);
  });

  it('403: what the account may do is asked when wanted, and told', async () => {
    const document = await openText('# @account sandbox-project.user', `PATCH /projects/${project}`, ...json, '{ "displayName": "Head office" }');
    await run(document, 'PATCH');
    const id = rangeOf(document, project);
    assert.deepEqual(ofRuns(document), [`dt.403.project-change Error 1:16-1:36 403 Forbidden: this account may not change project "${project}"`]);
    await choose(document, id, /^Ask what/);
    await eventually('role', () => ofRuns(document).find((text) => text.includes('403 Forbidden: Project user is too low a role in')));
    assert.match((await hoverAt(document, id)).replaceAll('\\', ''), /Permissions: .*device\.read/);
    if (page.available) {
      await vscode.commands.executeCommand('notifications.showList');
      await page.waitFor('.notifications-center :text("this account has: ")');
      await vscode.commands.executeCommand('notifications.hideList');
      await photograph(document, id, 'insight-permissions');
    }
    await replace(document, 'project.user', 'project.admin');
    await run(document, 'PATCH');
    await gone(document);
  });

  it('a follow-up leaves a request alone that was edited meanwhile', async () => {
    const document = await openText(`GET /projects/${project}/devices/${hidden}`);
    await run(document, 'GET');
    const look = (await fixesAt(document, rangeOf(document, hidden))).find(({ title }) => title.startsWith('Look for '));
    assert.ok(look);
    await replace(document, 'GET', 'GET ');
    await perform(look);
    const found = await eventually('hint', () => diagnosticsOf(document).find((text) => / Hint /.test(text)));
    assert.match(found, /^dt\.404 Hint .*before the last edit: 404 Not Found: no device/);
  });

  it('each device of a batch has its own fix, and all marks move with their block', async () => {
    const names = ['a', 'b'].map((end) => `projects/${project}/devices/cnothere00000000000${end}`);
    const document = await openText('GET /roles', '', '###', `POST /projects/${project}/devices:batchUpdate`, ...json, `{ "devices": ["projects/${project}/devices/${sensor}", "${names[0]}", "${names[1]}"], "removeLabels": ["x"] }`);
    await run(document, 'POST');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# one more line\n');
    await vscode.workspace.applyEdit(edit);
    const marked = () => vscode.languages.getDiagnostics(document.uri).map(({ range }) => document.getText(range));
    await eventually('moved marks', () => (JSON.stringify(marked()) === JSON.stringify(['"devices"', `"${names[0]}"`, `"${names[1]}"`]) && ofRuns(document)[0]?.includes(' 7:2-') === true ? true : undefined));
    const [main, first] = vscode.languages.getDiagnostics(document.uri);
    assert.equal(first?.relatedInformation?.[0]?.message, main?.message);
    const device = rangeOf(document, `"${names[0]}"`);
    assert.deepEqual((await fixesAt(document, device)).map(({ title }) => title), ['Take this device out of the list', 'Look for "cnothere00000000000a" in all projects']);
    await choose(document, device, /^Take this device/);
    assert.ok(!document.getText().includes(names[0] ?? ''));
    const hints = await eventually('hint', () => (diagnosticsOf(document).some((text) => / Hint /.test(text)) ? diagnosticsOf(document) : undefined));
    assert.equal(hints.length, 1, 'one hint for all marks');
    await run(document, 'POST');
    await eventually('new marks', () => (ofRuns(document).length > 0 && !ofRuns(document).join().includes('0000a') ? true : undefined));
    await choose(document, rangeOf(document, `"${names[1]}"`), /^Take this device/);
    await run(document, 'POST');
    await gone(document);
  });

  it('a new resource is waited for with growing waits, until it is visible', async () => {
    const document = await openText('# @name create', `POST {{emulatorBase}}/projects/${project}/devices`, ...json, '{ "type": "touch" }', '', '###', '# @ref create', 'GET /{{create.response.body.$.name}}');
    await run(document, 'GET');
    const range = rangeOf(document, '{{create.response.body.$.name}}');
    assert.match(ofRuns(document).join(), /^dt\.404\.propagation Warning /, `${diagnosticsOf(document).join()} ${shownAnswer()?.getText() ?? ''}`);
    const choosing = choose(document, range, /^Run again until/);
    await lensThat(document, rangeOf(document, 'GET /'), /Waiting, 1 s|200 OK/);
    await choosing;
    await lensThat(document, rangeOf(document, 'GET /'), /200 OK/);
    await gone(document);
  });

  it('a wait ends with an edit of its block, and nothing is sent', async () => {
    const document = await openText('GET /projects/cnothere00000000000a');
    const { uri } = document;
    // As the light bulb does, with more time than the test has.
    const waiting = vscode.commands.executeCommand('dtHttp.run', uri, 0, Date.now() + 60_000, 'dt.404');
    await lensThat(document, document.lineAt(0).range, /Waiting, /);
    await replace(document, 'cnothere00000000000a', 'cnothere00000000000b');
    await waiting;
    await lensThat(document, document.lineAt(0).range, /cancelled/);
    assert.equal(shownAnswer(), undefined);
  });

  it('what could not be changed is read again, and the change is offered once more', async () => {
    const document = await openText(`POST /projects/${project}/devices/${sensor}/labels`, ...json, '{ "key": "name", "value": "Another" }');
    await run(document, 'POST');
    const messages = answerDialogs('showInformationMessage', undefined);
    try {
      await vscode.commands.executeCommand('dtHttp.reread', document.uri, 0);
      assert.deepEqual(messages.asked, [['This is how it is now. Send the change once more?', 'Send the POST Again']]);
      await eventually('resource', () => vscode.window.visibleTextEditors.find((editor) => editor.document.uri.path.includes('GET devices') && editor.document.getText().includes('"labels"')));
    } finally {
      messages.end();
    }
  });

  it('a support report is put on the clipboard, without secrets', async () => {
    const document = await openText('# @retry none', 'GET /projects?token=planted-in-the-query', 'X-Sandbox-Fault: 503; times=1', 'Cookie: planted=in-a-cookie');
    await run(document, 'GET');
    await choose(document, rangeOf(document, 'GET'), /^Copy a .*report/);
    const text = await vscode.env.clipboard.readText();
    for (const part of ['# Support report', '503 Service Unavailable', 'Code: dt.503', '/v2/projects?token=•••', 'DT HTTP 0.', vscode.version, 'Node.js ', 'Quota: ']) assert.ok(text.includes(part), `${part} in ${text}`);
    assert.ok(!text.includes('planted'), text);
    const answer = await eventually('answer', shownAnswer);
    await vscode.env.clipboard.writeText('');
    await vscode.window.showTextDocument(answer);
    await vscode.commands.executeCommand('dtHttp.copyReport');
    assert.equal(await vscode.env.clipboard.readText(), text);
  });
});
