import { throwIfCancelled } from '../../base/abort';
import type { Finding } from '../../base/finding';
import type { PlanContext } from '../../language/plan/context';
import type { Need, RequestTarget } from '../../language/plan/needs';
import { accountOf, planRequest, type RequestPlan } from '../../language/plan/plan';
import { type ResolvedValue, VariableScope } from '../../language/plan/variables';
import type { Block } from '../../language/syntax/nodes';
import type { Progress } from '../../run/pipeline';
import { type FileScope, worded, type WordedFinding } from '../check';
import type { Place } from '../files/filePlaces';
import { placeToRead, placeToSave, readForBody } from '../files/requestFiles';
import { planContextOf, type Surroundings } from '../around/surroundings';
import type { RunReport } from '../report';
import type { Services } from '../services';
import { type Asking, guardedIn, refusedReport } from './asking';
import { secretsOf } from './sendPlanned';
import type { SessionAnswers } from './sessionAnswers';
import type { RequestSupplies } from './supplies';
import { unknownAccount } from './unknownAccount';

/** What all requests of a session stand on. */
export interface Ground {
  readonly surroundings: Surroundings;
  readonly answers: SessionAnswers;
  /** Name of the account that was active when the session began. */
  readonly active: string | undefined;
}

/** One request on its way. */
export interface Going {
  readonly target: RequestTarget;
  /** The requests that need this one, the first one first, and itself. */
  readonly stack: readonly RequestTarget[];
  readonly supplies: RequestSupplies;
  readonly ground: Ground;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly isPreview: boolean;
  /** Requests that were run by force for this one, or for one that needs it: a tree of those would be run over and over. */
  readonly forced: Set<Block>;
}

/** A plan that may be sent, or the report that takes its place. */
export type Planned = { readonly plan: RequestPlan; readonly place?: Inside } | RunReport;

type Inside = Extract<Place, { kind: 'inside' }>;

/** A request whose answer another one needs; gives a report when that answer cannot be had. */
export type RunFirst = (need: Extract<Need, { kind: 'answer' }>, going: Going) => Promise<RunReport | undefined>;

/** Makes the plans of one session: supplies what a request needs, and asks whoever has to agree. */
export class RequestPlanner {
  /** File variables, computed once for all requests of the session. */
  readonly #computed = new Map<string, ResolvedValue>();

  constructor(
    private readonly services: Services,
    private readonly input: FileScope,
    private readonly asking: Asking,
    private readonly runFirst: RunFirst,
  ) {}

  /** Plans until nothing is missing any more, and nobody objects. */
  async plan(going: Going): Promise<Planned> {
    const { target, ground, signal } = going;
    const { module, block } = target;
    const [unreadable] = ground.surroundings.environments.unreadable;
    if (unreadable) return refusedReport('environment.broken', block.request?.line ?? block, { uri: unreadable.uri, reason: unreadable.reason });
    for (;;) {
      throwIfCancelled(signal);
      const context = this.#context(going);
      const signing = await this.#signing(going, new VariableScope(module.file, context));
      if ('kind' in signing) return signing;
      const result = planRequest(module.file, block, { ...context, ...signing });
      // Before any of it is shown to anybody.
      for (const secret of result.secrets) this.services.redactor.addSecret(secret);
      switch (result.kind) {
        case 'needs': {
          const early = await this.#early({ ...context, ...signing }, going);
          if (early) return early;
          for (const need of result.needs) {
            const problem = await this.#supply(need, going);
            if (problem) return problem;
          }
          break;
        }
        case 'refused': {
          const disabled = result.findings.some(({ code }) => code === 'request.disabled');
          const errors = result.findings.filter(({ severity }) => severity === 'error');
          return disabled ? { kind: 'disabled' } : { kind: 'refused', findings: this.#worded(ground.surroundings.secrets.told(errors)) };
        }
        case 'plan':
          return this.#agreed(result.plan, going);
      }
    }
  }

  #context({ target: { module }, supplies, ground, isPreview }: Going): PlanContext {
    return {
      ...planContextOf(this.services.host, this.input, ground.surroundings),
      uri: module.uri,
      imports: module.imports,
      // What a preview computes is not what is sent later.
      computed: isPreview ? new Map<string, ResolvedValue>() : this.#computed,
      supplies,
      placeholders: isPreview,
    };
  }

