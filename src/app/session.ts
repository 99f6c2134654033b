import { throwIfCancelled } from '../base/abort';
import type { Span } from '../base/text';
import { isReading } from '../http/methods';
import { finding, type FindingCode, type FindingFacts } from '../language/plan/findings';
import { nameOf } from '../language/plan/names';
import type { Answered, Need, RequestTarget } from '../language/plan/needs';
import { planRequest, type RequestPlan } from '../language/plan/plan';
import { type ResolvedValue, VariableScope } from '../language/plan/variables';
import type { Block } from '../language/syntax/nodes';
import { directivesOf, textOf } from '../language/syntax/queries';
import type { Priority } from '../quota/permits';
import type { Progress } from '../run/pipeline';
import { type FileScope, worded } from './check';
import { confirmQuestion, readOutsideQuestion, runFirstQuestion, sendVariableQuestion } from './consents';
import type { Place } from './filePlaces';
import { type Asked, type Interaction, noInteraction } from './interaction';
import type { Ran, RunReport } from './report';
import { placeToRead, placeToSave, readForBody } from './requestFiles';
import { secretsOf, sendPlanned } from './sendPlanned';
import { type Preview, previewOf } from './preview';
import type { Services } from './services';
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

/** One request on its way. */
interface Going {
  readonly target: RequestTarget;
  /** The requests that need this one, the first one first, and itself. */
  readonly stack: readonly RequestTarget[];
  readonly supplies: RequestSupplies;
  readonly surroundings: Surroundings;
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
  readonly #interaction: Interaction;
  readonly #computed = new Map<string, ResolvedValue>();
  readonly #reports = new Map<Block, RunReport>();
  /** Of this session; others are kept by {@link Services.answers}. */
  readonly #answers = new Map<Block, Answered>();
  #surroundings: Promise<Surroundings> | undefined;
  /** Name of the account of requests that name none. */
  #account: string | undefined;

  constructor(services: Services, input: SessionInput) {
    this.#services = services;
    this.#input = input;
    this.#interaction = input.interaction ?? noInteraction;
  }

  /**
   * Runs a request of the file, with what it needs first. One that was run for another already is
   * not sent again: its report is given once more.
   *
   * Rejects with `CancelledError`, and for failures of ours: what is wrong with the file or happens
   * on the wire is in the report.
   */
  async run(block: Block, signal: AbortSignal, onProgress: (progress: Progress) => void = () => undefined): Promise<RunReport> {
    const known = this.#reports.get(block);
    if (known) return known;
    const { uri, file } = this.#input;
    const { imports } = await this.#around();
    return this.#run({ module: { uri, file, imports }, block, name: '' }, [], signal, onProgress);
  }

  /**
   * What {@link run} would send, or why nothing would be sent. Sends nothing and asks nothing: what
   * is not known yet stays as it is written.
   */
  async preview(block: Block, signal: AbortSignal): Promise<Preview | RunReport> {
    const { uri, file } = this.#input;
    const surroundings = await this.#around();
    const target = { module: { uri, file, imports: surroundings.imports }, block, name: '' };
    const going = { target, stack: [target], supplies: this.#suppliesFrom(surroundings), surroundings, signal, onProgress: () => undefined, isPreview: true };
    const planned = await this.#plan(going);
    if ('kind' in planned) return planned;
    return previewOf(planned.plan, await this.#services.signingOf(planned.plan), file.text, this.#services.redactor);
  }

  #suppliesFrom({ dotenv }: Surroundings): RequestSupplies {
    return new RequestSupplies({
      answer: (other) => this.#answerOf(other),
      processEnv: (name) => this.#services.host.processEnv(name),
      dotenv,
    });
  }

  #around(): Promise<Surroundings> {
    this.#surroundings ??= this.#read();
    return this.#surroundings;
  }

