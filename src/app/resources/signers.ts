import { checkContext, type VariableContext } from '../../language/plan/context';
import { type AskedAccount, accountOf } from '../../language/plan/plan';
import { VariableScope } from '../../language/plan/variables';
import type { Block } from '../../language/syntax/nodes';
import { readVariables } from '../around/surroundings';
import type { FileScope } from '../check';
import type { HostFiles } from '../host';

/**
 * Which account the blocks of a file ask for, each; undefined where it is the active one.
 *
 * @param read What is known of the variables of the file. Default: its environment files and imports are read, and nothing else.
 */
export async function signersOf(files: HostFiles, scope: FileScope, read?: VariableContext): Promise<(block: Block) => AskedAccount | undefined> {
  const known = new VariableScope(scope.file, checkContext(read ?? (await readVariables(files, scope))));
  return (block) => accountOf(known, block);
}
