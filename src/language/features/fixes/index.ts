import type { Finding } from '../../../base/finding';
import type { RequestFile } from '../../syntax/nodes';
import type { FindingFix } from './fix';
import { fixMakers } from './list';

export type { FindingFix } from './fix';
export { moveToSecretStorage } from './secretFixes';

/**
 * The fixes of a finding, preferred ones first; empty when there is none. The finding must be one of
 * `file` as it is now.
 */
export function fixesFor(file: RequestFile, finding: Finding): readonly FindingFix[] {
  const made = fixMakers.filter((maker) => (maker.codes as readonly string[]).includes(finding.code)).flatMap((maker) => maker.create(finding, file));
  return [...made, ...readyFixes(finding)].sort((a, b) => Number(b.preferred) - Number(a.preferred));
}

/** Those that came with the finding, at its place. */
function readyFixes({ span: { start: origin }, fixes = [] }: Finding): readonly FindingFix[] {
  return fixes.map((fix) => ({ ...fix, edits: fix.edits.map(({ span: { start, end }, newText }) => ({ span: { start: origin + start, end: origin + end }, newText })) }));
}
