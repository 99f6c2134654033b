import type { CatalogueEntry, Explanation, Mark } from '../../src/insight/entry';

/** An entry that fits every answer and blames what a test wants. */
export function markingEntry(marks: readonly Mark[], more: Partial<Pick<Explanation, 'severity' | 'fixes' | 'part'>> = {}): CatalogueEntry {
  return {
    code: 'test.marks',
    title: 'Test',
    about: { doThis: [{ text: 'Look at each.', certainty: 'documented' }], why: [], links: [] },
    matches: ({ response }) => (response ? 1000 : 0),
    explain: () => ({ headline: '200 OK: some failed', part: { kind: 'json', pointer: '/devices', what: 'name' }, ...more, marks }),
  };
}

/** The `index`-th element of the array `devices` in the body. */
export function deviceMark(index: number, headline = `Device ${index} failed`, fixes: Mark['fixes'] = []): Mark {
  return { part: { kind: 'json', pointer: `/devices/${index}`, what: 'value' }, headline, fixes };
}

/** A request with so many devices in its body. */
export function batchOf(count: number): string {
  const devices = Array.from({ length: count }, (_, index) => `    "projects/p/devices/d${index}"`);
  return ['POST /projects/p/devices:batchUpdate', 'Content-Type: application/json', '', '{', '  "devices": [', devices.join(',\n'), '  ]', '}', ''].join('\n');
}
