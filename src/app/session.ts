import { throwIfCancelled } from '../base/abort';
import { isReading } from '../http/methods';
import type { PlanContext } from '../language/plan/context';
import { finding } from '../language/plan/findings';
import { nameOf } from '../language/plan/names';
import type { Need, RequestTarget } from '../language/plan/needs';
import { planRequest, type RequestPlan } from '../language/plan/plan';
import { type ResolvedValue, VariableScope } from '../language/plan/variables';
import type { Block } from '../language/syntax/nodes';
import { textOf } from '../language/syntax/queries';
import type { Priority } from '../quota/permits';
import type { Progress } from '../run/pipeline';
import { Asking, refusedReport } from './asking';
import { type FileScope, worded } from './check';
import type { Place } from './filePlaces';
import { type Interaction, noInteraction } from './interaction';
import type { Ran, RunReport } from './report';
import { placeToRead, placeToSave, readForBody } from './requestFiles';
import { secretsOf, sendPlanned } from './sendPlanned';
import { type Preview, previewOf } from './preview';
import type { Services } from './services';
import { accountAsked, SessionAnswers } from './sessionAnswers';
import { RequestSupplies } from './supplies';
import { planContextOf, readSurroundings, type Surroundings } from './surroundings';

/** What a session runs requests of, and for whom. */
export interface SessionInput extends FileScope {
  /** What the quota's view calls the file. */
  readonly source: string;
  /** Default: interactive. */
  readonly priority?: Priority;
  /** Default: nobody can be asked. */
  readonly interaction?: Interaction;
  /** Called when another request has to be run first; gives who is told of it. */
  readonly onDependency?: (dependency: RequestTarget) => DependencyWatcher;
}

/** Follows a request that is run because another one needs it. */
export interface DependencyWatcher {
  /** Ends this request, and with it those that need it. */
  readonly signal?: AbortSignal;
  progress(progress: Progress): void;
  /** `undefined`: it was cancelled, or ran into a fault of ours. */
  ended(report: RunReport | undefined): void;
}

/** What all requests of a session stand on. */
interface Ground {
  readonly surroundings: Surroundings;
  readonly answers: SessionAnswers;
}

/** One request on its way. */
interface Going {
  readonly target: RequestTarget;
  /** The requests that need this one, the first one first, and itself. */
  readonly stack: readonly RequestTarget[];
  readonly supplies: RequestSupplies;
  readonly ground: Ground;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly isPreview: boolean;
}

/** A plan that may be sent, or the report that takes its place. */
type Planned = { readonly plan: RequestPlan; readonly place?: Inside } | RunReport;

type Inside = Extract<Place, { kind: 'inside' }>;

/**
 * One run: of a request, or of several of a file one after the other. What a request needs is
 * supplied first: answers of others, which are then run, values that a person gives, files. File
 * variables are computed once for all requests of a session, and none is sent a second time because
 * others need it.
 */
export class RunSession {
  readonly #services: Services;
  readonly #input: SessionInput;
  readonly #asking: Asking;
  readonly #computed = new Map<string, ResolvedValue>();
  readonly #reports = new Map<Block, RunReport>();
  #ground: Promise<Ground> | undefined;

  constructor(services: Services, input: SessionInput) {
    this.#services = services;
    this.#input = input;
    this.#asking = new Asking(input.interaction ?? noInteraction, services.consents);
  }

  /**
   * Runs a request of the file, with what it needs first. One that was run for another already is
   * not sent again: its report is given once more.
   *
   * Rejects with `CancelledError`, and for failures of ours: what is wrong with the file or happens
   * on the wire is in the report.
   */
  async run(block: Block, signal: AbortSignal, onProgress: (progress: Progress) => void = () => undefined): Promise<RunReport> {
    return this.#reports.get(block) ?? this.#run(await this.#targetOf(block), [], signal, onProgress);
  }

  /**
   * What {@link run} would send, or why nothing would be sent. Sends nothing and asks nothing: what
   * is not known yet stays as it is written.
   */
  async preview(block: Block, signal: AbortSignal): Promise<Preview | RunReport> {
    const target = await this.#targetOf(block);
    const planned = await this.#plan({ ...(await this.#start(target)), stack: [target], signal, onProgress: () => undefined, isPreview: true });
    if ('kind' in planned) return planned;
    return previewOf(planned.plan, await this.#services.signingOf(planned.plan), this.#input.file.text, this.#services.redactor);
  }

  async #targetOf(block: Block): Promise<RequestTarget> {
    const { uri, file } = this.#input;
    const { surroundings } = await this.#read();
    return { module: { uri, file, imports: surroundings.imports }, block, name: '' };
  }

