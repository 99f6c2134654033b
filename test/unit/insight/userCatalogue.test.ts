import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mostEntries, mostProblems, readCatalogue } from '../../../src/insight/userCatalogue';
import { catalogueJsonSchema, schemaFile } from '../../helpers/catalogueSchema';

const entry = { code: 'GATE-503', title: 'The gateway is full', description: 'D.', causes: ['C.'], resolution: 'R.', link: 'https://wiki.example/a' };
const catalogue = (...entries: readonly unknown[]) => ({ name: 'Ours', entries });
const without = (field: string) => Object.fromEntries(Object.entries(entry).filter(([name]) => name !== field));

/** `text: message` of each problem, the text at its place cut after its first line. */
function problemsOf(text: string): readonly string[] {
  return readCatalogue(text).problems.map(({ span, message }) => `${text.slice(span.start, span.end).split('\n')[0]}: ${message}`);
}

describe('a catalogue of the user', () => {
  it('is read with all its entries, and where their codes are', () => {
    const text = JSON.stringify(catalogue(entry, { ...without('causes'), code: 'a', link: 'HTTPS://Wiki.example' }), null, 2).replace('HTTPS', 'https');
    const { name, records, problems } = readCatalogue(text);
    assert.deepEqual([name, problems], ['Ours', []]);
    assert.deepEqual(records.map(({ span }) => text.slice(span.start, span.end)), ['"GATE-503"', '"a"']);
    assert.deepEqual(records.map(({ code, title, description, causes, resolution, link: address }) => ({ code, title, description, causes, resolution, link: address })), [entry, { ...entry, code: 'a', causes: [], link: 'https://wiki.example/' }]);
  });

  const missing = ['code', 'title', 'description', 'resolution'].map((field): readonly [string, unknown, readonly string[]] => [`without ${field}`, catalogue(without(field)), [`{: "${field}" is missing.`]]);
  const cases: readonly (readonly [name: string, value: unknown, problems: readonly string[]])[] = [
    ...missing,
    ['no object', [], ['[: The catalogue must be an object.']],
    ['without a name', { entries: [] }, ['{: "name" is missing.']],
    ['without entries', { name: 'x' }, ['{: "entries" is missing.']],
    ['an empty name', { name: ' ', entries: [] }, ['" ": "name" is empty.']],
    ['entries that are none', { name: 'x', entries: {} }, ['{: "entries" must be a list.']],
    ['an entry that is none', catalogue('x'), ['"x": "entries" must be an object.']],
    ['a field that is misspelt', catalogue({ ...entry, resolutoin: 'x' }), ['"resolutoin": There is no field "resolutoin" in a catalogue. Did you mean "resolution"?']],
    ['a field that nobody knows', { ...catalogue(), zzzzz: 1 }, ['"zzzzz": There is no field "zzzzz" in a catalogue.']],
    ['a text that is none', catalogue({ ...entry, title: 7 }), ['7: "title" must be a text.']],
    ['null', catalogue({ ...entry, title: null }), ['null: "title" must be a text.']],
    ['an empty text', catalogue({ ...entry, title: '' }), ['"": "title" is empty.']],
    ['too long a text', catalogue({ ...entry, title: 'x'.repeat(81) }), [`"${'x'.repeat(81)}": "title" is too long: at most 80 characters.`]],
    ['too many causes', catalogue({ ...entry, causes: Array.from({ length: 21 }, () => 'x') }), ['[: "causes" is too long: at most 20 items.']],
    ['a cause that is none', catalogue({ ...entry, causes: ['x', 1] }), ['1: "causes" must be a text.']],
    ...['GATE 503', '-GATE', 'GATE-', '404', '', 'GÄTE', '../x', 'a/b', '[x](y)'].map((code) => [`the code ${JSON.stringify(code)}`, catalogue({ ...entry, code }), [`${JSON.stringify(code)}: A code consists of letters, digits, dots, dashes and underscores, begins and ends with a letter or a digit, and is not a status number alone.`]] as const),
    ...['http://a.example', 'javascript:alert(1)', 'https://u:p@a.example', 'https://', 'https://a b', 'command:x', 'https://[x'].map((link) => [`the link ${link}`, catalogue({ ...entry, link }), [`${JSON.stringify(link)}: A link is an https address without a user name in it.`]] as const),
  ];
  for (const [name, value, expected] of cases) {
    it(name, () => {
      for (const indent of [0, 2]) assert.deepEqual(problemsOf(JSON.stringify(value, null, indent)).map((text) => text.replace(/^([[{]).*?(?=: ["A-Z])/, '$1')), expected);
      assert.deepEqual(problemsOf(JSON.stringify(value, null, 2).replaceAll('\n', '\r\n')).length, expected.length);
    });
  }

  it('keeps the entries that are right', () => {
    const { name, records, problems } = readCatalogue(JSON.stringify(catalogue({ ...entry, title: '' }, entry, 5, { ...entry, code: 'b', x: 1 })));
    assert.deepEqual([name, records.map(({ code }) => code), problems.length], ['Ours', ['GATE-503'], 3]);
  });

  const noJson: readonly (readonly [string, string, string])[] = [
    ['', '', 'The file is empty. A catalogue is a JSON object with "name" and "entries".'],
    [' \r\n', '', 'The file is empty. A catalogue is a JSON object with "name" and "entries".'],
    ['{\n  "name": "x"\n  "entries": []\n}', '"entries"', 'This is not JSON: comma expected.'],
    ['{ "name": "x", // why\n "entries": [] }', '// why', 'This is not JSON: invalid comment token.'],
    ['{ "name": "x", "entries": [\n ] , \n}', ',', 'This is not JSON. Remove the comma before "}".'],
    ['{ "name": ', '', 'This is not JSON: value expected.'],
    ['nonsense', 'nonsense', 'This is not JSON: invalid symbol.'],
    ['['.repeat(501), '[', 'The JSON is nested too deeply.'],
    ['['.repeat(200_000), '[', 'The JSON is nested too deeply.'],
  ];
  for (const [text, place, message] of noJson) {
    it(`no JSON: ${JSON.stringify(text.slice(0, 30))}`, () => {
      const { records, problems } = readCatalogue(text);
      assert.deepEqual(records, []);
      assert.deepEqual(problems.map(({ span, message: said }) => [text.slice(span.start, span.end), said]), [[place, message]]);
    });
  }

  it('a comma too many is marked itself', () => {
    const { problems: [problem] } = readCatalogue('{ "name": "x", "entries": [],\n}');
    assert.deepEqual(problem?.span, { start: 28, end: 29 });
  });

  it('names of an object that mean something elsewhere are fields that nobody knows', () => {
    assert.equal(problemsOf('{"name":"x","entries":[],"__proto__":{},"constructor":1}').length, 1);
    assert.equal(Object.getPrototypeOf({}), Object.prototype);
  });

  it('takes a thousand entries and no more', () => {
    const many = (count: number) => JSON.stringify(catalogue(...Array.from({ length: count }, (_, index) => ({ ...entry, code: `E-${index}` }))));
    assert.equal(readCatalogue(many(mostEntries)).records.length, mostEntries);
    const { records, problems } = readCatalogue(many(mostEntries + 1));
    assert.deepEqual([records, problems.map(({ message }) => message)], [[], ['"entries" is too long: at most 1000 items.']]);
  });

  it('tells a hundred problems, and how many there are more', () => {
    const { problems } = readCatalogue(JSON.stringify(catalogue(...Array.from({ length: 250 }, () => 1))));
    assert.deepEqual([problems.length, problems[0]?.message], [mostProblems + 1, 'There are 150 more problems like these.']);
  });

  it('has a JSON schema that says the same (npm run docs writes it)', () => {
    assert.equal(readFileSync(schemaFile, 'utf8').replaceAll('\r\n', '\n'), catalogueJsonSchema());
  });

  it('the manifest offers the schema for files of that name', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly contributes: { readonly jsonValidation: readonly unknown[] } };
    assert.deepEqual(contributes.jsonValidation[0], { fileMatch: '*.dt-catalogue.json', url: `./${schemaFile}` });
  });
});
