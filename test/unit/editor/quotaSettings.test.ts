import assert from 'node:assert/strict';
import { QuotaSettings } from '../../../src/editor/quotaSettings';
import { documentedQuota } from '../../../src/quota/permits';
import { formatQuotaRule } from '../../../src/quota/rule';

/** Settings as a person and a workspace have them. */
function setUp(user: Readonly<Record<string, unknown>>, workspace: Readonly<Record<string, unknown>> = {}) {
  const warnings: string[] = [];
  const defaults: Readonly<Record<string, unknown>> = { 'dtHttp.quota': '75/10s', 'dtHttp.workspaceQuota': '', 'dtHttp.hostQuotas': {}, 'dtHttp.pace': 'spread' };
  const current = { user, workspace };
  const own = (name: string) => (name in current.user ? current.user[name] : defaults[name]);
  const settings = new QuotaSettings({ user: own, window: (name) => (name in current.workspace ? current.workspace[name] : own(name)) }, (sentence) => warnings.push(sentence));
  return { settings, warnings, current };
}

describe('settings of the quota', () => {
  it('is the documented one by default, with no word about it', () => {
    const { settings, warnings } = setUp({});
    assert.deepEqual([settings.rule, [...settings.hostRules], settings.pace, warnings], [documentedQuota, [], 'spread', []]);
  });

  it('is what the user says, read each time', () => {
    const { settings, current } = setUp({ 'dtHttp.quota': '25/5s' });
    assert.equal(formatQuotaRule(settings.rule), '25/5s');
    current.user = { 'dtHttp.quota': '30/10s' };
    assert.equal(formatQuotaRule(settings.rule), '30/10s');
  });

  it('no workspace sets it', () => {
    const { settings } = setUp({}, { 'dtHttp.quota': '9999/100ms', 'dtHttp.hostQuotas': { 'https://a.example': '9999/100ms' } });
    assert.deepEqual([settings.rule, [...settings.hostRules]], [documentedQuota, []]);
  });

  const wrong: readonly (readonly [value: unknown, message: RegExp])[] = [
    ['0/10s', /^dtHttp\.quota: "0\/10s" is not a quota: the limit must be a whole number from 1 to 10000\. Until then DT's documented quota, 75\/10s, holds\.$/],
    ['75 per 10s', /^dtHttp\.quota: "75 per 10s" is not a quota: it is not of the form "75\/10s" \([^()]*\)\. Until then [^"]*$/],
    ['abc', /"abc" is not a quota/],
    ['', /"" is not a quota/],
    ['1e9/1s', /"1e9\/1s" is not a quota/],
    ['1000000000/1s', /from 1 to 10000/],
    ['75/0s', /from 100 ms to 10 min/],
    [0, /0 is not a quota: it is not a text\. Write one such as "75\/10s"\. Until then/],
    [null, /null is not a quota/],
    [false, /false is not a quota/],
    [{ limit: Infinity }, /\{"limit":null\} is not a quota/],
    [['75/10s'], /\["75\/10s"\] is not a quota/],
  ];
  for (const [value, message] of wrong) {
    it(`${JSON.stringify(value)} leaves the documented quota, told once`, () => {
      const { settings, warnings } = setUp({ 'dtHttp.quota': value });
      for (let time = 0; time < 3; time++) assert.deepEqual(settings.rule, documentedQuota);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', message);
    });

    it(`${JSON.stringify(value)} for a host leaves it the documented quota, never none`, () => {
      const { settings, warnings } = setUp({ 'dtHttp.hostQuotas': { 'https://a.example': value } });
      for (let time = 0; time < 3; time++) assert.deepEqual([...settings.hostRules], [['https://a.example', documentedQuota]]);
      assert.match(warnings.join('\n'), /^dtHttp\.hostQuotas, https:\/\/a\.example: .* is not a quota: .*holds there\.$/);
    });
  }

  const workspace: readonly (readonly [own: string, lowered: unknown, holds: string, warning?: RegExp])[] = [
    ['75/10s', '25/10s', '25/10s'],
    ['75/10s', '25/5s', '25/5s'],
    ['75/10s', '', '75/10s'],
    ['75/10s', '76/10s', '75/10s', /^dtHttp\.workspaceQuota: 76\/10s is not used, for it is not lower than 75\/10s in every window/],
    ['25/5s', '75/10s', '25/5s', /not lower than 25\/5s/],
    ['75/10s', '0/10s', '75/10s', /^dtHttp\.workspaceQuota: "0\/10s" is not a quota: .* Until then 75\/10s holds\.$/],
    ['25/5s', 7, '25/5s', /Until then 25\/5s holds/],
  ];
  for (const [own, lowered, holds, warning] of workspace) {
    it(`${JSON.stringify(lowered)} of the workspace beside ${own}: ${holds}`, () => {
      const { settings, warnings } = setUp({ 'dtHttp.quota': own }, { 'dtHttp.workspaceQuota': lowered });
      for (let time = 0; time < 3; time++) assert.deepEqual([formatQuotaRule(settings.rule), settings.isOfWorkspace], [holds, lowered !== '' && !warning]);
      assert.equal(warnings.length, warning ? 1 : 0);
      if (warning) assert.match(warnings[0] ?? '', warning);
    });
  }

  it('more than DT documents is used, and said once', () => {
    const { settings, warnings } = setUp({ 'dtHttp.quota': '100/10s' });
    for (let time = 0; time < 3; time++) assert.equal(formatQuotaRule(settings.rule), '100/10s');
    assert.deepEqual(warnings, ['dtHttp.quota: 100/10s allows more than the 75/10s that DT documents; expect answers of 429.']);
  });

  it('what would be no limit is none for an account; for another host it is', () => {
    const { settings, warnings } = setUp({ 'dtHttp.quota': '10000/100ms', 'dtHttp.hostQuotas': { 'https://a.example': '10000/100ms' } });
    assert.deepEqual([settings.rule, settings.rule], [documentedQuota, documentedQuota]);
    assert.deepEqual(warnings, [`dtHttp.quota: "10000/100ms" is not a quota: more than 750 requests in 10 s is no limit. Until then DT's documented quota, 75/10s, holds.`]);
    assert.equal(settings.hostRules.get('https://a.example')?.limit, 10_000);
  });

  it('reads quotas of other hosts; an entry for DT or without an origin is left out', () => {
    const { settings, warnings } = setUp({
      'dtHttp.hostQuotas': { 'https://Gateway.Example:8443/': '10/1s', 'http://localhost:3000': '5/1s', 'https://api.d21s.com': '9999/1s', 'https://identity.disruptive-technologies.com': '1/1s', 'https://u:planted@x.example': '1/1s', '*': '1/1s' },
    });
    const read = () => [...settings.hostRules].map(([origin, rule]) => `${origin} ${formatQuotaRule(rule)}`);
    assert.deepEqual(read(), ['https://gateway.example:8443 10/1s', 'http://localhost:3000 5/1s']);
    read();
    assert.deepEqual(warnings.map((warning) => warning.split(': ')[1]?.slice(0, 30)), ['https://api.d21s.com is left o', 'https://identity.disruptive-te', 'entry 5 is left out. Write an ', 'entry 6 is left out. Write an ']);
    assert.doesNotMatch(warnings.join(), /planted/);
  });

  it('of two spellings of one origin the lower quota holds', () => {
    for (const quotas of [{ 'http://LOCALHOST': '2/1s', 'http://localhost/': '3/1s' }, { 'http://LOCALHOST': '3/1s', 'http://localhost/': '2/1s' }]) {
      assert.deepEqual([...setUp({ 'dtHttp.hostQuotas': quotas }).settings.hostRules], [['http://localhost', { limit: 2, windowMs: 1000 }]]);
    }
  });

  for (const value of [[], 'https://a.example', 3, true]) {
    it(`${JSON.stringify(value)} is no list of hosts`, () => {
      const { settings, warnings } = setUp({ 'dtHttp.hostQuotas': value });
      assert.equal(settings.hostRules.size, 0);
      assert.match(warnings.join(), /^dtHttp\.hostQuotas is left out\. Write origins with their quotas/);
    });
  }

  for (const [value, pace, warned] of [['burst', 'burst', 0], ['spread', 'spread', 0], ['fast', 'spread', 1], [1, 'spread', 1], [null, 'spread', 1]] as const) {
    it(`pace ${JSON.stringify(value)}: ${pace}`, () => {
      const { settings, warnings } = setUp({}, { 'dtHttp.pace': value });
      assert.deepEqual([settings.pace, settings.pace, warnings.length], [pace, pace, warned]);
    });
  }
});
