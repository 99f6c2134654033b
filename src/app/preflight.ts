import { type PlanResult, planRequest } from '../language/plan/plan';
import type { ResolvedValue } from '../language/plan/variables';
import { hasError, tidy } from '../language/plan/findings';
import type { Block } from '../language/syntax/nodes';
import { blockAt } from '../language/syntax/queries';
import { checkFile, type FileCheck, type FileScope, worded } from './check';
import type { Finding } from '../base/finding';
import type { Host } from './host';
import { placeToRead, placeToSave, readForBody } from './requestFiles';
import { RequestSupplies } from './supplies';
import { planContextOf, readSurroundings, type Surroundings } from './surroundings';

/**
 * What {@link checkFile} says about `blocks`, and beside that what only planning them shows: a
 * secret that is not stored, or a broken definition that stands outside of the block. Sends nothing.
 */
export async function preflight(host: Host, scope: FileScope, blocks: readonly Block[]): Promise<FileCheck> {
  const surroundings = await readSurroundings(host, scope);
  const { environments } = surroundings;
  const check = await checkFile(host.files, { ...scope, environments, moreEnvironments: [] });
  const wanted = new Set(blocks);
  // What stands in a block without a request, such as a variable, holds for all that follow.
  const counts = (block: Block) => wanted.has(block) || block.request === undefined;
  const seen = check.findings.map((each) => each.finding).filter(({ span }) => counts(blockAt(scope.file, span.start)));
  // Each request would only repeat what is wrong with the environment.
  const broken = check.unknownEnvironment !== undefined || environments.unreadable.length > 0 || environments.files.some((file) => hasError(file.findings));
  const refused = broken ? [] : await refusals(host, scope, blocks, surroundings);
  return { ...check, findings: worded(tidy([...seen, ...refused])) };
}

async function refusals(host: Host, scope: FileScope, blocks: readonly Block[], surroundings: Surroundings): Promise<readonly Finding[]> {
  const computed = new Map<string, ResolvedValue>();
  const findings: Finding[] = [];
  for (const block of blocks) {
    const supplies = new RequestSupplies({ answer: () => undefined, processEnv: (name) => host.processEnv(name), dotenv: surroundings.dotenv });
    const context = { ...planContextOf(host, scope, surroundings), supplies, computed };
    // One call with all of them would be too much for the stack: a block may have any number.
    for (const each of await refusal(host, scope, supplies, () => planRequest(scope.file, block, context))) findings.push(each);
  }
  return findings.filter(({ severity }) => severity === 'error');
}

/** What keeps one request from being sent, as far as files tell: answers and people are not asked. */
async function refusal({ files }: Host, origin: FileScope, supplies: RequestSupplies, plan: () => PlanResult): Promise<readonly Finding[]> {
  for (;;) {
    const result = plan();
    if (result.kind === 'refused') return result.findings;
    if (result.kind === 'plan') {
      const place = result.plan.save && (await placeToSave(files, result.plan.save, { uri: origin.uri, root: origin.root }));
      return place && 'code' in place ? [place] : [];
    }
    const needs = result.needs.filter((need) => need.kind === 'file').filter(({ path }) => supplies.file(path) === undefined);
    if (needs.length === 0) return [];
    for (const need of needs) {
      const place = await placeToRead(files, need, { uri: origin.uri, root: origin.root });
      if ('code' in place) return [place];
      // A file outside is read only once somebody has agreed: until then nothing is known of it.
      if (place.kind === 'outside') return [];
      supplies.noteFile(need.path, await readForBody(files, place.uri));
    }
  }
}
