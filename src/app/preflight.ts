import { planRequest } from '../language/plan/plan';
import { hasError, tidy } from '../language/plan/findings';
import type { Block } from '../language/syntax/nodes';
import { blockAt } from '../language/syntax/queries';
import { checkFile, type FileCheck, type FileScope, worded } from './check';
import { type Environments, readEnvironments, readStoredSecrets } from './environments';
import type { Host } from './host';

/**
 * What {@link checkFile} says about `blocks`, and beside that what only planning them shows: a
 * secret that is not stored, or a broken definition that stands outside of the block. Sends nothing.
 */
export async function preflight(host: Host, scope: FileScope, blocks: readonly Block[]): Promise<FileCheck> {
  const environments = scope.environments ?? (await readEnvironments(host.files, scope.uri, scope.root));
  const check = await checkFile(host.files, { ...scope, environments });
  const wanted = new Set(blocks);
  // What stands in a block without a request, such as a variable, holds for all that follow.
  const counts = (block: Block) => wanted.has(block) || block.request === undefined;
  const seen = check.findings.map((each) => each.finding).filter(({ span }) => counts(blockAt(scope.file, span.start)));
  // Each request would only repeat what is wrong with the environment.
  const broken = check.unknownEnvironment !== undefined || environments.unreadable.length > 0 || environments.files.some((file) => hasError(file.findings));
  const refused = broken ? [] : await refusals(host, scope, blocks, environments);
  return { ...check, findings: worded(tidy([...seen, ...refused])) };
}

async function refusals(host: Host, { file, environment, variables }: FileScope, blocks: readonly Block[], environments: Environments) {
  const secrets = await readStoredSecrets(host.secrets, environments);
  const context = {
    ...(environment === undefined ? {} : { environment }),
    ...(variables === undefined ? {} : { commandLine: variables }),
    environmentFiles: environments.files,
    clock: host.clock,
    random: host.random,
    userAgent: host.userAgent,
    secrets: (name: string) => secrets.get(name),
    computed: new Map(),
  };
  return blocks.flatMap((block) => {
    const result = planRequest(file, block, context);
    return result.kind === 'refused' ? result.findings.filter(({ severity }) => severity === 'error') : [];
  });
}
