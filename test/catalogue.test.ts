import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { documentedErrors } from '../src/api/errors';
import { catalogue } from '../src/insight/catalogue/index';
import { ranked } from '../src/insight/explain';
import { foresee } from '../src/insight/foresee';
import { headlineLimit } from '../src/insight/say';
import { failureOf } from '../src/insight/vendorError';
import { rightsAs } from './helpers/sandboxRights';
import { circumstances } from './fixtures/failures/circumstances';
import { explainedBy, shapes } from './fixtures/failures/documented';
import { type Failing, failures } from './fixtures/failures/failures';
import { type Failed, FailureRig } from './helpers/failureRig';
import { FailureServers } from './helpers/failureServers';
import { root } from './product/project';

/** A request that has to fail, and what has to be said of it. */
interface Case extends Failing {
  readonly code: string;
  readonly isForeseen?: true;
}

const examples: readonly Case[] = catalogue.flatMap(({ code, example, isForeseen }) => {
  const circumstance = circumstances[code];
  return example === undefined ? [] : [{ code, name: 'its example', text: example, ...(isForeseen && { isForeseen }), ...(circumstance && { circumstance }) }];
});
const further: readonly Case[] = Object.entries(failures).flatMap(([code, list]) => list.map((failing) => ({ ...failing, code })));

describe('catalogue, over sockets', () => {
  let servers: FailureServers;
  let shared: FailureRig;
  /** Whether the first fix works, by the title of each case that was measured. */
  const measured = new Map<string, boolean>();

  before(async () => {
    servers = await FailureServers.start();
    shared = await FailureRig.start(servers);
  });
  after(async () => {
    await shared.stop();
    servers.dispose();
  });

  it('every entry has an example, and every further case an entry', () => {
    assert.deepEqual(catalogue.filter(({ example }) => example === undefined).map(({ code }) => code), [], 'without an example');
    const codes = new Set(catalogue.map(({ code }) => code));
    assert.deepEqual([...Object.keys(failures), ...Object.keys(circumstances)].filter((code) => !codes.has(code)), [], 'without an entry');
  });

  it('no case is there twice: the measured share counts each once', () => {
    const keys = [...examples, ...further].map(({ text, circumstance = {} }) => `${text} ${JSON.stringify(circumstance)}`);
    assert.deepEqual(keys.filter((key, index) => keys.indexOf(key) !== index), []);
  });

  it('every documented cause and shape is among them', () => {
    const documented = documentedErrors.flatMap(({ status, causes }) => causes.map(({ cause }) => `${status} ${cause}`));
    assert.deepEqual(documented.filter((cause) => explainedBy[cause] === undefined), [], 'not said where it is explained');
    const shown = new Set([...examples, ...further].map(({ code }) => code));
    assert.deepEqual(Object.values(explainedBy).flat().filter((code) => !shown.has(code)), [], 'without a request that is sent');
    const texts = [...examples, ...further].map(({ text }) => text).join('\n');
    for (const shape of shapes) assert.match(texts, shape);
  });

  for (const each of [...examples, ...further]) {
    const title = `${each.code}: ${each.name}`;
    it(title, async () => {
      const rig = each.circumstance ? await FailureRig.start(servers, each.circumstance) : shared;
      try {
        const failed = await rig.run(each.text);
        explainedAs(each, failed);
        await mended(rig, each, failed);
        measured.set(title, await rig.firstFixWorks(failed));
      } finally {
        if (rig !== shared) await rig.stop();
      }
    });
  }

  it('the README says how often the first fix works, as it was just measured', () => {
    const works = [...measured.values()].filter(Boolean).length;
    process.stdout.write(`    share of failures whose first fix works: ${works} of ${measured.size} (${Math.round((100 * works) / measured.size)} %)\n`);
    assert.equal(measured.size, examples.length + further.length, 'cases that failed are not measured');
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    assert.deepEqual(/first fix offered is enough in (\d+) of (\d+) failures/.exec(readme)?.slice(1).map(Number), [works, measured.size]);
  });
});

/** One entry, no other as good, on the very word, in a headline that fits. */
function explainedAs({ code, isForeseen }: Case, { text, blamed, report }: Failed): void {
  const { failure, facts, plan } = report;
  assert.ok(failure, report.document);
  const { explanation, span } = failure;
  const shown = JSON.stringify({ code: explanation.code, headline: explanation.headline, part: explanation.part });
  assert.equal(explanation.code, code, `${shown}\n${report.document}`);
  // The end of a stream is none of a run that went well.
  if (explanation.severity !== 'information') assert.notEqual(report.verdict, 'passed');
  assert.deepEqual([text.slice(span.start, span.end), span.start], [text.slice(blamed.start, blamed.end), blamed.start], shown);
  assert.ok(explanation.headline.length <= headlineLimit, explanation.headline);
  onlyOne(report);
  if (isForeseen !== true) return;
  const rights = rightsAs(facts.account?.name);
  const seen = foresee(plan.request, { hostKind: facts.hostKind, now: facts.now, isUnsigned: plan.options.auth === 'none', ...(facts.endpoint && { endpoint: facts.endpoint }), ...(rights && { rights }) });
  assert.ok(seen.some((each) => each.code === code), `not seen before the send: ${JSON.stringify(seen)}`);
}

function onlyOne({ result: { outcome }, facts }: Failed['report']): void {
  const failure = failureOf(outcome);
  assert.ok(failure);
  const { attempt, exchange } = failure;
  // After a redirect other facts hold, which `explain` keeps to itself.
  if (attempt && attempt.request.origin + attempt.request.target !== exchange.request.origin + exchange.request.target) return;
  const [first, second] = ranked(failure, facts);
  assert.ok(first);
  if (second) assert.ok(second.matches(failure, facts) < first.matches(failure, facts), `${first.code} and ${second.code} fit equally well`);
}

/** Whatever certain edit is offered makes the next send succeed. */
async function mended(rig: FailureRig, { isMended }: Case, failed: Failed): Promise<void> {
  const certain = (failed.report.failure?.explanation.fixes ?? []).filter((fix) => fix.kind === 'edit' && fix.grade === 'certain');
  if (isMended === true) assert.ok(certain.length > 0, JSON.stringify(failed.report.failure?.explanation.fixes));
  for (const fix of certain) {
    const text = rig.edited(failed, fix);
    assert.ok(text);
    assert.equal((await rig.again(text, failed.blamed.start)).verdict, 'passed', text.slice(text.lastIndexOf('@codedHost')));
  }
}

