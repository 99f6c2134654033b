import assert from 'node:assert/strict';
import { codedEntry } from '../../../src/insight/codedEntry';
import { allEntries, entryByCode, noErrorsFound, ofStatus, search, specialCases } from '../../../src/insight/lookUp';

const gateway = codedEntry({ code: 'Gate.way-503', title: 'The gateway is full', description: 'Turbines stand still.', causes: [], resolution: 'Wait for the operator.' }, 'Ours');
const codes = (words: string) => search(words, [gateway]).entries.map(({ code }) => code);

describe('looking up errors', () => {
  it('by status: what it means in general, DT first, and the special cases', () => {
    const { general, special } = ofStatus(404);
    assert.deepEqual(general.map(({ code }) => code), ['dt.404', 'NOTFOUND-404']);
    assert.ok(special.every(({ of, status }) => of !== undefined && status === 404));
    assert.deepEqual(ofStatus(418), { general: [], special: [] });
    assert.deepEqual(ofStatus(503, [gateway]).general.map(({ code }) => code), ['dt.503', 'Gate.way-503']);
  });

  it('every special case is one of an entry that is general', () => {
    for (const entry of allEntries()) {
      if (entry.of === undefined) continue;
      const general = entryByCode(entry.of);
      assert.ok(general && general.of === undefined, `${entry.code} is one of ${entry.of}`);
      assert.ok(specialCases(general).includes(entry));
    }
  });

  it('by code, casing aside', () => {
    assert.equal(entryByCode(' DT.403 ')?.code, 'dt.403');
    assert.equal(entryByCode('auth-401')?.code, 'AUTH-401');
    assert.equal(entryByCode('GATE.WAY-503', [gateway]), gateway);
    assert.equal(entryByCode('GATE.WAY-503'), undefined);
    assert.equal(entryByCode('net.tls.expired')?.code, 'net.tls.expired');
    assert.equal(entryByCode('403'), undefined);
  });

  it('no two entries have one code', () => {
    const all = allEntries().map(({ code }) => code.toLowerCase());
    assert.deepEqual(all.filter((code, index) => all.indexOf(code) < index), []);
  });
});

describe('searching errors', () => {
  it('the exact code comes first, then what is named so', () => {
    assert.equal(codes('dt.404')[0], 'dt.404');
    assert.equal(codes('gate.way-503')[0], 'Gate.way-503');
    assert.ok(codes('dt.50').slice(0, 4).every((code) => code.startsWith('dt.50')));
  });

  it('a number: the general entries, then their special cases, then what mentions it', () => {
    const found = codes('404');
    const { general, special } = ofStatus(404);
    assert.deepEqual(found.slice(0, general.length + special.length), [...general, ...special].map(({ code }) => code));
  });

  it('every word has to occur, in whatever order and place', () => {
    assert.deepEqual(codes('operator turbines'), ['Gate.way-503']);
    assert.deepEqual(codes('OPERATOR  gate.WAY'), ['Gate.way-503']);
    assert.deepEqual(codes('operator turbines submarine'), []);
  });

  it('puts what is named so before what only mentions it', () => {
    const found = codes('gateway');
    assert.ok(found.indexOf('Gate.way-503') < found.length - 1);
    const named = (code: string) => (`${code} ${entryByCode(code, [gateway])?.title}`).toLowerCase().includes('gateway');
    const firstOfText = found.findIndex((code) => !named(code));
    assert.ok(firstOfText > 0 && found.slice(firstOfText).every((code) => !named(code)), found.join(' '));
  });

  it('forgives a spelling mistake, and says so', () => {
    assert.deepEqual(search('turbnes oprator', [gateway]), { entries: [gateway], correctedTo: 'turbines operator' });
    assert.equal(search('turbines', [gateway]).correctedTo, undefined);
    assert.ok(search('permision denied').entries.some(({ code }) => code === 'AUTH-403'));
  });

  for (const nothing of ['', '  ', 'flux capacitor', 'qzx', '\u0000', '.*', 'x'.repeat(100_000)]) {
    it(`nothing for ${JSON.stringify(nothing.slice(0, 20))}`, () => assert.deepEqual(search(nothing, [gateway]), { entries: [] }));
  }

  it('says of a status that nobody has an entry for whose fault it is', () => {
    assert.deepEqual(search('502').entries.map(({ code }) => code), ['answer.status']);
    assert.deepEqual(search('302').entries, []);
  });

  it('finds what a network puts in front of the API', () => assert.equal(search('captive portal').entries[0]?.code, 'answer.portal'));

  it('has the sentence for nothing', () => assert.equal(noErrorsFound, 'No errors found matching your search.'));
});
