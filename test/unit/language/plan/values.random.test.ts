import assert from 'node:assert/strict';
import type { WireResponse } from '../../../../src/http/exchange';
import { compileJsonPath, selectJson } from '../../../../src/http/jsonSelect';
import { readJson } from '../../../../src/http/jsonSource';
import { chainedFor, parseChained } from '../../../../src/language/plan/chained';
import { checkExpectations, parseExpectation } from '../../../../src/language/plan/expect/expectations';
import { systemValue } from '../../../../src/language/plan/systemVariables';
import { ManualClock } from '../../../helpers/manualClock';
import { seeded } from '../../../helpers/seeded';

const bits = [
  ...['$', '.', '..', '*', '[', ']', '?', '@', '(', ')', "'", '"', 'a', 'b c', '0', '-1', '1e3', ':', ',', '==', '!=', '<', '&&', '!', ' ', '\\', '\\u00e6', 'ø', '😀', '\ud800'],
  ...['length(', 'match(', 'count(', 'search(', 'true', 'null', 'exists', 'length', 'contains', 'matches', '/a/', '//', 'body ', 'header ', '.response', '.body', '.headers', 'iso8601', '%', '1 d'],
];

const text = '{"a": [{"b c": 1, "a": "x"}, [1, 2.0, "a"]], "ø": {"😀": null}, "0": 1.0, "a": [{"b c": 1.50, "a": "x"}, [1, 2.0, "a"]]}';
const response: WireResponse = { status: 200, statusText: '', headers: [['Content-Type', 'application/json']], body: new TextEncoder().encode(text), encodedLength: 0 };

describe('random values', () => {
  const next = seeded(20260131);
  const random = { next, uuid: () => '' };
  const pick = () => bits[Math.floor(next() * bits.length)] ?? '';
  const written = Array.from({ length: 3000 }, () => Array.from({ length: 1 + Math.floor(next() * 10) }, pick).join(''));

  it('a path is right or has a place where it is not, and finds what is in the text', () => {
    const reading = readJson(text);
    assert.ok(reading.kind === 'json');
    let found = 0;
    for (const each of written.flatMap((rest) => [rest, `$${rest}`, `$.a[?${rest}]`])) {
      const path = compileJsonPath(each);
      if ('problem' in path) {
        assert.ok(path.offset >= 0 && path.offset <= each.length, each);
        continue;
      }
      const selection = selectJson(reading.json, path);
      assert.ok(selection.kind === 'matches', each);
      for (const match of selection.matches) assert.deepEqual(JSON.parse(match.text), match.value, each);
      found += selection.matches.length;
    }
    assert.ok(found > 10, `${found} values found`);
  });

  it('a reference is right or has a piece that is not', () => {
    for (const each of written.flatMap((rest) => [rest, `x${rest}`, `x.response.body.${rest}`])) {
      chainedFor(each);
      const parsed = parseChained(each);
      if (parsed.kind === 'chained') continue;
      const { span } = parsed;
      assert.ok(span.start >= 0 && span.start < span.end && span.end <= Math.max(1, each.length), each);
    }
  });

  it('an expectation is right or has a piece that is not', () => {
    let checked = 0;
    for (const each of written.flatMap((rest) => [rest, `body ${rest}`, `body $${rest}`, `body $.a ${rest}`])) {
      const parsed = parseExpectation(each);
      if (parsed.kind === 'wrong') assert.ok(parsed.start >= 0 && parsed.start <= parsed.end && parsed.end <= each.length, each);
      else checked += checkExpectations([{ span: { start: 0, end: 0 }, text: each, check: parsed.check }], response, { startedAt: 0, totalMs: 1 }).length;
    }
    assert.ok(checked > 100, `${checked} checked`);
  });

  it('a system variable takes every text', () => {
    for (const each of written.flatMap((rest) => [rest, `$datetime ${rest}`, `$timestamp ${rest}`, `$dotenv ${rest}`])) systemValue(each, { clock: new ManualClock(), random });
  });
});
