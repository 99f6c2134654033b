import { findingCodes } from '../language/plan/findings';

/** What an expectation that does not hold is marked with; it is found by a run. */
const unmet = 'expect.failed';

/** What to say of a code that no catalogue has since it belongs to the language; undefined for any other. */
export function languageCodeNote(code: string): string | undefined {
  const wanted = code.trim().toLowerCase();
  if (wanted === unmet) return `"${unmet}" marks an expectation that does not hold; what came instead stands beside it.`;
  const found = findingCodes.find((each) => each === wanted);
  return found && `"${found}" is a finding of the language; its sentence stands beside it where it is found.`;
}
