import type { Finding } from '../base/finding';
import type { Span } from '../base/text';
import { isReading } from '../http/methods';
import type { Redactor } from '../http/redact';
import { wordsFor } from '../insight/words';
import { pastedSecretCodes } from '../language/features/diagnostics/pastedSecrets';
import type { PlanContext } from '../language/plan/context';
import { finding, hasError, tidy } from '../language/plan/findings';
import type { FileSupply, Need, RequestTarget } from '../language/plan/needs';
import { accountOf, type PlanResult, planRequest, type RequestPlan } from '../language/plan/plan';
import { type ResolvedValue, VariableScope } from '../language/plan/variables';
import type { Block } from '../language/syntax/nodes';
import { blockAt, methodOf } from '../language/syntax/queries';
import { checkFile, type FileCheck, type FileScope, worded } from './check';
import type { Host } from './host';
import type { Interaction } from './session/interaction';
import { guardedIn } from './session/asking';
import { placeToRead, placeToSave, readForBody } from './files/requestFiles';
import type { Services } from './services';
import { RequestSupplies } from './session/supplies';
import { planContextOf, readSurroundings, type Surroundings } from './around/surroundings';
import { shownOrigin } from './around/shownOrigin';
import { unknownAccount } from './session/unknownAccount';

/** Who is going to run what is looked at. */
export interface Prospect {
  readonly services: Services;
  readonly interaction: Interaction;
}

/**
 * What {@link checkFile} says about `blocks`, and beside that what only planning them shows: a
 * secret that is not stored, a file that is not there, an account that does not exist, a question
 * that nobody can answer. Looks at the requests that those need too. Sends nothing.
 *
 * @param redactor Told of the secrets that planning comes across.
 * @param prospect Absent when nothing is going to be run: then accounts and questions do not count.
 */
export async function preflight(host: Host, scope: FileScope, blocks: readonly Block[], redactor: Redactor, prospect?: Prospect): Promise<FileCheck> {
  const surroundings = await readSurroundings(host, scope);
  surroundings.secrets.hideFrom(redactor);
  const { environments, imports } = surroundings;
  const sandbox = prospect?.services.sandbox;
  const check = await checkFile(host.files, { now: host.clock.now(), ...(sandbox && { sandbox }), ...scope, environments, moreEnvironments: [], imports });
  const wanted = new Set(blocks);
  // The line that a finding marks is shown, and what was pasted into it must not be.
  for (const { finding: { code, span } } of check.findings) if (pastedSecretCodes.has(code)) redactor.addSecret(scope.file.text.slice(span.start, span.end));
  // What stands in a block without a request, such as a variable, holds for all that follow.
  const counts = (block: Block) => wanted.has(block) || block.request === undefined;
  const seen = check.findings.map((each) => each.finding).filter(({ span }) => counts(blockAt(scope.file, span.start)));
  // Each request would only repeat what is wrong with the environment.
  const broken = check.unknownEnvironment !== undefined || environments.unreadable.length > 0 || environments.files.some((file) => hasError(file.findings));
  const rehearsal = new Rehearsal(host, scope, surroundings, redactor, prospect);
  const refused: Finding[] = [];
  for (const block of broken ? [] : blocks) {
    const { uri, file } = scope;
    // One call with all of them would be too much for the stack: a block may have any number.
    for (const each of await rehearsal.of({ module: { uri, file, imports }, block, name: '' })) refused.push(each);
  }
  return { ...check, findings: worded(tidy([...seen, ...refused]), (text) => redactor.text(text)) };
}

/** Goes through what a run does before each send, as far as that can be known. */
class Rehearsal {
  readonly #computed = new Map<string, ResolvedValue>();
  readonly #seen = new Set<Block>();

  constructor(
    private readonly host: Host,
    private readonly scope: FileScope,
    private readonly surroundings: Surroundings,
    private readonly redactor: Redactor,
    private readonly prospect: Prospect | undefined,
  ) {}