  async #read(): Promise<Surroundings> {
    const { host, accounts } = this.#services;
    const surroundings = await readSurroundings(host, this.#input);
    const scope = new VariableScope(this.#input.file, planContextOf(host, this.#input, surroundings));
    this.#account = scope.setting('account') ?? (await accounts.active())?.name;
    return surroundings;
  }

  async #run(target: RequestTarget, above: readonly RequestTarget[], signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<RunReport> {
    const surroundings = await this.#around();
    const going = { target, stack: [...above, target], supplies: this.#suppliesFrom(surroundings), surroundings, signal, onProgress, isPreview: false };
    const planned = await this.#plan(going);
    const report = 'kind' in planned ? planned : await this.#send(planned, going);
    this.#reports.set(target.block, report);
    return report;
  }

  /** Plans until nothing is missing any more, and nobody objects. */
  async #plan(going: Going): Promise<Planned> {
    const { target, surroundings, signal } = going;
    const { module, block } = target;
    const [unreadable] = surroundings.environments.unreadable;
    if (unreadable) return refused('environment.broken', block.request?.line ?? block, { uri: unreadable.uri, reason: unreadable.reason });
    let account = this.#accountAsked(target);
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

  async #context({ target: { module }, supplies, surroundings, isPreview }: Going, account: string | undefined) {
    const sandboxBases = this.#services.basesFor(await this.#services.accountCalled(account));
    return {
      ...planContextOf(this.#services.host, this.#input, surroundings),
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
    switch (need.kind) {
      case 'answer':
        return this.#runFirst(need, going);
      case 'prompt': {
        const { prompt, block, span } = need;
        const asked = await this.#interaction.prompt(prompt, going.signal);
        if (asked.kind === 'answered') going.supplies.notePrompt(block, prompt, asked.value);
        return notAnswered(asked, 'prompt.unavailable', span, { name: prompt.name });
      }
      case 'file':
        return this.#readFile(need, going);
    }
  }

  async #runFirst({ target, by, span }: Extract<Need, { kind: 'answer' }>, going: Going): Promise<RunReport | undefined> {
    const { block, name, module } = target;
    const start = going.stack.findIndex((each) => each.block === block);
    if (start >= 0) return refused('reference.cycle', span, { names: [...going.stack.slice(start), target].map(labelOf) });
    if (by === 'force-ref') going.supplies.noteForced(target);
    const before = by === 'force-ref' ? undefined : this.#reports.get(block);
    const method = block.request?.line.method ? textOf(module.file, block.request.line.method) : 'GET';
    if (!before && by === 'reference' && !isReading(method)) {
      const asked = await this.#interaction.confirm(runFirstQuestion(name, method), going.signal);
      const problem = notAnswered(asked, 'dependency.unavailable', span, { name, method });
      if (problem) return problem;
    }
    const report = before ?? (await this.#runDependency(target, going));
    if (report.kind === 'ran' && report.verdict === 'passed' && this.#answerOf(target)) return undefined;
    const circle = report.kind === 'refused' ? report.findings.find((each) => each.finding.code === 'reference.cycle') : undefined;
    if (circle) return refused('reference.cycle', span, circle.finding.data);
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
    const { host, consents } = this.#services;
    const { path, span } = need;
    const { uri } = target.module;
    const place = await placeToRead(host.files, need, { uri, root: this.#input.root });
    if ('code' in place) return { kind: 'refused', findings: worded([place]) };
    if (place.kind === 'outside' && isPreview) {
      supplies.noteFile(path, { kind: 'content', bytes: new TextEncoder().encode(`(the content of ${path})`) });
      return undefined;
    }
    if (place.kind === 'outside' && !consents.has('read-outside', uri, place.uri)) {
      const asked = await this.#interaction.confirm(readOutsideQuestion(path, this.#input.root === undefined ? 'the folder of the request file' : 'the workspace folder'), signal);
      const problem = notAnswered(asked, 'body.file-outside', span, { path });
      if (problem) return problem;
      consents.give('read-outside', uri, place.uri);
    }
    supplies.noteFile(path, await readForBody(host.files, place.uri));
    return undefined;
  }

  /** What stands between a plan and its send: where the answer goes, and whether the person agrees. */
  async #agreed(plan: RequestPlan, { target, signal, isPreview }: Going): Promise<Planned> {
    const { host, consents, redactor } = this.#services;
    // Before any of it is shown to anybody.
    for (const secret of secretsOf(plan)) redactor.addSecret(secret);
    const { uri } = target.module;
    const { save, guarded, request } = plan;
    const place = save && (await placeToSave(host.files, save, { uri, root: this.#input.root }));
    if (place && 'code' in place) return { kind: 'refused', findings: worded([place]) };
    const agreed = { plan, ...(place && { place }) };
    if (isPreview) return agreed;
    if (guarded.length > 0 && !this.#services.mayHaveVariables(request.origin) && !consents.has('send-variable', uri, request.origin)) {
      const names = [...new Set(guarded.map(({ key }) => key))];
      const asked = await this.#interaction.confirm(sendVariableQuestion(names, request.origin), signal);
      const problem = notAnswered(asked, 'variable.guarded', guardedSpan(plan), { names, origin: request.origin });
      if (problem) return problem;
      consents.give('send-variable', uri, request.origin);
    }
    if (plan.confirm !== undefined) {
      const asked = await this.#interaction.confirm(confirmQuestion(plan, (text) => redactor.target(text)), signal);
      const problem = notAnswered(asked, 'confirm.unavailable', plan.parts.requestLine, {});
      if (problem) return problem;
    }
    return agreed;
  }

  async #send({ plan, place }: Exclude<Planned, RunReport>, { target, signal, onProgress }: Going): Promise<Ran> {
    const { source, priority = 'interactive' } = this.#input;
    const report = await sendPlanned(this.#services, { plan, source, priority, onProgress, ...(place && { place }) }, signal);
    this.#keep(target, report);
    return report;
  }

  /** Keeps the answer of a named request that did what was expected, for references to it. */
  #keep(target: RequestTarget, { verdict, result: { outcome }, plan }: Ran): void {
    const { answers } = this.#services;
    const key = this.#answerKey(target, plan.name);
    if (verdict === 'passed' && outcome.kind === 'answered') {
      const answered = { request: outcome.exchange.request, response: outcome.response };
      this.#answers.set(target.block, answered);
      if (key) answers.set(key, answered);
    } else {
      this.#answers.delete(target.block);
      if (key) answers.delete(key);
    }
  }

  #answerOf(target: RequestTarget): Answered | undefined {
    const here = this.#answers.get(target.block);
    if (here || this.#reports.has(target.block)) return here;
    const key = this.#answerKey(target, target.name);
    return key && this.#services.answers.get(key);
  }

  #answerKey(target: RequestTarget, name: string | undefined) {
    if (name === undefined) return undefined;
    const { module, block } = target;
    const account = this.#accountAsked(target) ?? this.#account;
    return { uri: module.uri, name, text: textOf(module.file, block), environment: this.#input.environment, account };
  }

  #accountAsked({ module, block }: RequestTarget): string | undefined {
    return directivesOf(module.file, block).find(({ name }) => name === 'account')?.argument;
  }
}

function refused(code: FindingCode, span: Span, data: FindingFacts): RunReport {
  return { kind: 'refused', findings: worded([finding(code, span, data)]) };
}

/** The report for a question that was not answered; undefined when it was. */
function notAnswered(asked: Asked<unknown>, code: FindingCode, span: Span, data: FindingFacts): RunReport | undefined {
  switch (asked.kind) {
    case 'answered':
      return undefined;
    case 'dismissed':
      return { kind: 'skipped', because: 'declined', findings: worded([finding('run.declined', span)]) };
    case 'unavailable':
      return refused(code, span, { ...data, instead: asked.instead });
  }
}

/** Where a value of the process or of `.env` is named; the request line when that is in the value of a variable. */
function guardedSpan({ origins, parts }: RequestPlan): Span {
  return origins.find(({ origin }) => origin.kind === 'process-env' || origin.kind === 'dotenv')?.span ?? parts.requestLine;
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
