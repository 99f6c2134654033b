import { type Outcome, wasRedirected } from '../http/exchange';
import { catalogue } from './catalogue/index';
import type { CatalogueEntry, Explanation, Facts, Failure } from './entry';
import { commonEvidence } from './evidence';
import { withoutSecrets } from './hide';
import { headlineLimit, plain } from './say';
import { failureOf } from './vendorError';

/**
 * Why a request failed, on which part of it, and what to do.
 *
 * Deterministic: the same outcome and facts give the same explanation. Undefined for a success and
 * for a cancelled run.
 *
 * @param more Entries of the user's own catalogues.
 */
export function explain(outcome: Outcome, facts: Facts, more: readonly CatalogueEntry[] = []): Explanation | undefined {
  const raw = failureOf(outcome);
  if (!raw) return undefined;
  const { failure, facts: known } = withoutSecrets(raw, raw.response && wasRedirected(raw.exchange) ? elsewhere(facts) : facts);
  const entry = ranked(failure, known, more)[0];
  return entry && complete(entry, failure, known);
}

/** The entries that fit, best first; entries that fit equally well stay in catalogue order. */
export function ranked(failure: Failure, facts: Facts, more: readonly CatalogueEntry[] = []): readonly CatalogueEntry[] {
  return [...catalogue, ...more]
    .map((entry) => ({ entry, score: entry.matches(failure, facts) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}

/** Of one explanation, as its type promises. */
const mostMarks = 100;

function complete(entry: CatalogueEntry, failure: Failure, facts: Facts): Explanation {
  const special = entry.explain(failure, facts);
  return {
    code: entry.code,
    severity: special.severity ?? 'error',
    headline: plain(special.headline, headlineLimit),
    part: special.part,
    doThis: special.doThis && special.doThis.length > 0 ? special.doThis : entry.about.doThis,
    why: special.why ?? entry.about.why,
    evidence: [...commonEvidence(failure, facts), ...(special.evidence ?? [])],
    links: special.links ?? entry.about.links,
    fixes: special.fixes ?? [],
    ...(special.marks && special.marks.length > 0 && { marks: special.marks.slice(0, mostMarks).map((mark) => ({ ...mark, headline: plain(mark.headline, headlineLimit) })) }),
  };
}

/**
 * After a redirect nothing in the written request is known to be at fault, and what the API
 * documents about the written address says nothing about the one that answered.
 */
function elsewhere(facts: Facts): Facts {
  const known: { -readonly [Key in keyof Facts]: Facts[Key] } = { ...facts, hostKind: 'other' };
  delete known.endpoint;
  return known;
}
