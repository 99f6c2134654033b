import { isReading } from '../../http/methods';
import { finding } from '../../language/plan/findings';
import { nameOf } from '../../language/plan/names';
import type { Need, RequestTarget } from '../../language/plan/needs';
import { VariableScope } from '../../language/plan/variables';
import type { Block } from '../../language/syntax/nodes';
import { methodOf, textOf } from '../../language/syntax/queries';
import type { Priority } from '../../quota/permits';
import type { Progress } from '../../run/pipeline';
import { savedText } from '../answerDocument';
import { planContextOf, readSurroundings } from '../around/surroundings';
import { type FileScope, worded } from '../check';
import type { Ran, RunReport } from '../report';
import type { Services } from '../services';
import { Asking, refusedReport } from './asking';
import { type Interaction, noInteraction } from './interaction';
import { type Going, type Ground, type Planned, RequestPlanner } from './planner';
import { type Preview, previewOf } from './preview';
import { sendPlanned } from './sendPlanned';
import { SessionAnswers } from './sessionAnswers';
import { RequestSupplies } from './supplies';

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
  readonly #planner: RequestPlanner;
  readonly #reports = new Map<Block, RunReport>();
  #ground: Promise<Ground> | undefined;

  constructor(services: Services, input: SessionInput) {
    this.#services = services;
    this.#input = input;
    this.#asking = new Asking(input.interaction ?? noInteraction, services.consents);
    this.#planner = new RequestPlanner(services, input, this.#asking, (need, going) => this.#runFirst(need, going));
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
    const planned = await this.#planner.plan({ ...(await this.#start(target)), stack: [target], signal, onProgress: () => undefined, isPreview: true, forced: new Set() });
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
    const activeAccount = await accounts.active();
    const active = activeAccount?.name;
    // As for planning: where paths go decides whether a kept answer is that of the same request.
    const sandboxBases = this.#services.basesFor(activeAccount);
    const context = { ...planContextOf(host, this.#input, surroundings), ...(sandboxBases && { sandboxBases }) };
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

  /** @param isShared Whether the answer may be that of another session which is sending the same request right now. */
  async #run(target: RequestTarget, above: readonly RequestTarget[], forced: Set<Block>, signal: AbortSignal, onProgress: (progress: Progress) => void, isShared = false): Promise<RunReport> {
    const going = { ...(await this.#start(target)), stack: [...above, target], signal, onProgress, isPreview: false, forced };
    const planned = await this.#planner.plan(going);
    const { answers } = going.ground;
    if ('kind' in planned) answers.drop(target);
    const report = 'kind' in planned ? planned : await answers.sent(target, planned.plan.name, isShared, () => this.#sendAndKeep(planned, going), signal);
    this.#reports.set(target.block, report);
    return report;
  }

  /** Its answer can be referred to before anybody hears of the report. */
  async #sendAndKeep(planned: Exclude<Planned, RunReport>, going: Going): Promise<Ran> {
    const report = await this.#send(planned, going);
    going.ground.answers.keep(going.target, report);
    return report;
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
    const report = before ?? (await this.#runDependency(target, going, by !== 'force-ref'));
    if (going.ground.answers.of(target)) return undefined;
    const [first] = 'findings' in report ? report.findings : [];
    if (first?.finding.code === 'reference.cycle') return refusedReport('reference.cycle', span, first.finding.data);
    // What failed first is the cause, however many others were in between.
    const isPassedOn = first?.finding.code === 'dependency.failed' || first?.finding.code === 'dependency.disabled';
    const why = report.kind === 'disabled' ? finding('dependency.disabled', span, { name }) : finding('dependency.failed', span, { name, outcome: outcomeOf(report) });
    return { kind: 'skipped', because: 'dependency', findings: worded([isPassedOn ? { ...first.finding, span } : why]) };
  }

  async #runDependency(target: RequestTarget, { stack, signal, forced }: Going, isShared: boolean): Promise<RunReport> {
    const watcher = this.#input.onDependency?.(target);
    const both = watcher?.signal ? AbortSignal.any([signal, watcher.signal]) : signal;
    let report: RunReport | undefined;
    try {
      report = await this.#run(target, stack, forced, both, (progress) => watcher?.progress(progress), isShared);
      return report;
    } finally {
      watcher?.ended(report);
    }
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
