// What a word of a request or of an answer is: hovers of the API description, of readings and times; and a role
// that is too low, seen before the send.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { diagnosticsOf, eventually, fixesAt, hoverAt, openText, perform, rangeOf, run, shownAnswer, useSandbox } from './support';

const project = 'c4f5le24saonvdu6500t';
const device = `projects/${project}/devices/cdpib6e3eqohgh5ett6u`;

const plain = async (document: vscode.TextDocument, range: vscode.Range) => (await hoverAt(document, range)).replaceAll('\\', '');

/** Shows the hover of a word, and takes a picture of it. */
async function pictured(document: vscode.TextDocument, range: vscode.Range, text: string, name: string): Promise<void> {
  if (!page.available) return;
  const place = range.start.translate(0, 1);
  // What else moves the focus at the same time closes the hover: then it is asked for again.
  await eventually('hover', async () => {
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place) });
    await vscode.commands.executeCommand('editor.action.showHover');
    return page.waitFor(`.monaco-hover:has-text("${text}")`, { timeout: 3000 }).then(
      () => true,
      () => undefined,
    );
  });
  await page.screenshot(name);
  await page.press('Escape');
}

describe('hovers', () => {
  useSandbox();

  it('tell of method, path, query, header and field', async () => {
    const document = await openText(
      `GET /projects/${project}/devices?device_types=temperature`, 'Accept: application/json', '', '###',
      `POST /projects/${project}/devices:batchUpdate`, 'Content-Type: application/json', '', `{ "devices": ["${device}"], "addLabels": { "room": "1" } }`,
    );
    for (const [word, expected] of [
      ['GET', '**GET** `/projects/{project}/devices`'],
      ['devices?', '**GET** `/projects/{project}/devices`'],
      [project, '`{project}` of the path'],
      ['device_types', '`device_types` · string'],
      ['temperature', 'One of `temperature`'],
      ['Accept', 'What the answer should be'],
      ['"devices"', '`devices` · list of strings · required'],
      ['POST', 'Role: Project developer or higher'],
    ] as const) {
      const text = await plain(document, rangeOf(document, word));
      assert.ok(text.includes(expected), `${expected} in ${text}`);
    }
    await pictured(document, rangeOf(document, 'GET'), 'List devices of a project', 'hover-endpoint');
    await pictured(document, rangeOf(document, '"devices"'), 'required', 'hover-field');
  });

  it('keep an explanation alone', async () => {
    const document = await openText('GET /projects?pageSize=500');
    await eventually('finding', () => (diagnosticsOf(document).length > 0 ? true : undefined));
    const text = await plain(document, rangeOf(document, '500'));
    assert.ok(text.includes('**Do this**') && !text.includes('Items per page'), text);
  });

  it('tell of readings and times in an answer', async () => {
    const document = await openText(`GET /projects/${project}/devices?device_types=temperature&pageSize=1`);
    await run(document, 'GET');
    const answer = await eventually('answer', () => (shownAnswer()?.getText().includes('"reported"') === true ? shownAnswer() : undefined));
    const value = /"value": (-?[\d.]+)/.exec(answer.getText());
    assert.ok(value);
    const reading = rangeOf(answer, value[1] ?? '', '"value": ');
    assert.match(await plain(answer, reading), /^\*\*-?[\d.]+ °C\*\* · value of the event temperature/);
    const time = rangeOf(answer, '20', '"updateTime": "');
    assert.match(await plain(answer, time), /^\w{3} \d+ \w{3} \d{4}, \d\d:\d\d:\d\d \(.+\), .+ ago$/);
    await pictured(answer, time, 'ago', 'hover-answer-time');
  });
});

describe('a role too low', () => {
  useSandbox();

  it('is seen before the send, and another account is the fix', async () => {
    const document = await openText('# @account sandbox-project.user', `PATCH /projects/${project}`, 'Content-Type: application/json', '', '{ "displayName": "Head office" }');
    const [found] = await eventually('finding', () => (diagnosticsOf(document).length > 0 ? diagnosticsOf(document) : undefined));
    assert.match(found ?? '', /^dt\.403\.project-change Warning .*Project user is too low a role for this call\. Sign as an account with the role Project administrator/);
    const text = await plain(document, rangeOf(document, project));
    assert.ok(text.includes('**Do this**') && text.includes('The highest role of this account in the sandbox is Project user'), text);
    await pictured(document, rangeOf(document, project), 'Project administrator', 'role-too-low');
    const fixes = await fixesAt(document, rangeOf(document, project));
    const fix = fixes.find(({ title }) => title === 'Sign as "sandbox-project.admin"');
    assert.ok(fix, fixes.map(({ title }) => title).join());
    await perform(fix);
    assert.ok(document.getText().startsWith('# @account sandbox-project.admin\n'));
    await eventually('end of the finding', () => (diagnosticsOf(document).length === 0 ? true : undefined));
  });

  it('follows the account that is chosen', async () => {
    const document = await openText(`PATCH /projects/${project}`, 'Content-Type: application/json', '', '{ "displayName": "Head office" }');
    assert.deepEqual(diagnosticsOf(document), []);
    await vscode.commands.executeCommand('dtHttp.switchAccount', 'sandbox-project.user');
    await eventually('finding', () => (diagnosticsOf(document).some((each) => each.startsWith('dt.403')) ? true : undefined));
    await vscode.commands.executeCommand('dtHttp.switchAccount', 'sandbox-project.admin');
    await eventually('end of the finding', () => (diagnosticsOf(document).length === 0 ? true : undefined));
  });
});