  /** The errors that keep a request from being sent, each request being looked at once. */
  async of(target: RequestTarget): Promise<readonly Finding[]> {
    if (this.#seen.has(target.block)) return [];
    this.#seen.add(target.block);
    const supplies = new RequestSupplies({ answer: () => undefined, processEnv: (name) => this.host.processEnv(name), dotenv: this.surroundings.dotenv });
    const { module, block } = target;
    const known = { ...planContextOf(this.host, this.scope, this.surroundings), uri: module.uri, imports: module.imports, supplies, computed: this.#computed };
    const scope = new VariableScope(module.file, known);
    const account = await this.#account(scope, block);
    if (account) return [account];
    const context = { ...known, ...(await this.#bases(scope, block)) };
    const unread = new Set<string>();
    for (;;) {
      const result = planRequest(module.file, block, context);
      for (const secret of result.secrets) this.redactor.addSecret(secret);
      if (result.kind === 'refused') return this.surroundings.secrets.told(result.findings.filter(({ severity }) => severity === 'error'));
      if (result.kind === 'plan') return this.#plan(result.plan, module.uri);
      const files = result.needs.filter((need) => need.kind === 'file').filter(({ path }) => supplies.file(path) === undefined && !unread.has(path));
      if (files.length === 0) {
        const shown = planRequest(module.file, block, { ...context, computed: new Map(this.#computed), placeholders: true });
        const secret = shown.kind === 'plan' ? await this.#secret(shown.plan) : undefined;
        return secret ? [secret] : this.#needs(target, result);
      }
      for (const need of files) {
        const found = await this.#file(need, module.uri);
        if ('code' in found) return [found];
        if (found.kind === 'unread') unread.add(need.path);
        else supplies.noteFile(need.path, found);
      }
    }
  }

  async #account(scope: VariableScope, block: Block): Promise<Finding | undefined> {
    const asked = this.prospect && accountOf(scope, block);
    return this.prospect && asked && unknownAccount(this.prospect.services, asked);
  }

  /** Where the paths of a request go by the account that will sign it, as when it is run. */
  async #bases(scope: VariableScope, block: Block): Promise<Pick<PlanContext, 'sandboxBases'>> {
    const services = this.prospect?.services;
    const sandboxBases = services?.basesFor(await services.accountCalled(accountOf(scope, block)?.name));
    return sandboxBases ? { sandboxBases } : {};
  }

  /** Whoever only looks allows no hosts, so nothing can be said about them. */
  async #secret(plan: RequestPlan): Promise<Finding | undefined> {
    return this.prospect && this.surroundings.secrets.problem(plan);
  }

  async #plan(plan: RequestPlan, uri: string): Promise<readonly Finding[]> {
    const secret = await this.#secret(plan);
    if (secret) return [secret];
    const { save, parts, confirm, request: { origin } } = plan;
    const place = save && (await placeToSave(this.host.files, save, { uri, root: this.scope.root }));
    const { names, span } = guardedIn(plan);
    const isGuarded = names.length > 0 && this.prospect?.services.mayHaveVariables(origin) === false;
    const instead = isGuarded ? this.#instead('send-variable') : undefined;
    return [
      ...(place && 'code' in place ? [place] : []),
      ...(instead === undefined ? [] : [finding('variable.guarded', span, { names, origin: shownOrigin(plan), instead })]),
      ...this.#confirm(confirm, parts.requestLine),
    ];
  }

  async #needs({ module, block }: RequestTarget, { needs, confirm }: Extract<PlanResult, { kind: 'needs' }>): Promise<readonly Finding[]> {
    const found: Finding[] = [...this.#confirm(confirm, block.request?.line.target ?? block)];
    for (const need of needs) {
      if (need.kind === 'prompt') {
        const instead = this.#instead('prompt', need.prompt.name);
        if (instead !== undefined) found.push(finding('prompt.unavailable', need.span, { name: need.prompt.name, instead }));
      } else if (need.kind === 'answer') {
        found.push(...(await this.#answer(need, module.uri)));
      }
    }
    return found;
  }

  /** What is wrong in another file is told where the request of that file is asked for. */
  async #answer({ target, by, span }: Extract<Need, { kind: 'answer' }>, uri: string): Promise<readonly Finding[]> {
    const { name, module, block } = target;
    const method = methodOf(module.file, block);
    const instead = by === 'reference' && !isReading(method) ? this.#instead('run-first') : undefined;
    if (instead !== undefined) return [finding('dependency.unavailable', span, { name, method, instead })];
    const inner = await this.of(target);
    const [first] = inner;
    return module.uri === uri || !first ? inner : [finding('dependency.failed', span, { name, outcome: wordsFor(first) })];
  }

  /** A file outside is read only once somebody has agreed: until then nothing is known of it. */
  async #file(need: Extract<Need, { kind: 'file' }>, uri: string): Promise<FileSupply | { readonly kind: 'unread' } | Finding> {
    const place = await placeToRead(this.host.files, need, { uri, root: this.scope.root });
    if ('code' in place) return place;
    const instead = place.kind === 'outside' ? this.#instead('read-outside') : undefined;
    if (instead !== undefined) return finding('body.file-outside', need.span, { path: need.path, instead });
    return place.kind === 'outside' ? { kind: 'unread' } : readForBody(this.host.files, place.uri);
  }

  #confirm(confirm: string | undefined, span: Span): readonly Finding[] {
    const instead = confirm === undefined ? undefined : this.#instead('confirm');
    return instead === undefined ? [] : [finding('confirm.unavailable', span, { instead })];
  }

  #instead(about: Parameters<NonNullable<Interaction['instead']>>[0], name?: string): string | undefined {
    return this.prospect?.interaction.instead?.(about, name);
  }
}
