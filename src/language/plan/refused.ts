import type { Finding } from '../../base/finding';
import type { Block, RefusedConstruct } from '../syntax/nodes';
import { finding } from './findings';

/** What a person calls the constructs that the parser sets aside. */
const words: Readonly<Record<RefusedConstruct, string>> = {
  'request-script': 'A script before the request',
  'response-script': 'A script after the answer',
  'response-reference': 'A stored answer',
  'text-after-body': 'Text after the body',
};

/** Lines that cannot be carried out: a finding on the first line of each construct, and on each comment that does not start at column 1. */
export function checkRefused(block: Block): readonly Finding[] {
  return block.lines.flatMap((line) => {
    if (line.kind === 'indented') return [finding('comment.indented', line.content, { meant: line.meant, lineStart: line.start })];
    return line.kind === 'refused' && line.first ? [finding('construct.refused', line, { construct: words[line.construct] })] : [];
  });
}
