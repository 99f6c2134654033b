import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { diagnose } from '../../src/language/features/diagnostics/diagnose';
import { formatEdits } from '../../src/language/features/format/formatFile';
import { parse } from '../../src/language/syntax/parser';

interface Snippet {
  readonly prefix: string | readonly string[];
  readonly description: string;
  readonly body: string | readonly string[];
}

/** The text that a snippet inserts when every tab stop is left as it is proposed. */
function expanded({ body }: Snippet): string {
  const known = new Map<string, string>();
  return [body].flat().join('\n').replace(/\\([\\$}])|\$\{(\d+)\|([^,|]*)[^|]*\|\}|\$\{(\d+):((?:[^\\}]|\\.)*)\}|\$\{?\d+\}?/g, (_, escaped?: string, choice?: string, first?: string, stop?: string, proposed?: string) => {
    if (escaped !== undefined) return escaped;
    const text = (first ?? proposed ?? '').replace(/\\(.)/g, '$1');
    const number = choice ?? stop;
    if (number !== undefined) known.set(number, text);
    return text;
  });
}

describe('snippets', () => {
  const snippets = Object.entries(JSON.parse(readFileSync('syntaxes/dt-http.snippets.json', 'utf8')) as Readonly<Record<string, Snippet>>);

  it('have prefixes of their own', () => {
    const prefixes = snippets.flatMap(([, { prefix }]) => prefix);
    assert.equal(new Set(prefixes).size, prefixes.length);
    assert.ok(snippets.length >= 8);
  });

  for (const [name, snippet] of snippets) {
    it(`${name}: nothing is wrong with what it inserts, and it is laid out already`, () => {
      assert.notEqual(snippet.description, '');
      const text = expanded(snippet);
      assert.doesNotMatch(text, /\$\{|\\\$/);
      // Directives and variables belong above a request; the files that a request reads are the author's.
      const file = parse(text.includes('###') ? text : `${text}\nGET /projects\n`);
      assert.deepEqual(diagnose(file, {}).filter(({ severity }) => severity === 'error'), []);
      assert.deepEqual(formatEdits(file).filter(({ span }) => span.end < file.text.trimEnd().length), []);
    });
  }
});