  /** What all requests of the session stand on, read once. */
  #read(): Promise<Ground> {
    this.#ground ??= this.#readGround();
    return this.#ground;
  }

  async #readGround(): Promise<Ground> {
    const { host, accounts, answers } = this.#services;
    const surroundings = await readSurroundings(host, this.#input);
    const scope = new VariableScope(this.#input.file, planContextOf(host, this.#input, surroundings));
    const account = scope.setting('account') ?? (await accounts.active())?.name;
    return { surroundings, answers: new SessionAnswers(answers, this.#input.environment, account) };
  }

  async #start(target: RequestTarget): Promise<Pick<Going, 'target' | 'supplies' | 'ground'>> {
    const ground = await this.#read();
    const { answers, surroundings } = ground;
    const { host } = this.#services;
    const supplies = new RequestSupplies({ answer: (other) => answers.of(other), processEnv: (name) => host.processEnv(name), dotenv: surroundings.dotenv });
    return { target, supplies, ground };
  }

  async #run(target: RequestTarget, above: readonly RequestTarget[], signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<RunReport> {
    const going = { ...(await this.#start(target)), stack: [...above, target], signal, onProgress, isPreview: false };
    const planned = await this.#plan(going);
    const report = 'kind' in planned ? planned : await this.#send(planned, going);
    const { answers } = going.ground;
    if (report.kind === 'ran') answers.keep(target, report);
    else answers.drop(target);
    this.#reports.set(target.block, report);
    return report;
  }

  /** Plans until nothing is missing any more, and nobody objects. */
  async #plan(going: Going): Promise<Planned> {
    const { target, ground, signal } = going;
    const { module, block } = target;
    const [unreadable] = ground.surroundings.environments.unreadable;
    if (unreadable) return refusedReport('environment.broken', block.request?.line ?? block, { uri: unreadable.uri, reason: unreadable.reason });
    let account = accountAsked(target);
    for (;;) {
      throwIfCancelled(signal);
      const result = planRequest(module.file, block, await this.#context(going, account));
      switch (result.kind) {
        case 'needs':
          for (const need of result.needs) {
            const problem = await this.#supply(need, going);
            if (problem) return problem;
          }
          break;
        case 'refused': {
          const disabled = result.findings.some(({ code }) => code === 'request.disabled');
          return disabled ? { kind: 'disabled' } : { kind: 'refused', findings: worded(result.findings.filter(({ severity }) => severity === 'error')) };
        }
        case 'plan': {
          // An environment can name the account too, and the sandbox's accounts have bases of their own.
          const named = result.plan.options.account;
          if (named === account) return this.#agreed(result.plan, going);
          account = named;
        }
      }
    }
  }

  async #context({ target: { module }, supplies, ground, isPreview }: Going, account: string | undefined): Promise<PlanContext> {
    const sandboxBases = this.#services.basesFor(await this.#services.accountCalled(account));
    return {
      ...planContextOf(this.#services.host, this.#input, ground.surroundings),
      uri: module.uri,
      imports: module.imports,
      // What a preview computes is not what is sent later.
      computed: isPreview ? new Map<string, ResolvedValue>() : this.#computed,
      supplies,
      placeholders: isPreview,
      // An account of the sandbox goes to the sandbox: no environment leads its requests elsewhere.
      ...(sandboxBases && { sandboxBases }),
    };
  }

  /** Gets one thing that planning needs; gives a report when that cannot be had. */
  async #supply(need: Need, going: Going): Promise<RunReport | undefined> {
    const { supplies, signal } = going;
    switch (need.kind) {
      case 'answer':
        return this.#runFirst(need, going);
      case 'prompt':
        return this.#asking.value(need, (value) => supplies.notePrompt(need.block, need.prompt, value), signal);
      case 'file':
        return this.#readFile(need, going);
    }
  }

  async #runFirst({ target, by, span }: Extract<Need, { kind: 'answer' }>, going: Going): Promise<RunReport | undefined> {
    const { block, name, module } = target;
    const start = going.stack.findIndex((each) => each.block === block);
    if (start >= 0) return refusedReport('reference.cycle', span, { names: [...going.stack.slice(start), target].map(labelOf) });
    if (by === 'force-ref') going.supplies.noteForced(target);
    const before = by === 'force-ref' ? undefined : this.#reports.get(block);
    const method = block.request?.line.method ? textOf(module.file, block.request.line.method) : 'GET';
    if (!before && by === 'reference' && !isReading(method)) {
      const problem = await this.#asking.toRunFirst(name, method, span, going.signal);
      if (problem) return problem;
    }
    const report = before ?? (await this.#runDependency(target, going));
    if (going.ground.answers.of(target)) return undefined;
    const circle = report.kind === 'refused' ? report.findings.find((each) => each.finding.code === 'reference.cycle') : undefined;
    if (circle) return refusedReport('reference.cycle', span, circle.finding.data);
    return { kind: 'skipped', because: 'dependency', findings: worded([finding('dependency.failed', span, { name, outcome: outcomeOf(report) })]) };
  }

  async #runDependency(target: RequestTarget, { stack, signal }: Going): Promise<RunReport> {
    const watcher = this.#input.onDependency?.(target);
    const both = watcher?.signal ? AbortSignal.any([signal, watcher.signal]) : signal;
    let report: RunReport | undefined;
    try {
      report = await this.#run(target, stack, both, (progress) => watcher?.progress(progress));
      return report;
    } finally {
      watcher?.ended(report);
    }
  }

  async #readFile(need: Extract<Need, { kind: 'file' }>, { target, supplies, signal, isPreview }: Going): Promise<RunReport | undefined> {
    const { files } = this.#services.host;
    const { uri } = target.module;
    const { root } = this.#input;
    const place = await placeToRead(files, need, { uri, root });
    if ('code' in place) return { kind: 'refused', findings: worded([place]) };
    if (place.kind === 'outside' && isPreview) {
      supplies.noteFile(need.path, { kind: 'content', bytes: new TextEncoder().encode(`(the content of ${need.path})`) });
      return undefined;
    }
    const problem = place.kind === 'outside' ? await this.#asking.toRead(need, uri, place.uri, root === undefined ? 'the folder of the request file' : 'the workspace folder', signal) : undefined;
    if (!problem) supplies.noteFile(need.path, await readForBody(files, place.uri));
    return problem;
  }

  /** What stands between a plan and its send: where the answer goes, and whether the person agrees. */
  async #agreed(plan: RequestPlan, { target, signal, isPreview }: Going): Promise<Planned> {
    const { host, redactor } = this.#services;
    // Before any of it is shown to anybody.
    for (const secret of secretsOf(plan)) redactor.addSecret(secret);
    const { uri } = target.module;
    const place = plan.save && (await placeToSave(host.files, plan.save, { uri, root: this.#input.root }));
    if (place && 'code' in place) return { kind: 'refused', findings: worded([place]) };
    const asksForVariables = !isPreview && plan.guarded.length > 0 && !this.#services.mayHaveVariables(plan.request.origin);
    const problem =
      (asksForVariables ? await this.#asking.toSendVariables(plan, uri, signal) : undefined) ??
      (isPreview ? undefined : await this.#asking.toSend(plan, (text) => redactor.target(text), signal));
    return problem ?? { plan, ...(place && { place }) };
  }

  #send({ plan, place }: Exclude<Planned, RunReport>, { signal, onProgress }: Going): Promise<Ran> {
    const { source, priority = 'interactive' } = this.#input;
    return sendPlanned(this.#services, { plan, source, priority, onProgress, ...(place && { place }) }, signal);
  }
}

/** What a person calls a request: its name, or its request line. */
function labelOf({ module, block }: RequestTarget): string {
  return nameOf(module.file, block) ?? textOf(module.file, block.request?.line ?? block).trim();
}

/** How a request ended that others need, as a clause. */
function outcomeOf(report: RunReport): string {
  switch (report.kind) {
    case 'ran':
      return report.summary;
    case 'disabled':
      return 'it is disabled';
    case 'skipped':
    case 'refused':
      return report.findings[0]?.message ?? 'it was not sent';
  }
}
