import type { Finding } from '../../../base/finding';
import { checkContext, type VariableContext } from '../../plan/context';
import { tidy } from '../../plan/findings';
import { analyze } from '../../plan/plan';
import { VariableScope } from '../../plan/variables';
import type { RequestFile } from '../../syntax/nodes';
import { checks } from './checks';

/**
 * Everything that can be said about a file without running it, in order of place. Stored secrets
 * are not read, and what depends on one is not judged. What planning would refuse is among it.
 */
export function diagnose(file: RequestFile, variables: VariableContext): readonly Finding[] {
  const scope = new VariableScope(file, checkContext(variables));
  const findings = file.blocks.flatMap((block) => {
    const analysis = analyze(scope, block);
    return [...analysis.findings, ...checks.flatMap((check) => check(analysis, block))];
  });
  return tidy(findings);
}
