import { isDefinition } from '../../plan/definitions';
import { textOf } from '../../syntax/queries';
import type { Check } from './check';

/**
 * What is wrong with the values of file variables. Where a request uses one it is an error, and keeps
 * that request from being sent; nobody else looks at those that no request uses.
 */
export const checkVariableValues: Check = ({ scope }, block) =>
  block.lines.flatMap((line) => {
    if (line.kind !== 'variable' || !isDefinition(scope.file, line)) return [];
    // Right below its line this definition is the one that counts; the next block, which may begin there, has prompts of its own.
    const found = scope.lookup(textOf(scope.file, line.name), line.next, block);
    return found.kind === 'broken' ? found.findings.map((each) => ({ ...each, severity: 'warning' })) : [];
  });
