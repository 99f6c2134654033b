import { throwIfCancelled } from '../../base/abort';
import { isReading } from '../../http/methods';
import type { PlanContext } from '../../language/plan/context';
import type { Finding } from '../../base/finding';
import { finding } from '../../language/plan/findings';
import { nameOf } from '../../language/plan/names';
import type { Need, RequestTarget } from '../../language/plan/needs';
import { accountOf, planRequest, type RequestPlan } from '../../language/plan/plan';
import { type ResolvedValue, VariableScope } from '../../language/plan/variables';
import type { Block } from '../../language/syntax/nodes';
import { methodOf, textOf } from '../../language/syntax/queries';
import type { Priority } from '../../quota/permits';
import type { Progress } from '../../run/pipeline';
import { Asking, guardedIn, refusedReport } from './asking';
import { type FileScope, worded, type WordedFinding } from '../check';
import type { Place } from '../files/filePlaces';
import { type Interaction, noInteraction } from './interaction';
import { savedText } from '../answerDocument';
import type { Ran, RunReport } from '../report';
import { placeToRead, placeToSave, readForBody } from '../files/requestFiles';
import { secretsOf, sendPlanned } from './sendPlanned';
import { type Preview, previewOf } from './preview';
import type { Services } from '../services';
import { SessionAnswers } from './sessionAnswers';
import { unknownAccount } from './unknownAccount';
import { RequestSupplies } from './supplies';
import { planContextOf, readSurroundings, type Surroundings } from '../around/surroundings';

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
  /** Name of the account that was active when the session began. */
  readonly active: string | undefined;
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
  /** Requests that were run by force for this one, or for one that needs it: a tree of those would be run over and over. */
  readonly forced: Set<Block>;
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
    return this.#reports.get(block) ?? this.#run(await this.#targetOf(block), [], new Set(), signal, onProgress);
  }

  /**
   * What {@link run} would send, or why nothing would be sent. Sends nothing and asks nothing: what
   * is not known yet stays as it is written.
   */
  async preview(of: Block | RequestTarget, signal: AbortSignal): Promise<Preview | RunReport> {
    const target = 'module' in of ? of : await this.#targetOf(of);
    const planned = await this.#plan({ ...(await this.#start(target)), stack: [target], signal, onProgress: () => undefined, isPreview: true, forced: new Set() });
    if ('kind' in planned) return planned;
    return previewOf(planned.plan, await this.#services.signingOf(planned.plan), target.module.file.text, this.#services.redactor);
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
    // Wherever they turn up: a secret may also be asked for as the name of an account.
    surroundings.secrets.hideFrom(this.#services.redactor);
    const active = (await accounts.active())?.name;
    const context = planContextOf(host, this.#input, surroundings);
    const scopeOf = ({ module: { uri, file, imports } }: RequestTarget) => new VariableScope(file, { ...context, uri, imports });
    return { surroundings, active, answers: new SessionAnswers(answers, this.#input.environment, scopeOf, active, await this.#services.identities()) };
  }

  async #start(target: RequestTarget): Promise<Pick<Going, 'target' | 'supplies' | 'ground'>> {
    const ground = await this.#read();
    const { answers, surroundings } = ground;
    const { host } = this.#services;
    const supplies = new RequestSupplies({ answer: (other) => answers.of(other), processEnv: (name) => host.processEnv(name), dotenv: surroundings.dotenv });
    return { target, supplies, ground };
  }

  async #run(target: RequestTarget, above: readonly RequestTarget[], forced: Set<Block>, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<RunReport> {
    const going = { ...(await this.#start(target)), stack: [...above, target], signal, onProgress, isPreview: false, forced };
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
    for (;;) {
      throwIfCancelled(signal);
      const context = this.#context(going);
      const signing = await this.#signing(going, new VariableScope(module.file, context));
      if ('kind' in signing) return signing;
      const result = planRequest(module.file, block, { ...context, ...signing });
      // Before any of it is shown to anybody.
      for (const secret of result.secrets) this.#services.redactor.addSecret(secret);
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
      ...planContextOf(this.#services.host, this.#input, ground.surroundings),
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
    const problem = asked && (await unknownAccount(this.#services, asked));
    // What would be sent can be shown to somebody who has no account yet.
    if (problem && !(isPreview && (await this.#services.accounts.list()).length === 0)) return { kind: 'refused', findings: this.#worded([problem]) };
    // An account of the sandbox goes to the sandbox: no environment leads its requests elsewhere.
    const sandboxBases = this.#services.basesFor(await this.#services.accountCalled(asked?.name ?? ground.active));
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
    const before = by === 'force-ref' && !going.forced.has(block) ? undefined : this.#reports.get(block);
    if (by === 'force-ref') going.forced.add(block);
    const method = methodOf(module.file, block);
    if (!before && by === 'reference' && !isReading(method)) {
      const problem = await this.#asking.toRunFirst(name, method, span, going.signal);
      if (problem) return problem;
    }
    const report = before ?? (await this.#runDependency(target, going));
    if (going.ground.answers.of(target)) return undefined;
    const [first] = 'findings' in report ? report.findings : [];
    if (first?.finding.code === 'reference.cycle') return refusedReport('reference.cycle', span, first.finding.data);
    // What failed first is the cause, however many others were in between.
    const isPassedOn = first?.finding.code === 'dependency.failed' || first?.finding.code === 'dependency.disabled';
    const why = report.kind === 'disabled' ? finding('dependency.disabled', span, { name }) : finding('dependency.failed', span, { name, outcome: outcomeOf(report) });
    return { kind: 'skipped', because: 'dependency', findings: worded([isPassedOn ? { ...first.finding, span } : why]) };
  }

  async #runDependency(target: RequestTarget, { stack, signal, forced }: Going): Promise<RunReport> {
    const watcher = this.#input.onDependency?.(target);
    const both = watcher?.signal ? AbortSignal.any([signal, watcher.signal]) : signal;
    let report: RunReport | undefined;
    try {
      report = await this.#run(target, stack, forced, both, (progress) => watcher?.progress(progress));
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
    if ('code' in place) return { kind: 'refused', findings: this.#worded([place]) };
    if (place.kind === 'outside' && isPreview) {
      supplies.noteFile(need.path, { kind: 'content', bytes: new TextEncoder().encode(`(the content of ${need.path})`) });
      return undefined;
    }
    const problem = place.kind === 'outside' ? await this.#asking.toRead({ ...need, path: this.#services.redactor.text(need.path) }, uri, place.uri, root === undefined ? 'the folder of the request file' : 'the workspace folder', signal) : undefined;
    if (!problem) supplies.noteFile(need.path, await readForBody(files, place.uri));
    return problem;
  }

  /** What stands between a plan and its send: where the answer goes, and whether the person agrees. */
  async #agreed(plan: RequestPlan, { target, ground, signal, isPreview }: Going): Promise<Planned> {
    const { host, redactor } = this.#services;
    for (const secret of secretsOf(plan)) redactor.addSecret(secret);
    const { uri } = target.module;
    const refused = await this.#secretProblem(plan, ground.surroundings);
    if (refused) return refused;
    const place = plan.save && (await placeToSave(host.files, plan.save, { uri, root: this.#input.root }));
    if (place && 'code' in place) return { kind: 'refused', findings: this.#worded([place]) };
    const asksForVariables = guardedIn(plan).names.length > 0 && plan.request.origin !== '' && !this.#services.mayHaveVariables(plan.request.origin);
    const problem =
      (asksForVariables ? await this.#asking.toSendVariables(plan, uri, signal, isPreview) : undefined) ??
      (isPreview ? undefined : await this.#asking.toSend(plan, (text) => redactor.target(text), signal));
    return problem ?? { plan, ...(place && { place }) };
  }

  #worded(findings: readonly Finding[]): readonly WordedFinding[] {
    return worded(findings, (text) => this.#services.redactor.text(text));
  }

  #send({ plan, place }: Exclude<Planned, RunReport>, { ground: { active }, signal, onProgress }: Going): Promise<Ran> {
    const { source, priority = 'interactive' } = this.#input;
    return sendPlanned(this.#services, { plan, source, priority, onProgress, ...(active !== undefined && { signer: active }), ...(place && { place }) }, signal);
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
      return failureOf(report);
    case 'disabled':
      return 'it is disabled';
    case 'skipped':
    case 'refused':
      return report.findings[0]?.message ?? 'it was not sent';
  }
}

function failureOf({ failure, expectations, saved, summary }: Ran): string {
  const unmet = expectations.find(({ ok }) => !ok);
  if (unmet) return `expected ${unmet.expected}, got ${unmet.actual}`;
  if (saved?.kind === 'failed') return savedText(saved);
  return failure?.explanation.headline ?? summary;
}
