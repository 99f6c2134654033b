import assert from 'node:assert/strict';
import { escapeSnippet, TabStops } from '../../../../../src/language/features/completion/snippetText';

describe('texts of snippets', () => {
  it('are what they stand for', () => {
    assert.equal(escapeSnippet('{{$guid}} \\ $1'), '{{\\$guid\\}\\} \\\\ \\$1');
  });

  it('count their places, those to choose in among them', () => {
    const stops = new TabStops();
    assert.equal(stops.next('a}b'), '${1:a\\}b}');
    assert.equal(stops.choice(['a,b', 'c|d', 'e\\f', '{g}']), '${2|a\\,b,c\\|d,e\\\\f,{g}|}');
    assert.equal(stops.next(''), '${3:}');
  });
});
