import assert from 'node:assert/strict';
import { secondsLeft } from '../../../../src/http/format';
import type { TitledQuota } from '../../../../src/editor/quota/rows';
import { quotaTooltip } from '../../../../src/editor/quota/tooltip';
import { goesText, holderLines, holdersText, plainLine, quotaSign, secondsPassed, untilNextSecond, waitText, windowText } from '../../../../src/editor/quota/words';
import { held, many, quota, trouble, underWay, waiting } from './snapshots';

describe('the words of the quota', () => {
  const full = { holdings: many(75) };
  const bulk = waiting(1, 150, {}, 'bulk');

  describe('in the status bar', () => {
    const cases: readonly [string, Partial<TitledQuota>, string | undefined][] = [
      ['nothing when nothing is used', {}, undefined],
      ['what is used', { holdings: many(12) }, 'dashboard 12 of 75 used'],
      ['a limit that was lowered', { holdings: many(3), rule: { limit: 25, windowMs: 5000 } }, 'dashboard 3 of 25 used'],
      ['how many wait', { ...full, waiting: [waiting(1, 4000), waiting(2, 4000), waiting(3, 4000)] }, 'clock 75 of 75 used, 3 waiting'],
      ['a limit that is newer than what is used', { holdings: many(24), rule: { limit: 5, windowMs: 10_000 } }, 'dashboard 24 used, limit 5'],
      ['a 429', { holdings: many(3), closedForMs: 7501 }, 'circle-slash quota closed for 8 s'],
      ['a 429 when nothing else is used', { closedForMs: 1 }, 'circle-slash quota closed for 1 s'],
      ['a 429 with someone waiting', { closedForMs: 8000, waiting: [waiting(1, 8000)] }, 'circle-slash quota closed for 8 s, 1 waiting'],
      ['what is not known', { unknownForMs: 12_000 }, 'question quota not known for 12 s'],
      ['the longer of both', { closedForMs: 8000, unknownForMs: 12_000 }, 'circle-slash quota not known for 12 s'],
      ['that it is not shared', { holdings: many(3), rule: { limit: 15, windowMs: 10_000 }, trouble }, 'warning 3 of 15 used'],
      ['nothing of a trouble that touches nobody', { trouble }, undefined],
      ['large numbers', { holdings: [], used: 9900, rule: { limit: 10_000, windowMs: 10_000 } }, 'dashboard 9,900 of 10,000 used'],
    ];
    for (const [what, different, expected] of cases) {
      it(`tell ${what}`, () => {
        const sign = quotaSign(quota(different));
        assert.equal(sign && `${sign.icon} ${sign.text}`, expected);
      });
    }
  });

  describe('at a waiting request', () => {
    const cases: readonly [string, Partial<TitledQuota>, number, string][] = [
      ['when it goes', full, 3100, 'goes in 3 s: 75 of 75 used'],
      ['a whole window and its margin', full, 10_025, 'goes in 10 s: 75 of 75 used'],
      ['more than a minute', full, 65_000, 'goes in 1 min 5 s: 75 of 75 used'],
      ['the last moment', full, 1, 'goes in 1 s: 75 of 75 used'],
      ['that it is due', full, 0, 'waits for an answer: 75 of 75 used'],
      ['that it is late', full, -500, 'waits for an answer: 75 of 75 used'],
      ['that all others are under way', { holdings: many(75, () => underWay()) }, 10_025, 'waits for an answer: 75 of 75 used'],
      ['when it goes although some are under way', { holdings: [...many(70, () => underWay()), ...many(5)] }, 6000, 'goes in 6 s: 75 of 75 used'],
      ['that it keeps an even pace', { holdings: many(44), waiting: [bulk] }, 150, 'goes in 1 s: even pace, 44 of 75 used'],
      ['what is kept', { holdings: many(66), waiting: [bulk] }, 4000, 'goes in 4 s: 9 kept for single requests, 66 of 75 used'],
      ['the first that is kept', { holdings: many(65), waiting: [bulk] }, 4000, 'goes in 4 s: 10 kept for single requests, 65 of 75 used'],
      ['no pace when all is used', { holdings: many(75), waiting: [bulk] }, 4000, 'goes in 4 s: 75 of 75 used'],
      ['no pace when it is due', { holdings: many(3), waiting: [bulk] }, 0, 'waits for an answer: 3 of 75 used'],
      ['no pace of a single request', { holdings: many(44), waiting: [waiting(1, 150)] }, 150, 'goes in 1 s: 44 of 75 used'],
      ['the pace of all where it is not shared', { holdings: many(14), waiting: [waiting(1, 150)], rule: { limit: 15, windowMs: 10_000 }, trouble }, 700, 'goes in 1 s: even pace, 14 of 15 used'],
      ['no pace of another request', { holdings: many(44), waiting: [{ ...bulk, id: 2 }, waiting(1, 150)] }, 150, 'goes in 1 s: 44 of 75 used'],
      ['a limit that came later', { holdings: many(24), rule: { limit: 5, windowMs: 10_000 }, waiting: [bulk] }, 4000, 'goes in 4 s: 24 used, limit 5'],
      ['a 429', { ...full, closedForMs: 7500 }, 7500, '429: closed for 8 s'],
      ['a 429 that is answered late', { ...full, closedForMs: 7500 }, 0, '429: closed for 8 s'],
      ['what is not known', { unknownForMs: 12_000, closedForMs: 3000 }, 12_000, 'quota not known for 12 s'],
    ];
    for (const [what, different, leftMs, expected] of cases) it(`tell ${what}`, () => assert.equal(waitText(quota(different), leftMs, 1), expected));

    it('tell no answer to wait for while every send is held back', () => assert.equal(goesText(quota({ closedForMs: 900 }), 0), 'goes in 1 s'));
  });

  describe('about who holds permits', () => {
    const cases: readonly [string, Parameters<typeof holdersText>[0], string][] = [
      ['nobody', [], ''],
      ['this window', many(3), 'this window'],
      ['another window', [held({ name: 'window "b"' })], '1 window'],
      ['this window and another of its name', [held(), held({ by: { id: 'other', name: 'window "greenhouse"' }, isOwn: false })], '2 windows'],
      ['terminals', [held({ name: 'terminal' }), held({ by: { id: 't2', name: 'terminal' }, isOwn: false })], '2 terminals'],
      ['all kinds', [held(), held({ name: 'terminal' }), held({ name: 'a script' })], '1 window, 1 terminal and 1 other program'],
    ];
    for (const [what, holdings, expected] of cases) it(`count ${what}`, () => assert.equal(holdersText(holdings), expected));

    it('put those with most first, each with its files', () => {
      const holdings = [held(), ...many(2, () => held({ name: 'terminal', source: 'nightly.dt.http' })), held({ name: 'terminal', source: 'b.dt.http' })];
      assert.deepEqual(holderLines(holdings), ['terminal: 3 (nightly.dt.http, b.dt.http)', 'this window: 1 (tour.dt.http)']);
    });

    it('stay few when many hold permits of many files', () => {
      const lines = holderLines(many(5000, (index) => held({ name: `terminal ${index % 100}`, source: `f${index}.dt.http` })));
      assert.equal(lines.length, 8);
      assert.equal(lines[0], 'terminal 0: 50 (f0.dt.http, f100.dt.http, f200.dt.http, 47 more)');
      assert.equal(lines[7], '… and 93 more');
    });
  });

  describe('when the status bar is pointed at', () => {
    it('say who holds what, what waits, and how other quotas stand', () => {
      const first = quota({ holdings: [...many(70), ...many(5, () => held({ name: 'terminal', source: 'nightly.dt.http' }))], waiting: [waiting(1, 3500), waiting(2, 3500)] });
      const others = [quota({ title: 'k123…@abcd…', scope: 'dt:1', holdings: many(3) })];
      assert.deepEqual(quotaTooltip([first, ...others]).split('\n'), [
        'Quota of the sandbox: 75 of 75 used in 10 s.',
        '  this window: 70 (tour.dt.http)',
        '  terminal: 5 (nightly.dt.http)',
        '2 waiting, the first goes in 4 s.',
        'Also k123…@abcd…: 3 of 75 used.',
        'Click to see who holds what.',
      ]);
    });

    it('say what holds requests back, and what is wrong', () => {
      const text = quotaTooltip([quota({ closedForMs: 2000, unknownForMs: 12_000, trouble })]);
      assert.match(text, /^Nothing is sent for 2 s: the server answered 429\.$/m);
      assert.match(text, /^Nothing is sent for 12 s: what was sent before is not known\.$/m);
      assert.match(text, /^Not shared with other windows and terminals: this one keeps to a fifth of the limit\.$/m);
    });

    it('say why a bulk run waits although not all is used', () => {
      const text = (used: number) => quotaTooltip([quota({ holdings: many(used), waiting: [bulk] })]);
      assert.match(text(44), /^1 waiting, the first goes in 1 s \(even pace\)\.$/m);
      assert.match(text(70), /^1 waiting, the first goes in 1 s \(5 kept for single requests\)\.$/m);
      assert.match(text(75), /^1 waiting, the first goes in 1 s\.$/m);
    });

    it('name three other quotas at most', () => {
      const others = Array.from({ length: 5 }, (_, index) => quota({ scope: `host:${index}`, title: `https://h${index}.example` }));
      assert.match(quotaTooltip([quota(), ...others]), /h2\.example: 0 of 75 used\.\nAlso 2 more quotas\.\nClick/);
    });

    it('say nothing of nothing', () => assert.equal(quotaTooltip([]), ''));
  });

  const times: readonly [string, string][] = [
    [secondsLeft(0), '1 s'],
    [secondsLeft(1000), '1 s'],
    [secondsLeft(1499), '1 s'],
    [secondsLeft(1500), '2 s'],
    [secondsLeft(59_499), '59 s'],
    [secondsLeft(59_500), '1 min'],
    [secondsPassed(999), '0 s'],
    [secondsPassed(61_500), '1 min 1 s'],
    [windowText(10_000), '10 s'],
    [windowText(1500), '1500 ms'],
    [windowText(120_000), '2 min'],
  ];
  for (const [text, expected] of times) it(`write the time ${expected}`, () => assert.equal(text, expected));

  for (const left of [1500, 1999.5, 2000, 2499, 2500, 9999, 61_250]) {
    it(`count down from ${left} ms as soon as the text is another, not before`, () => {
      const until = untilNextSecond(left);
      assert.notEqual(secondsLeft(left - until), secondsLeft(left));
      assert.equal(secondsLeft(left - until + 1), secondsLeft(left));
    });
  }

  const lines: readonly [string, string, string][] = [
    ['stays as it is', 'GET /v2/projects', 'GET /v2/projects'],
    ['becomes one line', ' a\r\nb\u2028c\tand\u0007 d ', 'a b c and d'],
    ['cannot turn the direction of writing', 'a\u202eb\u2066c', 'a b c'],
    ['is cut', 'x'.repeat(50), `${'x'.repeat(19)}…`],
    ['is cut between characters', '😀'.repeat(50), `${'😀'.repeat(19)}…`],
    ['that just fits is not cut', '😀'.repeat(20), '😀'.repeat(20)],
  ];
  for (const [what, text, expected] of lines) it(`text of others ${what}`, () => assert.equal(plainLine(text, 20), expected));
});
