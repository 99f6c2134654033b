import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { foreseeingAt } from '../../../src/app/foreseeing';
import { answerHover } from '../../../src/app/hover/answerHover';
import { apiHoverAt } from '../../../src/app/hover/requestHover';
import { resourcesFrom } from '../../../src/app/resources/snapshot';
import type { Span, TextEdit } from '../../../src/base/text';
import type { Authoring } from '../../../src/language/features/authoring';
import { complete } from '../../../src/language/features/completion/index';
import { Diagnoser } from '../../../src/language/features/diagnostics/diagnoser';
import { directiveHelpAt } from '../../../src/language/features/directiveHelp';
import { documentSymbols } from '../../../src/language/features/documentSymbols';
import { fixesFor } from '../../../src/language/features/fixes/index';
import { foldingRanges } from '../../../src/language/features/folding';
import { formatBody } from '../../../src/language/features/format/formatBody';
import { formatEdits, formatLineEdits } from '../../../src/language/features/format/formatFile';
import { idsInRequests } from '../../../src/language/features/ids';
import { lenses } from '../../../src/language/features/lenses';
import { highlightsAt } from '../../../src/language/features/navigation/highlights';
import { linksIn } from '../../../src/language/features/navigation/links';
import { selectionRanges } from '../../../src/language/features/selectionRanges';
import { semanticTokens } from '../../../src/language/features/semanticTokens';
import { signaturesAt } from '../../../src/language/features/signatures';
import type { RequestFile } from '../../../src/language/syntax/nodes';
import { parse } from '../../../src/language/syntax/parser';
import { blockAt } from '../../../src/language/syntax/queries';
import { reparse } from '../../../src/language/syntax/reparse';
import { readFixtures } from './syntax/fixtures';

const known: Authoring = {
  variables: {},
  accounts: ['office'],
  resources: resourcesFrom(new Map()),
  answerOf: () => ({ devices: [{ name: 'projects/c0md3mm0c7pet3vico8g/devices/bchonod7rihjtvdmd2e0', 'odd "name"': [1, null] }] }),
  entries: [{ name: 'bodies', isFolder: true }],
};
const time = { now: Date.UTC(2026, 0, 31), timeZone: 'UTC' };
const foreseeing = foreseeingAt(time.now);

/** A feature, and the places in the text that it speaks of. */
type Feature = (file: RequestFile, offset: number) => readonly Span[];

const spansOf = (edits: readonly TextEdit[]) => edits.map(({ span }) => span);

/** What an editor asks for at the cursor, and what it asks for after each edit. */
const features: Readonly<Record<string, Feature>> = {
  completion: (file, offset) =>
    complete(file, offset, known).flatMap(({ span, also = [] }) => {
      assert.ok(span.start <= offset && offset <= span.end, 'the replaced text holds the cursor');
      assert.doesNotMatch(file.text.slice(span.start, span.end), /[\r\n]/);
      return [span, ...spansOf(also)];
    }),
  signatures: (file, offset) => (signaturesAt(file, offset) ? [] : []),
  'hover of the API': (file, offset) => [apiHoverAt(file, offset, time)?.span ?? []].flat(),
  'hover of a directive': (file, offset) => [directiveHelpAt(file, offset)?.span ?? []].flat(),
  highlights: (file, offset) => highlightsAt(file, offset).map(({ span }) => span),
  'selection ranges': (file, offset) => {
    const ranges = selectionRanges(file, offset);
    ranges.forEach((range, index) => {
      const inner = ranges[index - 1];
      assert.ok(!inner || (range.start <= inner.start && inner.end <= range.end && (range.start < inner.start || inner.end < range.end)), 'each range holds the one before, and more');
    });
    return ranges;
  },
  folding: (file) => {
    const lines = file.text.split(/\r\n|\r|\n/).length;
    for (const { start, end } of foldingRanges(file)) assert.ok(start >= 0 && start < end && end < lines, `lines ${start} to ${end} of ${lines}`);
    return [];
  },
  'semantic tokens': (file) => {
    const tokens = semanticTokens(file);
    assert.equal(tokens.length % 5, 0);
    return [];
  },
  formatting: (file) => spansOf(formatEdits(file)),
  'formatting of a line': (file, offset) => spansOf(formatLineEdits(file, offset)),
  'formatting of a body': (file, offset) => {
    const layout = formatBody(file, blockAt(file, offset));
    return layout.kind === 'edits' ? spansOf(layout.edits) : [];
  },
  outline: (file) => documentSymbols(file).flatMap(({ span, selection }) => [span, selection]),
  lenses: (file) => lenses(file).map(({ span }) => span),
  links: (file) => linksIn(file).map(({ span }) => span),
  ids: (file) => idsInRequests(file, { start: 0, end: file.text.length }),
};

