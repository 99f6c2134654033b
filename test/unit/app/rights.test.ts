import assert from 'node:assert/strict';
import { checkFile } from '../../../src/app/check';
import { LearnedFacts } from '../../../src/app/learned';
import { type Rights, rightsOf } from '../../../src/app/rights';
import { roleNamed } from '../../../src/api/roles';
import type { NamedAccount } from '../../../src/auth/accountBook';
import { applyEdits } from '../../../src/base/text';
import type { Outcome } from '../../../src/http/exchange';
import { Diagnoser } from '../../../src/language/features/diagnostics/diagnoser';
import { fixesFor } from '../../../src/language/features/fixes/index';
import { parse } from '../../../src/language/syntax/parser';
import { memoryFiles } from '../../helpers/memoryFiles';
import { sandboxAccount, sandboxRights } from '../../helpers/sandboxRights';

const project = 'abcdefghij0123456789';
const labels = `POST /projects/${project}/devices:batchUpdate\nContent-Type: application/json\n\n{ "devices": ["projects/${project}/devices/bcdefghij0123456789a"], "addLabels": { "a": "b" } }\n`;
const account = (name: string): NamedAccount => ({ name, account: { keyId: name, secret: name, email: `${name}@x.serviceaccount.d21s.com`, tokenUrl: 'https://identity.disruptive-technologies.com/oauth2/token' } });

/** What the API answered when the account asked what it may do in the project. */
function told(learned: LearnedFacts, email: string, permissions: readonly string[]): void {
  const request = { method: 'GET', origin: 'https://api.disruptive-technologies.com', target: `/v2/projects/${project}/permissions`, headers: [] };
  const response = { status: 200, reason: 'OK', headers: [['Content-Type', 'application/json']], body: new TextEncoder().encode(JSON.stringify({ permissions, nextPageToken: '' })) };
  const timing = { startedAt: 0, totalMs: 1 };
  const outcome = { kind: 'answered', response, exchange: { request, attempts: [{ request, response, timing, signedAs: { email, scheme: 'bearer' } }] } };
  learned.note(outcome as unknown as Outcome, 'api');
}

function known(): { readonly learned: LearnedFacts; readonly rights: (active?: string) => Rights } {
  const learned = new LearnedFacts();
  const accounts = [account('viewer'), account('editor')];
  told(learned, 'viewer@x.serviceaccount.d21s.com', roleNamed('project.user')?.permissions ?? []);
  told(learned, 'editor@x.serviceaccount.d21s.com', roleNamed('project.developer')?.permissions ?? []);
  return { learned, rights: (active = 'viewer') => rightsOf({ accounts, active: accounts.find(({ name }) => name === active), learned, sandbox: undefined }) };
}

async function found(text: string, rights: Rights | undefined, diagnoser?: Diagnoser) {
  const file = parse(text);
  const { findings } = await checkFile(memoryFiles({}), { file, uri: 'untitled:a.dt.http', ...(rights && { rights }) }, diagnoser);
  return findings.filter(({ finding }) => finding.code.startsWith('dt.')).map(({ finding, message }) => ({ code: finding.code, message, word: text.slice(finding.span.start, finding.span.end), fixes: fixesFor(file, finding) }));
}

describe('a role too low for the account of a block', () => {
  it('is marked on the project, with another account as the fix', async () => {
    const [only, ...others] = await found(labels, known().rights());
    assert.ok(only && others.length === 0);
    assert.deepEqual([only.code, only.word], ['dt.403.label', project]);
    assert.equal(only.message, 'Project user is too low a role for this call. Sign as an account with the role Project developer (or a higher one).');
    assert.deepEqual(only.fixes.map(({ title, preferred }) => [title, preferred]), [['Sign as "editor"', false]]);
    const after = applyEdits(labels, only.fixes[0]?.edits ?? []);
    assert.equal(after, `# @account editor\n${labels}`);
    assert.deepEqual(await found(after, known().rights()), []);
  });

  it('takes the account that the block names, and puts another in its place', async () => {
    const text = `### a\r\n# @account viewer\r\n${labels.replaceAll('\n', '\r\n')}`;
    const [only] = await found(text, known().rights('editor'));
    assert.equal(only?.code, 'dt.403.label');
    assert.equal(applyEdits(text, only.fixes[0]?.edits ?? []), text.replace('@account viewer', '@account editor'));
    assert.deepEqual(await found(text.replace('viewer', 'editor'), known().rights('viewer')), []);
  });

  it('is not said of an unknown account, of a value that is not known, of one that is signed out', async () => {
    const { rights, learned } = known();
    for (const text of [`# @account nobody\n${labels}`, `# @account {{who}}\n${labels}`]) assert.deepEqual(await found(text, rights()), []);
    assert.deepEqual(await found(labels, undefined), []);
    const signedOut: NamedAccount = { ...account('viewer'), signedOut: true };
    assert.deepEqual(await found(labels, rightsOf({ accounts: [signedOut], active: signedOut, learned, sandbox: undefined })), []);
    assert.deepEqual(await found(labels, rightsOf({ accounts: [], active: undefined, learned, sandbox: undefined })), []);
  });

  it('goes as soon as the API tells otherwise, although the text stays', async () => {
    const { learned, rights } = known();
    const diagnoser = new Diagnoser();
    assert.equal((await found(labels, rights(), diagnoser)).length, 1);
    const before = learned.revision;
    told(learned, 'viewer@x.serviceaccount.d21s.com', roleNamed('project.user')?.permissions ?? []);
    assert.equal(learned.revision, before, 'nothing new');
    told(learned, 'viewer@x.serviceaccount.d21s.com', roleNamed('project.admin')?.permissions ?? []);
    assert.ok(learned.revision > before);
    assert.deepEqual(await found(labels, rights(), diagnoser), []);
    learned.clear();
    assert.equal(learned.permissionsOf('viewer@x.serviceaccount.d21s.com', undefined, `projects/${project}`), undefined);
  });

  it('is no fix with a name that a directive would read otherwise', async () => {
    const { learned } = known();
    const accounts = [account('viewer'), { ...account('editor'), name: 'a {{b}}' }];
    const [only] = await found(labels, rightsOf({ accounts, active: accounts[0], learned, sandbox: undefined }));
    assert.deepEqual([only?.code, only?.fixes], ['dt.403.label', []]);
  });

  it('of an account of the sandbox follows from its name, wherever its base is', async () => {
    const [only] = await found(labels, sandboxRights('project.user'));
    assert.deepEqual([only?.code, only?.fixes.map(({ title }) => title)], ['dt.403.label', ['Sign as "sandbox-project.developer"', 'Sign as "sandbox-project.admin"']]);
    assert.deepEqual(await found(labels, sandboxRights('project.developer')), []);
    // It would not sign there.
    assert.deepEqual(await found(labels.replace('/projects', 'https://api.disruptive-technologies.com/v2/projects'), sandboxRights('project.user')), []);
    const none = sandboxAccount('none');
    assert.deepEqual(await found(labels, rightsOf({ accounts: [none], active: none, learned: new LearnedFacts(), sandbox: undefined })), []);
  });
});