  /** Where the paths of a request go by the account that signs it; a report when there is no such account. */
  async #signing({ target, ground, isPreview }: Going, scope: VariableScope): Promise<Pick<PlanContext, 'sandboxBases'> | RunReport> {
    const asked = accountOf(scope, target.block);
    const problem = asked && (await unknownAccount(this.services, asked));
    // What would be sent can be shown to somebody who has no account yet.
    if (problem && !(isPreview && (await this.services.accounts.list()).length === 0)) return { kind: 'refused', findings: this.#worded([problem]) };
    // An account of the sandbox goes to the sandbox: no environment leads its requests elsewhere.
    const sandboxBases = this.services.basesFor(await this.services.accountCalled(asked?.name ?? ground.active));
    return sandboxBases ? { sandboxBases } : {};
  }

  /** Before anything is asked or run for a request: whether a stored secret that it names may go where it goes, as far as that is known. */
  async #early(context: PlanContext, { target: { module, block }, ground: { surroundings }, isPreview }: Going): Promise<RunReport | undefined> {
    if (isPreview || surroundings.secrets.isEmpty) return undefined;
    const shown = planRequest(module.file, block, { ...context, computed: new Map(context.computed), placeholders: true });
    return shown.kind === 'plan' ? this.#secretProblem(shown.plan, surroundings) : undefined;
  }

  async #secretProblem(plan: RequestPlan, { secrets }: Surroundings): Promise<RunReport | undefined> {
    const problem = await secrets.problem(plan);
    return problem && { kind: 'refused', findings: this.#worded([problem]) };
  }

  /** Gets one thing that planning needs; gives a report when that cannot be had. */
  async #supply(need: Need, going: Going): Promise<RunReport | undefined> {
    const { supplies, signal } = going;
    switch (need.kind) {
      case 'answer':
        return this.runFirst(need, going);
      case 'prompt':
        return this.asking.value(need, (value) => supplies.notePrompt(need.block, need.prompt, value), signal);
      case 'file':
        return this.#readFile(need, going);
    }
  }

  async #readFile(need: Extract<Need, { kind: 'file' }>, { target, supplies, signal, isPreview }: Going): Promise<RunReport | undefined> {
    const { files } = this.services.host;
    const { uri } = target.module;
    const { root } = this.input;
    const place = await placeToRead(files, need, { uri, root });
    if ('code' in place) return { kind: 'refused', findings: this.#worded([place]) };
    if (place.kind === 'outside' && isPreview) {
      supplies.noteFile(need.path, { kind: 'content', bytes: new TextEncoder().encode(`(the content of ${need.path})`) });
      return undefined;
    }
    const problem = place.kind === 'outside' ? await this.asking.toRead({ ...need, path: this.services.redactor.text(need.path) }, uri, place.uri, root === undefined ? 'the folder of the request file' : 'the workspace folder', signal) : undefined;
    if (!problem) supplies.noteFile(need.path, await readForBody(files, place.uri));
    return problem;
  }

  /** What stands between a plan and its send: where the answer goes, and whether the person agrees. */
  async #agreed(plan: RequestPlan, { target, ground, signal, isPreview }: Going): Promise<Planned> {
    const { host, redactor } = this.services;
    for (const secret of secretsOf(plan)) redactor.addSecret(secret);
    const { uri } = target.module;
    const refused = await this.#secretProblem(plan, ground.surroundings);
    if (refused) return refused;
    const place = plan.save && (await placeToSave(host.files, plan.save, { uri, root: this.input.root }));
    if (place && 'code' in place) return { kind: 'refused', findings: this.#worded([place]) };
    const asksForVariables = guardedIn(plan).names.length > 0 && plan.request.origin !== '' && !this.services.mayHaveVariables(plan.request.origin);
    const problem =
      (asksForVariables ? await this.asking.toSendVariables(plan, uri, signal, isPreview) : undefined) ??
      (isPreview ? undefined : await this.asking.toSend(plan, (text) => redactor.target(text), signal));
    return problem ?? { plan, ...(place && { place }) };
  }

  #worded(findings: readonly Finding[]): readonly WordedFinding[] {
    return worded(findings, (text) => this.services.redactor.text(text));
  }
}
