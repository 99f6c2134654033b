import assert from 'node:assert/strict';
import { diagnose } from '../../../src/language/features/diagnostics/diagnose';
import { lenses } from '../../../src/language/features/lenses';
import { parse } from '../../../src/language/syntax/parser';
import { insertedRequest, requestFile, requests, typedText } from '../../bench/editor/text';

describe('the text of the benchmark in the editor', () => {
  const text = requestFile(requests);
  const middle = text.indexOf('###', text.length / 2);
  const inserted = text.slice(0, middle) + insertedRequest + text.slice(middle);
  const reference = inserted.lastIndexOf('}}', middle + insertedRequest.length);
  const typed = inserted.slice(0, reference) + typedText + inserted.slice(reference);

  const marked = (source: string) => diagnose(parse(source), { environmentFiles: [] }).map(({ span }) => source.slice(span.start, span.end));

  it('has as many requests as it says, of 250 bytes give or take ten', () => {
    assert.equal(lenses(parse(text)).length, requests);
    assert.ok(Math.abs(Buffer.byteLength(text) / requests - 250) <= 10, String(Buffer.byteLength(text) / requests));
  });

  it('has one finding, at its end', () => assert.deepEqual(marked(text), ['missing']));

  it('has one request more after the insertion, and no finding more', () => {
    assert.equal(lenses(parse(inserted)).length, requests + 1);
    assert.deepEqual(marked(inserted), ['missing']);
  });

  it('has a finding about the 20 characters that are typed', () => {
    assert.equal(typedText.length, 20);
    assert.deepEqual(marked(typed), [`project${typedText}`, 'missing']);
  });
});