function check(file: RequestFile, offset: number, names: readonly string[] = Object.keys(features)): void {
  for (const name of names) {
    let spans: readonly Span[];
    try {
      spans = [features[name]?.(file, offset) ?? []].flat();
    } catch (error) {
      throw new Error(`${name} failed at ${offset} of ${JSON.stringify(file.text.slice(Math.max(0, offset - 200), offset + 50))}: ${String(error)}`, { cause: error });
    }
    for (const { start, end } of spans) assert.ok(start >= 0 && start <= end && end <= file.text.length, `${name}: ${start} to ${end} of ${file.text.length}`);
  }
}

const folder = (name: string, ...files: string[]) => files.map((file) => ({ name: file, text: readFileSync(path.resolve(name, file), 'utf8') }));
const fixtures = [
  ...readFixtures(),
  ...folder('test/fixtures/plan', ...['body', 'bodyForms', 'chained', 'directives', 'headers', 'secrets', 'target', 'variables'].map((name) => `${name}.dt.http`)),
  ...folder('test/fixtures/others', 'httpyac.http', 'jetbrains.http', 'kulala.http', 'rest-client.http', 'visual-studio.http'),
];

describe('every feature', function () {
  this.timeout(120_000);

  for (const { name, text } of fixtures) {
    it(`takes every prefix of ${name}, as it is typed`, () => {
      let file = parse('');
      const diagnoser = new Diagnoser();
      for (let length = 1; length <= text.length; length++) {
        const newText = text.slice(length - 1, length);
        file = reparse(file, [{ span: { start: length - 1, end: length - 1 }, newText }]);
        check(file, length);
        const findings = diagnoser.diagnose(file, {}, '', foreseeing);
        // Fixes are made where somebody looks, which is mostly at the end of what was typed.
        for (const finding of findings.slice(-2)) {
          for (const { edits } of fixesFor(file, finding)) for (const { span } of edits) assert.ok(span.start >= 0 && span.end <= file.text.length);
        }
      }
    });

    it(`takes every place of ${name}`, () => {
      const file = parse(text);
      const atPlaces = ['completion', 'signatures', 'hover of the API', 'hover of a directive', 'highlights', 'selection ranges', 'formatting of a line'];
      for (let offset = 0; offset <= text.length; offset++) {
        check(file, offset, atPlaces);
        answerHover(text, offset, time);
      }
    });
  }

  const deep = 10_000;
  const hostile: Readonly<Record<string, string>> = {
    nothing: '',
    'a byte order mark alone': '\uFEFF',
    'JSON that is nested deep': `POST /projects\nContent-Type: application/json\n\n${'{"a":['.repeat(deep)}1${']}'.repeat(deep)}`,
    'JSON that is nested deep and open': `POST /projects\nContent-Type: application/json\n\n${'{"a":['.repeat(deep)}`,
    'many open references': `GET /${'{{'.repeat(deep)}`,
    'many parameters': `GET /projects?${'page_size=1&'.repeat(deep)}`,
    'many segments': `GET ${'/projects'.repeat(deep)}`,
    'many references': `POST /projects\n\n${'{{a}} '.repeat(deep)}`,
    'many variables of one name': '@a = {{a}}\n'.repeat(deep),
    'one long word': `GET /${'x'.repeat(1_000_000)}`,
    'a long line of a body': `PATCH /projects/c0md3mm0c7pet3vico8g\nContent-Type: application/json\n\n{ "displayName": "${'x'.repeat(5_000_000)}" }`,
    'a long body of lines': `PATCH /projects/c0md3mm0c7pet3vico8g\nContent-Type: application/json\n\n[\n${'  { "displayName": "north" },\n'.repeat(150_000)}]`,
  };
  for (const [name, text] of Object.entries(hostile)) {
    it(`takes ${name}`, () => {
      const file = parse(text);
      for (const offset of [0, Math.floor(text.length / 2), text.length]) check(file, offset);
      new Diagnoser().diagnose(file, {}, '', foreseeing);
    });
  }
});
