import assert from 'node:assert/strict';
import type { Explanation } from '../../../src/insight/entry';
import { catalogue } from '../../../src/insight/catalogue/index';
import { codedEntry } from '../../../src/insight/codedEntry';
import { entryByCode, specialCases } from '../../../src/insight/lookUp';
import type { CatalogueEntry } from '../../../src/insight/entry';
import { escapeMarkdown } from '../../../src/insight/markdown';
import { codeMarkdown, entryMarkdown, entryText, pageMarkdown, statusMarkdown, statusText } from '../../../src/insight/pages';
import { explanationMarkdown, explanationText } from '../../../src/insight/present';

const explanation: Explanation = {
  code: 'dt.409', severity: 'error', headline: '409 Conflict: the device already has the label "room"', part: { kind: 'request-line' },
  doThis: [{ text: 'PATCH the label instead.', certainty: 'documented' }, { text: 'Or leave it.', certainty: 'inferred' }],
  why: [{ text: 'A new label with the name of an existing one is refused.', certainty: 'documented' }],
  evidence: [{ label: 'Status', value: '409 Conflict' }, { label: 'error', value: 'already exists' }, { label: 'help', value: 'https://docs.d21s.com/error/#409' }],
  links: [{ title: 'Error codes: 409', url: 'https://docs.developer.disruptive-technologies.com/error-codes#id-409' }],
  fixes: [],
};

describe('explanationMarkdown', () => {
  it('has the sections in order: what to do comes before why', () => {
    assert.equal(explanationMarkdown(explanation), [
      '**409 Conflict\\: the device already has the label \\"room\\"**', '',
      '**Do this**', '', '- PATCH the label instead\\. *(documented)*', '- Or leave it\\. *(inferred)*', '',
      '**Why**', '', '- A new label with the name of an existing one is refused\\. *(documented)*', '',
      '**Evidence**', '', '- Status: 409 Conflict', '- error: already exists', '- help: [https\\:\\/\\/docs\\.d21s\\.com\\/error\\/\\#409](https://docs.d21s.com/error/#409)', '',
      '**Documentation**', '', '- [Error codes\\: 409](https://docs.developer.disruptive-technologies.com/error-codes#id-409)', '',
    ].join('\n'));
  });

  it('leaves the headline to whoever shows it already', () => {
    const whole = explanationMarkdown(explanation);
    assert.equal(explanationMarkdown(explanation, { headline: false }), whole.slice(whole.indexOf('**Do this**')));
    assert.equal(explanationMarkdown(explanation, { headline: true }), whole);
  });

  it('leaves out empty sections', () => {
    assert.doesNotMatch(explanationMarkdown({ ...explanation, links: [], evidence: [] }), /Evidence|Documentation/);
  });

  it('links to nothing but the documentation', () => {
    const links = ['command:workbench.action.quit', 'https://evil.example/', 'http://docs.d21s.com/', 'javascript:alert(1)'].map((url) => ({ title: 'x', url }));
    const markdown = explanationMarkdown({ ...explanation, links, evidence: links.map(({ url }) => ({ label: 'help', value: url })) });
    assert.doesNotMatch(markdown, /\]\(/);
  });

  it("a user's own link shows in full where it leads", () => {
    const link = (url: string, title = url) => explanationMarkdown({ ...explanation, evidence: [], links: [{ title, url }] });
    assert.match(link('https://wiki.example/errors?a=1#b'), /\[https\\:\\\/\\\/wiki[^\]]*\]\(https:\/\/wiki\.example\/errors\?a=1#b\)/);
    for (const url of ['http://wiki.example/', 'https://user@wiki.example/', 'https:wiki', 'command:x', 'https://']) assert.doesNotMatch(link(url), /\]\(/, url);
    assert.doesNotMatch(link('https://wiki.example/', 'the documentation'), /\]\(/);
  });

  it('lists the first ten of the words to blame beside the first, and counts the rest', () => {
    const marks = Array.from({ length: 12 }, (_, index) => ({ part: { kind: 'request-line' }, headline: `device [${index}](x)`, fixes: [] }) as const);
    const [, section = ''] = /\*\*One by one\*\*\n\n([\s\S]*?)\n\n/.exec(explanationMarkdown({ ...explanation, marks })) ?? [];
    const lines = section.split('\n');
    assert.deepEqual([lines.length, lines[0], lines[10]], [11, '- device \\[0\\]\\(x\\)', '- and 2 more']);
    assert.doesNotMatch(explanationMarkdown({ ...explanation, marks }, { marks: 0 }), /One by one/);
    assert.match(explanationText({ ...explanation, marks: marks.slice(0, 2) }, { width: 80, marks: 10 }), /\nOne by one\n {2}device \[0\]\(x\)\n {2}device \[1\]\(x\)\n\n/);
    assert.doesNotMatch(explanationText({ ...explanation, marks }, { width: 80 }), /One by one/);
  });

  it('a link cannot be left early', () => {
    const markdown = explanationMarkdown({ ...explanation, evidence: [{ label: 'help', value: 'https://docs.d21s.com/a) [x](command:y) <img> "t' }] });
    assert.match(markdown, /\]\(https:\/\/docs\.d21s\.com\/a%29%20%5Bx%5D%28command:y%29%20%3Cimg%3E%20%22t\)/);
  });
});

