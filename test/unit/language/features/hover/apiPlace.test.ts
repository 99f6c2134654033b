import assert from 'node:assert/strict';
import { apiPlaceAt } from '../../../../../src/language/features/hover/apiPlace';
import { parse } from '../../../../../src/language/syntax/parser';
import { marked } from '../../../../helpers/marked';

/** The kind of place at the start of the mark, and whether the mark is its span. */
function placeIn(source: string) {
  const { text, spans } = marked(source);
  const [span] = spans;
  assert.ok(span);
  const place = apiPlaceAt(parse(text), span.start);
  if (place) assert.equal(text.slice(place.span.start, place.span.end), text.slice(span.start, span.end));
  return place;
}

describe('the place of the API under the cursor', () => {
  it('a parameter of a path with references', () => {
    const place = placeIn('GET {{apiBase}}/projects/{{p}}/devices/⟦{{d}}⟧:stream');
    assert.ok(place?.kind === 'path-parameter');
    assert.equal(place.name, 'device');
  });

  it('an absolute URL of the emulator, and @host', () => {
    for (const source of ['GET https://emulator.d21s.com/v2/projects/a/⟦devices⟧', '# @host emulator\nGET /projects/a/⟦devices⟧']) {
      const place = placeIn(source);
      assert.ok(place?.kind === 'endpoint', source);
      assert.equal(place.endpoint.host, 'emulator');
    }
  });

  it('a value is told apart from its name', () => {
    const name = placeIn('GET /projects?⟦query⟧=a');
    const value = placeIn('GET /projects?query=⟦a b⟧&x=1');
    assert.ok(name?.kind === 'query-parameter' && value?.kind === 'query-parameter');
    assert.deepEqual([name.value, value.value], [undefined, 'a b']);
  });

  it('of a verb that the path does not have all others are told', () => {
    const place = placeIn('⟦DELETE⟧ /projects/a/devices');
    assert.ok(place?.kind === 'verbs');
    assert.deepEqual(place.endpoints.map(({ method }) => method), ['GET']);
  });

  it('nothing behind the last line of the request, nor in its body', () => {
    for (const source of ['GET /projects\n\n⟦⟧###', 'POST /projects\n\n{⟦⟧}', 'GET /projects HTTP/⟦1.1⟧']) assert.equal(placeIn(source), undefined);
  });
});
