import { checkContext } from '../../language/plan/context';
import { type AskedAccount, accountOf } from '../../language/plan/plan';
import { VariableScope } from '../../language/plan/variables';
import type { Block } from '../../language/syntax/nodes';
import { readImports } from '../around/imports';
import { environmentsOf } from '../around/surroundings';
import type { FileScope } from '../check';
import type { HostFiles } from '../host';

/** Which account the blocks of a file ask for, each; undefined where it is the active one. Reads environment files and imports, and nothing else. */
export async function signersOf(files: HostFiles, scope: FileScope): Promise<(block: Block) => AskedAccount | undefined> {
  const { file, uri, root, environment, variables } = scope;
  const { files: environmentFiles } = await environmentsOf({ files }, scope);
  const imports = scope.imports ?? (await readImports(files, file, uri, root));
  const context = { environmentFiles, uri, imports, ...(environment === undefined ? {} : { environment }), ...(variables && { commandLine: variables }) };
  const known = new VariableScope(file, checkContext(context));
  return (block) => accountOf(known, block);
}