describe('escapeMarkdown', () => {
  const cases: readonly [text: string, expected: string][] = [
    ['plain words', 'plain words'],
    ['[x](command:y)', '\\[x\\]\\(command\\:y\\)'],
    ['<img src=x>', '\\<img src\\=x\\>'],
    ['`a` **b** _c_ ~d~', '\\`a\\` \\*\\*b\\*\\* \\_c\\_ \\~d\\~'],
    ['a\n# b\r\n- c\u2028d', 'a \\# b \\- c d'],
    ['&lt;', '\\&lt\\;'],
    ['https://a.b www.a.b c@d.e', 'https\\:\\/\\/a\\.b www\\.a\\.b c\\@d\\.e'],
    ['$(zap)', '\\$\\(zap\\)'],
    ['\u202egnp.exe\u2066x\u200b', 'gnp\\.exex'],
    ['back\\slash', 'back\\\\slash'],
    ['Ærlig talt 👍 日本', 'Ærlig talt 👍 日本'],
  ];
  for (const [text, expected] of cases) it(JSON.stringify(text), () => assert.equal(escapeMarkdown(text), expected));
});

describe('explanationText', () => {
  it('wraps to the width and indents', () => {
    assert.equal(explanationText(explanation, { width: 40 }), [
      '409 Conflict: the device already has the', 'label "room"', '',
      'Do this', '  PATCH the label instead. (documented)', '  Or leave it. (inferred)', '',
      'Why', '  A new label with the name of an', '    existing one is refused.', '    (documented)', '',
      'Evidence', '  Status: 409 Conflict', '  error: already exists', '  help: https://docs.d21s.com/error/#409', '',
      'Documentation', '  Error codes: 409:', '    https://docs.developer.disruptive-technologies.com/error-codes#id-409', '', 'Code', '  dt.409', '',
    ].join('\n'));
  });

  it('colours headline and titles, and nothing else', () => {
    const text = explanationText({ ...explanation, links: [] }, { width: 80, color: true });
    assert.ok(text.startsWith('\u001b[31m409 Conflict'));
    assert.equal(text.replace(/\u001b\[\d+m/g, ''), explanationText({ ...explanation, links: [] }, { width: 80 }));
    assert.ok(explanationText({ ...explanation, severity: 'information' }, { width: 80, color: true }).startsWith('\u001b[36m'));
  });

  it('lets no sequence through to the terminal', () => {
    const text = explanationText({ ...explanation, headline: 'a\u001b[2Jb', evidence: [{ label: 'error', value: '\u009b31m\u0007x\u202e' }] }, { width: 1 });
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.ok(text.split('\n').every((line) => line.length <= 20 || /^ *https:\/\/\S+$/.test(line)));
  });
});

/** Titles of sections that a page may have, in their order. */
const sections = ['Do this', 'Why', 'Earlier documentation', 'Example', 'Example, in the sandbox', 'Special cases', 'In general', 'Documentation', 'Also'];

const general: CatalogueEntry = { ...codedEntry({ code: 'x.404', title: 'Nothing <b>there</b>', description: 'D.', causes: ['`C`.'], resolution: '[R](command:x).', link: 'https://wiki.example/a' }, 'Ours *all*'), example: 'GET /⟦{{x}}⟧\n\n{ }' };
const special: CatalogueEntry = { ...general, code: 'x.404.special', title: 'Not yet', of: 'x.404', isForeseen: true };
const more = [general, special];

describe('pages of the catalogue', () => {
  for (const entry of catalogue) {
    it(entry.code, () => {
      const page = entryMarkdown(entry);
      assert.match(page, /^### .+\n\n(Status\\: .+\n\n)?\*\*Do this\*\*\n\n- /);
      assert.equal([...page.matchAll(/\]\(/g)].length, entry.about.links.length, 'every link is on a documentation host');
      assert.doesNotMatch(page, /[⟦⟧]|Host\}\}/);
      assert.equal(page.includes('```'), !/Host\}\}/.test(entry.example ?? ''));
      const [first, ...rest] = entryText(entry, { width: 72 }).split('\n');
      assert.ok(`${entry.title} (${entry.code})`.startsWith(first ?? ''));
      const found = rest.filter((line) => sections.includes(line));
      assert.deepEqual(found, sections.filter((title) => found.includes(title)), 'sections are in order');
      for (const each of specialCases(entry)) assert.ok(page.includes(escapeMarkdown(each.code)), each.code);
    });
  }

  it('says all of an entry, every text as text', () => {
    assert.equal(entryMarkdown(special, { more }), [
      '### Not yet', '', 'Status\\: 404 Not Found', '',
      '**Do this**', '', '- \\[R\\]\\(command\\:x\\)\\. *(documented)*', '',
      '**Why**', '', '- D\\. *(documented)*', '- \\`C\\`\\. *(documented)*', '',
      '**Example**', '', '```dt-http', 'GET /{{x}}', '', '{ }', '```', '',
      '**In general**', '', '- Nothing \\<b\\>there\\<\\/b\\>: x\\.404', '',
      '**Documentation**', '', '- [https\\:\\/\\/wiki\\.example\\/a](https://wiki.example/a)', '',
      'Code\\: x\\.404\\.special', '', 'From the catalogue \\"Ours \\*all\\*\\"\\, for answers with this code\\.', '', 'Seen before the send\\: such a request is marked while you write it\\.', '',
    ].join('\n'));
  });

  it('links pages to each other where the place can', () => {
    const linkTo = (code: string) => `page:/${code}`;
    assert.match(entryMarkdown(general, { more, linkTo }), /- \[Not yet\]\(page:\/x\.404\.special\): x\\\.404\\\.special/);
    assert.match(entryMarkdown(special, { more, linkTo }), /\]\(page:\/x\.404\): x\\\.404/);
  });

  it('a code has a page when there is an entry', () => {
    assert.equal(pageMarkdown('X.404', { more }), entryMarkdown(general, { more }));
    assert.equal(pageMarkdown('<x>'), '### \\<x\\>\n\nThere is no such entry in the catalogue.\n');
  });

  it('a page in a terminal', () => {
    assert.equal(entryText(special, { width: 80 }, more), [
      'Not yet (x.404.special)', 'Status: 404 Not Found', '', 'Do this', '  [R](command:x). (documented)', '', 'Why', '  D. (documented)', '  `C`. (documented)', '',
      'Example', '  GET /{{x}}', '', '  { }', '', 'In general', '  Nothing <b>there</b>: x.404', '', 'Documentation', '  https://wiki.example/a', '',
      'Also', '  From the catalogue "Ours *all*", for answers with this code.', '  Seen before the send: such a request is marked while you write it.', '',
    ].join('\n'));
  });
});

