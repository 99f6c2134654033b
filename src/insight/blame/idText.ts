import type { IdCandidate } from './notFound';

/** Parameters that hold a name chosen by a person, not an id that the API made. */
const named: ReadonlySet<string> = new Set(['label', 'role']);

/**
 * The one candidate that the API's message speaks of: by its value first, else by the word for it
 * (`project`, `service account`). Undefined when the message names none, or several.
 */
export function nameInText(message: string | undefined, candidates: readonly IdCandidate[]): IdCandidate | undefined {
  if (message === undefined) return undefined;
  const text = message.slice(0, 2000).toLowerCase();
  const byValue = candidates.filter((candidate) => candidate.value.length >= 4 && containsWord(text, candidate.value.toLowerCase()));
  if (byValue.length > 0) return byValue.length === 1 ? byValue[0] : undefined;
  const folded = text.replace(/[\s_-]+/g, ' ');
  const byName = candidates.filter((candidate) => spellings(candidate.param).some((name) => containsWord(folded, name)));
  return byName.length === 1 ? byName[0] : undefined;
}

/**
 * True for what was plainly never replaced by an id: `YOUR_PROJECT_ID`, `<device>`, `{project}`.
 * Ids are lower-case letters and digits in all samples. Source: Python client, samples.
 */
export function unfilledId(param: string, value: string): boolean {
  return !named.has(param) && /[A-Z_<>{}[\]$%]/.test(value);
}

/** `serviceaccount` is also written `service account`. */
function spellings(param: string): readonly string[] {
  const spaced = param.replace(/^(service|data|contact)(account|connector|group)$/i, '$1 $2').toLowerCase();
  return [param.toLowerCase(), spaced];
}

function containsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    if (!/[a-z0-9]/.test(before) && !/[a-z0-9]/.test(after)) return true;
  }
  return false;
}
