import { checkContext } from '../../language/plan/context';
import { type AskedAccount, accountOf } from '../../language/plan/plan';
import { VariableScope } from '../../language/plan/variables';
import type { Block } from '../../language/syntax/nodes';
import { readVariables } from '../around/surroundings';
import type { FileScope } from '../check';
import type { HostFiles } from '../host';

/** Which account the blocks of a file ask for, each; undefined where it is the active one. Reads environment files and imports, and nothing else. */
export async function signersOf(files: HostFiles, scope: FileScope): Promise<(block: Block) => AskedAccount | undefined> {
  const known = new VariableScope(scope.file, checkContext(await readVariables(files, scope)));
  return (block) => accountOf(known, block);
}