describe('what a status means', () => {
  it('in general, and a line for each special case', () => {
    const text = statusMarkdown(404, { more }) ?? '';
    assert.match(text, /^### 404 Not Found\n/);
    assert.deepEqual([...text.matchAll(/^### (.*)$/gm)].map(([, title]) => title), ['404 Not Found', 'Resource Not Found', 'Nothing \\<b\\>there\\<\\/b\\>']);
    assert.match(text, /- Not yet: x\\\.404\\\.special\n/);
    assert.doesNotMatch(text, /```|Seen before/);
    const [ours = '', generic = '', own = ''] = text.split('\n\n---\n\n');
    for (const each of specialCases(entryByCode('dt.404') ?? assert.fail())) assert.ok(ours.includes(escapeMarkdown(each.code)), each.code);
    assert.match(generic, /^From the catalogue \\"Developer Documentation\\: Error Codes\\"\\, for answers with the code NOTFOUND\\-404\\:\n\n### Resource Not Found\n/);
    assert.match(own, /^From the catalogue \\"Ours[^\n]+\n\n### Nothing/);
    assert.match(own, /- Not yet: /);
  });

  it('names what is too much for a hover', () => {
    const many = Array.from({ length: 5 }, (_, index) => ({ ...general, code: `m${index}`, title: `Many ${index}` }));
    const text = statusMarkdown(404, { more: many }) ?? '';
    assert.equal([...text.matchAll(/^### /gm)].length, 3);
    for (const { title, code } of many.slice(1)) assert.ok(text.includes(`- ${title}: ${code}\n`), title);
  });

  it('nothing where no catalogue knows it', () => {
    assert.equal(statusMarkdown(418), undefined);
    assert.equal(statusText(418, { width: 80 }), '');
    assert.equal(codeMarkdown('nonsense'), undefined);
  });

  it('of a code, for a hover', () => {
    const text = codeMarkdown('x.404', { more }) ?? '';
    assert.match(text, /^From the catalogue [^\n]+the code x\\\.404\\:\n\n### Nothing/);
    assert.match(text, /\*\*Special cases\*\*\n\n- Not yet: x\\\.404\\\.special\n\n\*\*Documentation\*\*/);
  });

  it('in a terminal each special case is named once', () => {
    const text = statusText(404, { width: 100 }, more);
    assert.equal(text.split('Not yet: x.404.special').length, 2);
    for (const each of specialCases(entryByCode('dt.404') ?? general)) assert.equal(text.split(`: ${each.code}\n`).length, 2, each.code);
  });
});
