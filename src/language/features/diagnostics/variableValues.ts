import { isDefinition } from '../../plan/definitions';
import { textOf } from '../../syntax/queries';
import type { Check } from './check';

/** References in the values of file variables that no request uses; nobody else looks at those. */
export const checkVariableValues: Check = ({ scope }, block) =>
  block.lines.flatMap((line) => {
    if (line.kind !== 'variable' || !isDefinition(scope.file, line)) return [];
    // Right below its line this definition is the one that counts.
    const found = scope.lookup(textOf(scope.file, line.name), line.next);
    return found.kind === 'broken' ? found.findings : [];
  });
