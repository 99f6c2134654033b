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
  const fixes = fixMakers.filter((maker) => (maker.codes as readonly string[]).includes(finding.code)).flatMap((maker) => maker.create(finding, file));
  return fixes.sort((a, b) => Number(b.preferred) - Number(a.preferred));
}
