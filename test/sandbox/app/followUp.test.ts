import assert from 'node:assert/strict';
import { followUp, type FollowUp } from '../../../src/app/followUp';
import type { Ran } from '../../../src/app/report';
import { Engine } from '../../helpers/engine';

describe('a follow-up over the wire', () => {
  let engine: Engine;
  beforeEach(async () => (engine = await Engine.start()));
  afterEach(() => engine.stop());

  async function asked(text: string, what: FollowUp) {
    const report = await engine.run(text);
    assert.ok(report.kind === 'ran');
    const before = engine.sandbox.requests.length;
    const result = await followUp(engine.services, report, what, { source: 'a.dt.http' }, new AbortController().signal);
    const sent = engine.sandbox.requests.slice(before).map(({ method, target }) => `${method} ${target}`);
    return { report, result, sent };
  }
  const mark = ({ failure, plan }: Ran) => failure && [failure.explanation.code, plan.block.text.slice(failure.span.start - plan.block.start, failure.span.end - plan.block.start)];

  it('finds the device in another project, marks the project, and its fix works', async () => {
    const { projects, devices } = engine.sandbox.landmarks;
    const { report, result, sent } = await asked(`GET /projects/${projects.headOffice}/devices/${devices.freezer}\n`, { name: 'find-id', subject: devices.freezer });
    assert.deepEqual(mark(report), ['dt.404', devices.freezer]);
    assert.ok(result?.kind === 'learned');
    assert.deepEqual(sent, [`GET /v2/projects/-/devices/${devices.freezer}`]);
    assert.deepEqual(mark(result.report), ['dt.404.elsewhere', projects.headOffice]);
    // It is known from now on.
    const again = await engine.run(`GET /projects/${projects.headOffice}/devices/${devices.freezer}\n`);
    assert.deepEqual(again.kind === 'ran' && mark(again), ['dt.404.elsewhere', projects.headOffice]);
  });

  it('finds no device that the account cannot see', async () => {
    const { projects, devices } = engine.sandbox.landmarks;
    const { result } = await asked(`GET /projects/${projects.headOffice}/devices/${devices.hidden}\n`, { name: 'find-id', subject: devices.hidden });
    assert.ok(result?.kind === 'learned');
    assert.deepEqual(result.learned, { whereabouts: { id: devices.hidden } });
    assert.deepEqual(mark(result.report), ['dt.404.elsewhere', devices.hidden]);
  });

  it('asks as the account that the request names', async () => {
    const { projects } = engine.sandbox.landmarks;
    const scope = `projects/${projects.headOffice}`;
    const { result, sent } = await asked(`# @account sandbox-project.user\nPATCH /${scope}\nContent-Type: application/json\n\n{ "displayName": "x" }\n`, { name: 'show-permissions', subject: scope });
    assert.ok(result?.kind === 'learned');
    assert.deepEqual(sent, [`GET /v2/${scope}/permissions?pageSize=100`]);
    assert.ok(result.learned.permissions?.permissions.includes('device.read') && !result.learned.permissions.permissions.includes('project.update'));
    assert.match(result.report.failure?.explanation.headline ?? '', /Project user is too low a role/);
  });

  it('reads again what could not be changed', async () => {
    const { projects, devices } = engine.sandbox.landmarks;
    const path = `/projects/${projects.headOffice}/devices/${devices.temperature}/labels`;
    const { result, sent } = await asked(`POST ${path}\nContent-Type: application/json\n\n{ "key": "name", "value": "Other" }\n`, { name: 'reread' });
    assert.ok(result?.kind === 'read');
    assert.deepEqual(sent, [`GET /v2${path.replace('/labels', '')}`]);
    assert.equal(result.isAlreadySo, false);
    assert.match(result.answer.body, /"labels": \{/);
  });
});

describe('a new resource that is not visible yet', () => {
  it('is asked for again without being created again', async () => {
    const engine = await Engine.start();
    const project = engine.sandbox.landmarks.projects.headOffice;
    const text = `# @name create\nPOST {{emulatorBase}}/projects/${project}/devices\nContent-Type: application/json\n\n{ "type": "touch" }\n\n###\n# @name look\n# @ref create\nGET /{{create.response.body.$.name}}\n`;
    const first = await engine.runNamed(text, 'look');
    const again = await engine.runNamed(text, 'look');
    await engine.stop();
    assert.ok(first.kind === 'ran' && again.kind === 'ran');
    assert.equal(first.failure?.explanation.code, 'dt.404.propagation');
    assert.equal(again.requestText, first.requestText);
    assert.equal(engine.sandbox.requests.filter(({ method, target }) => method === 'POST' && target.startsWith('/emulator/')).length, 1);
  });
});
