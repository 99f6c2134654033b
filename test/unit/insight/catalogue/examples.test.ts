import assert from 'node:assert/strict';
import { documentedErrors } from '../../../../src/api/errors';
import { catalogue } from '../../../../src/insight/catalogue/index';
import { explain, ranked } from '../../../../src/insight/explain';
import type { Explanation } from '../../../../src/insight/entry';
import { explanationMarkdown, explanationText } from '../../../../src/insight/present';
import { headlineLimit } from '../../../../src/insight/say';
import { failureOf } from '../../../../src/insight/vendorError';
import { clientExamples } from '../../../fixtures/exchanges/client';
import { shortFix, type Example } from '../../../fixtures/exchanges/example';
import { genericExamples } from '../../../fixtures/exchanges/generic';
import { networkExamples } from '../../../fixtures/exchanges/network';
import { serverExamples } from '../../../fixtures/exchanges/server';
import { exchange } from '../../../helpers/exchanges';

const examples: Readonly<Record<string, readonly Example[]>> = { ...clientExamples, ...serverExamples, ...networkExamples, ...genericExamples };

/** The one thing that may be longer than a line. */
const loneAddress = /^ *https:\/\/\S+$/;

/** All that is said beside the evidence. */
function words({ headline, doThis, why, fixes }: Explanation): string {
  return [headline, ...doThis.map(({ text }) => text), ...why.map(({ text }) => text), ...fixes.map(({ title }) => title)].join('\n');
}

describe('catalogue', () => {
  it('every entry has an example, and every example an entry', () => {
    assert.deepEqual(Object.keys(examples).sort(), catalogue.map(({ code }) => code).sort());
  });

  it('every documented status has an entry of its own', () => {
    for (const { status } of documentedErrors) assert.ok(catalogue.some((entry) => entry.status === status && entry.code === `dt.${status}`), String(status));
  });

  it('entries say something by themselves, in whole sentences', () => {
    for (const { code, title, about } of catalogue) {
      assert.ok(title.length > 0 && about.doThis.length > 0 && about.why.length > 0, code);
      for (const { text } of [...about.doThis, ...about.why]) assert.match(text, /[.?]$/, `${code}: ${text}`);
    }
  });

  for (const [code, list] of Object.entries(examples)) {
    describe(code, () => {
      for (const example of list) it(example.name, () => check(code, example));
    });
  }
});

function check(code: string, example: Example): void {
  const { outcome, facts } = exchange(example.spec);
  const explanation = explain(outcome, facts);
  assert.ok(explanation);
  assert.equal(explanation.code, code);
  if (!example.spec.answeredAt) onlyFirst(code, example);
  assert.equal(explanation.headline, example.headline);
  assert.ok(explanation.headline.length <= headlineLimit, `${explanation.headline.length}: ${explanation.headline}`);
  assert.deepEqual(explanation.part, example.part);
  assert.equal(explanation.severity, example.severity ?? 'error');
  if (example.fixes) assert.deepEqual(explanation.fixes.map(shortFix), example.fixes);
  const said = words(explanation);
  for (const pattern of example.says ?? []) assert.match(said, pattern);
  for (const pattern of example.never ?? []) assert.doesNotMatch(said, pattern);
  for (const { text } of [...explanation.doThis, ...explanation.why]) assert.match(text, /[.?]$/, text);
  assert.ok(explanation.doThis.length > 0 && explanation.why.length > 0);
  assert.deepEqual(explain(outcome, facts), explanation, 'the same again');
  assert.ok(explanationMarkdown(explanation).includes('**Do this**'));
  assert.ok(explanationText(explanation, { width: 80 }).split('\n').every((line) => line.length <= 80 || loneAddress.test(line)));
}

/** No other entry may fit as well. */
function onlyFirst(code: string, example: Example): void {
  const { outcome, facts } = exchange(example.spec);
  const failure = failureOf(outcome);
  assert.ok(failure);
  const [first, second] = ranked(failure, facts);
  assert.equal(first?.code, code);
  if (second) assert.ok(second.matches(failure, facts) < first.matches(failure, facts), second.code);
}
