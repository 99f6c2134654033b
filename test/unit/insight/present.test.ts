import assert from 'node:assert/strict';
import type { Explanation } from '../../../src/insight/entry';
import { catalogue } from '../../../src/insight/catalogue/index';
import { entryMarkdown, entryText, escapeMarkdown, explanationMarkdown, explanationText, statusMarkdown } from '../../../src/insight/present';

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
      'Documentation', '  Error codes: 409:', '    https://docs.developer.disruptive-technologies.com/error-codes#id-409', '',
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

describe('pages of the catalogue', () => {
  for (const entry of catalogue) {
    it(entry.code, () => {
      const page = entryMarkdown(entry);
      assert.match(page, /^### .+\n\n\*\*Do this\*\*\n\n- /);
      assert.equal([...page.matchAll(/\]\(/g)].length, entry.about.links.length, 'every link is on a documentation host');
    });
  }

  it('an entry has the same sections in a terminal', () => {
    for (const entry of catalogue) {
      const [first, ...rest] = entryText(entry, { width: 72 }).split('\n');
      assert.equal(first, `${entry.title} (${entry.code})`);
      assert.deepEqual(rest.filter((line) => /^[A-Z]/.test(line)), ['Do this', 'Why', ...(entry.about.links.length > 0 ? ['Documentation'] : [])]);
    }
  });

  it('a status number has a page when the catalogue knows it', () => {
    assert.match(statusMarkdown(403) ?? '', /^### 403 Forbidden/);
    assert.equal(statusMarkdown(200), undefined);
    assert.equal(statusMarkdown(502), undefined);
  });
});
