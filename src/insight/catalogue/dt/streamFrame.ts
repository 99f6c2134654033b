import { streamEnd } from '../../blame/stream';
import type { Explanation, Facts, Failure } from '../../entry';
import { shown } from '../../evidence';

/** What the last frame of a stream says, word for word. */
export function frameEvidence(failure: Failure, facts: Facts): Explanation['evidence'] {
  const end = streamEnd(failure, facts);
  const show = shown(facts);
  return [
    { label: 'Last frame', value: show(end?.message ?? '', 500) },
    { label: 'code', value: show(end?.written ?? '', 100) },
    { label: 'help', value: show(end?.help ?? '', 300) },
  ].filter(({ value }) => value !== '');
}
