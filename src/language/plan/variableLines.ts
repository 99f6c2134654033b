import type { Finding } from '../../base/finding';
import type { Block, RequestFile } from '../syntax/nodes';
import { textOf } from '../syntax/queries';
import { finding } from './findings';
import { isDefinition } from './definitions';

/** Lines that start `@` outside headers and body but define nothing. */
export function checkVariableLines(file: RequestFile, block: Block): readonly Finding[] {
  return block.lines.flatMap((line) => {
    if (line.kind !== 'variable' || isDefinition(file, line)) return [];
    const name = textOf(file, line.name);
    const written = { start: line.name.start - 1, end: line.end };
    switch (line.operator) {
      case ':=': {
        const operatorStart = file.text.indexOf(':=', line.name.end);
        return [finding('variable.assignment', written, { name, operatorStart })];
      }
      case 'missing':
        return [finding('variable.no-value', written, { name })];
      case '=':
        return [finding('variable.name', name === '' ? written : line.name, { name })];
    }
  });
}
